package io.badhop.streams.topology;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The input log on a broker, read with a consumer that joins no group and commits nothing. */
final class KafkaInputLog implements InputLog {

  private static final Duration POLL = Duration.ofMillis(50);

  /**
   * Makes about a minute. A log that was cut short by a broker's crash would be waited for without
   * end.
   */
  private static final int MAX_IDLE_POLLS = 1200;

  private final Map<String, Object> settings;

  /**
   * Makes no connection yet.
   *
   * @param clients settings of the consumer
   * @param group the application's ID, whose committed offsets are asked for
   */
  KafkaInputLog(Map<String, Object> clients, String group) {
    settings = new HashMap<>(clients);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "20");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "5000");
    settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
  }

  @Override
  public Map<TopicPartition, Long> committed(Set<TopicPartition> partitions) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      consumer
          .committed(partitions)
          .forEach(
              (partition, committed) -> {
                if (committed != null) {
                  offsets.put(partition, committed.offset());
                }
              });
    }
    return offsets;
  }

  @Override
  public Map<TopicPartition, Long> earliest(Set<TopicPartition> partitions) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      return consumer.beginningOffsets(partitions);
    }
  }

  @Override
  public void read(
      Map<TopicPartition, Long> from,
      Map<TopicPartition, Long> to,
      Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    Set<TopicPartition> left = new HashSet<>();
    from.forEach(
        (partition, start) -> {
          if (start < to.getOrDefault(partition, start)) {
            left.add(partition);
          }
        });
    if (left.isEmpty()) {
      return;
    }
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      consumer.assign(left);
      left.forEach(partition -> consumer.seek(partition, from.get(partition)));
      int idle = 0;
      while (!left.isEmpty()) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        hand(records, to, sink);
        finish(consumer, left, to);
        idle = records.isEmpty() ? idle + 1 : 0;
        if (idle > MAX_IDLE_POLLS) {
          throw new TimeoutException(
              "no record of " + left + " came for a minute; wanted up to " + to);
        }
      }
    }
  }

  private static void hand(
      ConsumerRecords<byte[], byte[]> records,
      Map<TopicPartition, Long> to,
      Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      if (record.offset() < to.get(partition)) {
        sink.accept(record);
      }
    }
  }

  /**
   * The position and not the last record decides: a transaction's end marker takes an offset, too.
   */
  private static void finish(
      KafkaConsumer<byte[], byte[]> consumer,
      Set<TopicPartition> left,
      Map<TopicPartition, Long> to) {
    Set<TopicPartition> done = new HashSet<>();
    for (TopicPartition partition : left) {
      if (consumer.position(partition) >= to.get(partition)) {
        done.add(partition);
      }
    }
    consumer.pause(done);
    left.removeAll(done);
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
