package io.badhop.cli.run;

import io.badhop.schemas.event.TrafficSummary;
import io.badhop.schemas.topic.Topic;
import io.badhop.schemas.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** When a reader of committed records got ticks and summaries, and how long it got none. */
final class RecoveryWatch implements AutoCloseable {

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Topic<?, TrafficSummary> summaries;
  private final NavigableSet<Long> tickAt = new ConcurrentSkipListSet<>();

  /** By partition of the events: each is another task's. */
  private final List<NavigableSet<Long>> summaryAt;

  private final Map<String, StringBuilder> pauses = new TreeMap<>();
  private final Thread thread = new Thread(this::read, "recovery-watch");

  RecoveryWatch(Topics topics, Map<String, Object> client) {
    summaries = topics.summaries();
    summaryAt =
        Stream.generate(() -> (NavigableSet<Long>) new ConcurrentSkipListSet<Long>())
            .limit(topics.proxyEvents().partitions())
            .toList();
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "earliest");
    consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    // Nothing but ticks is on it in this test.
    consumer.assign(
        List.of(
            new TopicPartition(topics.componentEvents().name(), 0),
            new TopicPartition(summaries.name(), 0)));
    thread.start();
  }

  private void read() {
    try (consumer) {
      while (true) {
        consumer.poll(Duration.ofMillis(50)).forEach(this::arrived);
      }
    } catch (WakeupException e) {
      Thread.currentThread().interrupt(); // the end
    }
  }

  private void arrived(ConsumerRecord<byte[], byte[]> record) {
    long now = System.currentTimeMillis();
    if (record.topic().equals(summaries.name())) {
      int partition =
          summaries
              .values()
              .deserializer()
              .deserialize(record.topic(), record.value())
              .getPartition();
      summaryAt.get(partition).add(now);
    } else {
      tickAt.add(now);
    }
  }

  /** Notes how long nothing came around a disturbance; called when all goes on again. */
  void note(String kind, long fromMs, long restartedMs) {
    pauses
        .computeIfAbsent(kind, unknown -> new StringBuilder())
        .append(
            String.format(
                Locale.ROOT,
                " [no tick %.1f s, no summary %.1f s, next tick %.1f s after the restart]",
                longestGap(tickAt, fromMs) / 1e3,
                summaryAt.stream().mapToLong(one -> longestGap(one, fromMs)).max().orElseThrow()
                    / 1e3,
                Math.max(0, next(tickAt, restartedMs) - restartedMs) / 1e3));
  }

  /** Whether a tick and a summary of each partition have come since. */
  boolean goesOn(long sinceMs) {
    return tickAt.higher(sinceMs) != null
        && summaryAt.stream().allMatch(one -> one.higher(sinceMs) != null);
  }

  private static long next(NavigableSet<Long> arrivals, long time) {
    Long next = arrivals.ceiling(time);
    return next == null ? System.currentTimeMillis() : next;
  }

  private static long longestGap(NavigableSet<Long> arrivals, long fromMs) {
    Long before = arrivals.floor(fromMs);
    long last = before == null ? fromMs : before;
    long longest = 0;
    for (long arrival : arrivals.tailSet(fromMs)) {
      longest = Math.max(longest, arrival - last);
      last = arrival;
    }
    return longest;
  }

  @Override
  public String toString() {
    StringBuilder all = new StringBuilder();
    pauses.forEach((kind, each) -> all.append(kind).append(each).append(System.lineSeparator()));
    return all.toString();
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
