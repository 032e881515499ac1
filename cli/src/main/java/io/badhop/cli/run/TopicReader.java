package io.badhop.cli.run;

import io.badhop.schemas.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Reads what a topic holds now, without a group and without leaving a trace. */
public final class TopicReader {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private TopicReader() {}

  /**
   * Reads a topic from its beginning to the end that it has at the start of the call.
   *
   * @param settings of the consumer
   * @param sink gets the records, in order within a partition
   * @throws RunException when the topic does not exist or the broker does not answer
   */
  public static <K, V> void readAll(
      Topic<K, V> topic, Map<String, Object> settings, Consumer<ConsumerRecord<K, V>> sink) {
    Map<String, Object> own = new TreeMap<>(settings);
    own.put("enable.auto.commit", "false");
    own.put("isolation.level", "read_committed");
    own.put("allow.auto.create.topics", "false");
    try (KafkaConsumer<K, V> consumer =
        new KafkaConsumer<>(own, topic.keys().deserializer(), topic.values().deserializer())) {
      List<TopicPartition> partitions = partitions(consumer, topic.name());
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, TIMEOUT);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey(), TIMEOUT) < end.getValue())) {
        consumer.poll(POLL).forEach(sink);
      }
    } catch (KafkaException e) {
      throw new RunException("Cannot read topic " + topic.name() + ": " + e.getMessage(), e);
    }
  }

  private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
    List<PartitionInfo> known = consumer.partitionsFor(topic, TIMEOUT);
    if (known == null || known.isEmpty()) {
      throw new RunException(
          "There is no topic " + topic + " yet; 'badhop topics create' makes it.", null);
    }
    return known.stream()
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .collect(Collectors.toList());
  }
}
