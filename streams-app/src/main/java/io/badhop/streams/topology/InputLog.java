package io.badhop.streams.topology;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** What a task reads again after a restart or a move: the log that it consumes is its changelog. */
public interface InputLog {

  /**
   * Offsets that the application has committed, stable ones only: waits for transactions that are
   * on their way.
   *
   * @return nothing for a partition of which nothing was committed
   */
  Map<TopicPartition, Long> committed(Set<TopicPartition> partitions);

  /**
   * Offsets of the oldest records that are still kept.
   *
   * @return an entry for every partition asked for
   */
  Map<TopicPartition, Long> earliest(Set<TopicPartition> partitions);

  /**
   * Hands over every committed record from {@code from} (inclusive) to {@code to} (exclusive), in
   * order within a partition. Partitions that are not in both maps are not read.
   */
  void read(
      Map<TopicPartition, Long> from,
      Map<TopicPartition, Long> to,
      Consumer<ConsumerRecord<byte[], byte[]>> sink);

  /** A log of which nothing was consumed yet. */
  static InputLog empty() {
    return new InputLog() {
      @Override
      public Map<TopicPartition, Long> committed(Set<TopicPartition> partitions) {
        return Map.of();
      }

      @Override
      public Map<TopicPartition, Long> earliest(Set<TopicPartition> partitions) {
        return Map.of();
      }

      @Override
      public void read(
          Map<TopicPartition, Long> from,
          Map<TopicPartition, Long> to,
          Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        // There is nothing to read.
      }
    };
  }
}
