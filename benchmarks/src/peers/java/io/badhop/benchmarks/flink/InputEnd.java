package io.badhop.benchmarks.flink;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Knows when the topics have been read to where they ended at the start. A bounded source would
 * know it too, but fails when alignment pauses a partition that has just ended. For topics that are
 * written without transactions: a marker at the end is never read as a record.
 */
final class InputEnd {
  private static final Map<String, long[]> LAST = new ConcurrentHashMap<>();
  private static volatile CountDownLatch open = new CountDownLatch(0);

  private InputEnd() {}

  static void find(String bootstrapServers, Catalogue catalogue)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    for (String topic : catalogue.inputNames()) {
      for (int partition = 0; partition < catalogue.partitions(); partition++) {
        asked.put(new TopicPartition(topic, partition), OffsetSpec.latest());
      }
    }
    int left = 0;
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      for (var end : admin.listOffsets(asked).all().get().entrySet()) {
        long last = end.getValue().offset() - 1;
        LAST.computeIfAbsent(end.getKey().topic(), topic -> new long[catalogue.partitions()])[
                end.getKey().partition()] =
            last;
        left += last < 0 ? 0 : 1;
      }
    }
    open = new CountDownLatch(left);
  }

  /** Offsets of the last records of a topic's partitions. */
  static long[] last(String topic) {
    return LAST.get(topic);
  }

  /** The last record of a partition has been read. */
  static void reached() {
    open.countDown();
  }

  static boolean await(long millis) throws InterruptedException {
    return open.await(millis, TimeUnit.MILLISECONDS);
  }
}
