package io.badhop.benchmarks.latency;

import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads escalations as alerting does: committed ones only, as they come. */
final class EscalationListener implements AutoCloseable {

  /**
   * The beginning of an incident.
   *
   * @param appendedMs when the broker had it
   * @param readMs when it came out of the consumer
   */
  record Opening(Escalation escalation, long appendedMs, long readMs) {}

  private final Topic<String, Escalation> topic;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<Opening> openings = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::listen, "escalations");
  private volatile boolean closing;

  EscalationListener(String bootstrapServers, Topic<String, Escalation> topic) {
    this.topic = topic;
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", bootstrapServers,
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest",
                "enable.auto.commit", "false"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(List.of(new TopicPartition(topic.name(), 0)));
    consumer.seekToBeginning(consumer.assignment());
    thread.start();
  }

  private void listen() {
    while (!closing) {
      consumer
          .poll(Duration.ofMillis(100))
          .forEach(
              record -> {
                long now = System.currentTimeMillis();
                Escalation escalation =
                    topic.values().deserializer().deserialize(topic.name(), record.value());
                if (escalation.getPhase() == Phase.OPENED) {
                  openings.add(new Opening(escalation, record.timestamp(), now));
                }
              });
    }
    consumer.close();
  }

  /** What came; waits until it is so many. */
  List<Opening> await(int number, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (openings.size() < number && System.nanoTime() < deadline) {
      LockSupport.parkNanos(10_000_000);
    }
    return List.copyOf(openings);
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
