package io.badhop.benchmarks.latency;

import io.badhop.schemas.event.Tick;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.TierWatermark;
import io.badhop.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** When the broker had what: read from the topics when the run is over. */
final class TopicTimes {

  private final Topics topics;
  private final Map<String, Long> events = new HashMap<>();
  private final TreeMap<Long, Tick> ticks = new TreeMap<>();
  private final Map<Long, Long> tickTimes = new HashMap<>();
  private final Map<Long, Long> summaryTimes = new HashMap<>();

  /**
   * Reads the topics.
   *
   * @param requestIds of the events that are of interest
   */
  TopicTimes(String bootstrapServers, Topics topics, Set<String> requestIds) {
    this.topics = topics;
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      read(consumer, topics.proxyEvents().name(), record -> proxy(record, requestIds));
      read(consumer, topics.summaries().name(), this::summary);
    }
  }

  /** When the event of a request was appended; milliseconds. */
  long event(String requestId) {
    Long time = events.get(requestId);
    if (time == null) {
      throw new IllegalStateException("no event of request " + requestId);
    }
    return time;
  }

  /** Number of the first tick that has passed a time of the proxies of a site. */
  long tickPast(String site, long us) {
    for (Tick tick : ticks.values()) {
      for (TierWatermark mark : tick.getWatermarks()) {
        if (mark.getTier() == Tier.PROXY
            && mark.getSite().equals(site)
            && mark.getWatermark() >= us) {
          return tick.getNumber();
        }
      }
    }
    throw new IllegalStateException("no tick past " + us + " of " + site);
  }

  /** When the last partition had a tick; milliseconds. */
  long tick(long number) {
    return tickTimes.get(number);
  }

  /** When the last summary of a tick was appended; milliseconds. */
  long summary(long tick) {
    return summaryTimes.get(tick);
  }

  private void proxy(ConsumerRecord<byte[], byte[]> record, Set<String> requestIds) {
    if (record.key() != null) {
      String id = new String(record.key(), StandardCharsets.UTF_8);
      if (requestIds.contains(id)) {
        events.putIfAbsent(id, record.timestamp());
      }
      return;
    }
    Tick tick =
        (Tick)
            topics
                .proxyEvents()
                .values()
                .deserializer()
                .deserialize(record.topic(), record.value());
    ticks.put(tick.getNumber(), tick);
    tickTimes.merge(tick.getNumber(), record.timestamp(), Math::max);
  }

  private void summary(ConsumerRecord<byte[], byte[]> record) {
    long tick =
        topics
            .summaries()
            .values()
            .deserializer()
            .deserialize(record.topic(), record.value())
            .getTick();
    summaryTimes.merge(tick, record.timestamp(), Math::max);
  }

  private static void read(
      KafkaConsumer<byte[], byte[]> consumer,
      String topic,
      Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (partitions.stream().anyMatch(at -> consumer.position(at) < ends.get(at))) {
      consumer.poll(Duration.ofMillis(200)).forEach(sink);
    }
  }
}
