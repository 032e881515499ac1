package io.badhop.alerting.remember;

import io.badhop.schemas.event.SentNotification;
import io.badhop.schemas.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The last notification of each route and incident. Written after the delivery: a crash between the
 * two sends once more under the same deduplication key, and never not at all.
 */
public final class NotificationLog {

  private static final Duration POLL = Duration.ofMillis(100);

  private final Topic<String, SentNotification> topic;
  private final Producer<String, SentNotification> producer;
  private final Map<String, SentNotification> last = new HashMap<>();

  /** Writes through a producer that stays open. */
  public NotificationLog(
      Topic<String, SentNotification> topic, Producer<String, SentNotification> producer) {
    this.topic = topic;
    this.producer = producer;
  }

  /** Reads the topic to its present end. */
  public void load(Consumer<String, SentNotification> consumer) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic.name()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (partitions.stream()
        .anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
      for (ConsumerRecord<String, SentNotification> record : consumer.poll(POLL)) {
        if (record.value() == null) {
          last.remove(record.key());
        } else {
          last.put(record.key(), record.value());
        }
      }
    }
  }

  /** What the route was told last of the incident. */
  public Optional<SentNotification> last(String route, String incidentId) {
    return Optional.ofNullable(last.get(key(route, incidentId)));
  }

  /** Remembers a delivery; returns when Kafka has it. */
  public void remember(SentNotification sent) throws InterruptedException, ExecutionException {
    String key = key(sent.getRoute(), sent.getIncidentId());
    producer.send(new ProducerRecord<>(topic.name(), key, sent)).get();
    last.put(key, sent);
  }

  private static String key(String route, String incidentId) {
    return route + "/" + incidentId;
  }
}
