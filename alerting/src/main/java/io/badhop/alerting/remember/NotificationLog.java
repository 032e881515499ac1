package io.badhop.alerting.remember;

import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.SentNotification;
import io.badhop.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The last notification of each incident to one route. Written after the delivery: a crash between
 * the two sends once more under the same deduplication key, and never not at all. What is over for
 * {@link #KEPT} is forgotten, here and in the topic.
 */
public final class NotificationLog {

  /** An incident that comes back later than this is a new one for the route. */
  public static final Duration KEPT = Duration.ofDays(7);

  private static final Duration POLL = Duration.ofMillis(100);

  private final Topic<String, SentNotification> topic;
  private final Producer<String, SentNotification> producer;
  private final String route;
  private final Map<String, SentNotification> last = new HashMap<>();
  private final Map<TopicPartition, Long> read = new HashMap<>();
  private final LongAdder forgotten = new LongAdder();

  /** Writes through a producer that stays open. */
  public NotificationLog(
      Topic<String, SentNotification> topic,
      Producer<String, SentNotification> producer,
      String route) {
    this.topic = topic;
    this.producer = producer;
    this.route = route;
  }

  /**
   * Reads what was written since it was last read, up to the topic's present end. Another instance
   * may have told this route in the meantime.
   */
  public void load(Consumer<String, SentNotification> consumer) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic.name()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions.stream().filter(p -> !read.containsKey(p)).toList());
    read.forEach(consumer::seek);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (partitions.stream()
        .anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
      for (ConsumerRecord<String, SentNotification> record : consumer.poll(POLL)) {
        take(record);
      }
    }
    partitions.forEach(partition -> read.put(partition, consumer.position(partition)));
  }

  private void take(ConsumerRecord<String, SentNotification> record) {
    if (!record.key().startsWith(route + "/")) {
      return;
    }
    if (record.value() == null) {
      last.remove(record.key());
    } else {
      last.put(record.key(), record.value());
    }
  }

  /** What the route was told last of the incident. */
  public Optional<SentNotification> last(String incidentId) {
    return Optional.ofNullable(last.get(key(incidentId)));
  }

  /** What the route was told last of each incident that is not over, oldest first. */
  public List<SentNotification> open() {
    return last.values().stream()
        .filter(sent -> sent.getPhase() != Phase.RESOLVED)
        .sorted(
            Comparator.comparingLong(SentNotification::getSentAtMs)
                .thenComparing(SentNotification::getIncidentId))
        .toList();
  }

  /** Remembers a delivery; returns when Kafka has it. */
  public void remember(SentNotification sent) throws InterruptedException, ExecutionException {
    String key = key(sent.getIncidentId());
    producer.send(new ProducerRecord<>(topic.name(), key, sent)).get();
    last.put(key, sent);
  }

  /** Forgets what has been over for long; returns when Kafka has that, too. */
  public void forgetOld(Instant now) throws InterruptedException, ExecutionException {
    long before = now.minus(KEPT).toEpochMilli();
    List<String> old = new ArrayList<>();
    last.forEach(
        (key, sent) -> {
          if (sent.getPhase() == Phase.RESOLVED && sent.getSentAtMs() < before) {
            old.add(key);
          }
        });
    for (String key : old) {
      producer.send(new ProducerRecord<>(topic.name(), key, null)).get();
      last.remove(key);
      forgotten.increment();
    }
  }

  /** Incidents that were forgotten since the start. */
  public long forgotten() {
    return forgotten.sum();
  }

  private String key(String incidentId) {
    return route + "/" + incidentId;
  }
}
