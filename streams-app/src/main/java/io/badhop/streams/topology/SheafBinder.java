package io.badhop.streams.topology;

import io.badhop.schemas.topic.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Binds the events of each partition that a poll brings into sheaves, before Kafka Streams sees
 * them. A sheaf has the offset of its first record, as Streams commits the offset of the record
 * that it has next; what comes after the last one the consumer itself says.
 */
public final class SheafBinder implements ConsumerInterceptor<byte[], byte[]> {

  /** Name of the setting that holds the {@link EventTopics}. */
  static final String TOPICS = "badhop.sheaves.topics";

  /** A sheaf is taken in as a whole, so what is read beside it is not far behind. */
  private static final int MOST_RECORDS = 256;

  private static final int MOST_BYTES = 1 << 17;

  private final Set<String> topics = new HashSet<>();

  @Override
  public void configure(Map<String, ?> settings) {
    for (Topic<?, ?> topic : ((EventTopics) settings.get(TOPICS)).list()) {
      topics.add(topic.name());
    }
  }

  @Override
  public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> polled) {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> bound = new HashMap<>();
    for (TopicPartition partition : polled.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> records = polled.records(partition);
      bound.put(partition, topics.contains(partition.topic()) ? bind(records) : records);
    }
    return new ConsumerRecords<>(bound, polled.nextOffsets());
  }

  private static List<ConsumerRecord<byte[], byte[]>> bind(
      List<ConsumerRecord<byte[], byte[]>> records) {
    List<ConsumerRecord<byte[], byte[]>> sheaves = new ArrayList<>();
    int first = 0;
    int bytes = 0;
    for (int i = 0; i < records.size(); i++) {
      int size = Sheaf.sizeOf(records.get(i));
      if (i > first && (i - first == MOST_RECORDS || bytes + size > MOST_BYTES)) {
        sheaves.add(sheaf(records.subList(first, i)));
        first = i;
        bytes = 0;
      }
      bytes += size;
    }
    sheaves.add(sheaf(records.subList(first, records.size())));
    return sheaves;
  }

  private static ConsumerRecord<byte[], byte[]> sheaf(
      List<ConsumerRecord<byte[], byte[]>> records) {
    ConsumerRecord<byte[], byte[]> first = records.get(0);
    byte[] value = Sheaf.bind(records);
    return new ConsumerRecord<>(
        first.topic(),
        first.partition(),
        first.offset(),
        first.timestamp(),
        first.timestampType(),
        0,
        value.length,
        null,
        value,
        first.headers(),
        first.leaderEpoch());
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

  @Override
  public void close() {}
}
