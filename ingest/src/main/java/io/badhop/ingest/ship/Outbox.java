package io.badhop.ingest.ship;

import io.badhop.ingest.privacy.Redactor;
import io.badhop.schemas.event.DeadLetter;
import io.badhop.schemas.event.SourceWatermark;
import io.badhop.schemas.topic.Topic;
import io.badhop.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * Records on their way to Kafka. Sending blocks when the producer's buffer is full; that is the
 * back-pressure. A record that is too large becomes a dead letter; any other failure is final, as
 * the producer itself tries again for days.
 */
final class Outbox {

  /** A record that the brokers will never take. */
  private record Refused(
      String topic, byte[] key, byte[] head, boolean cut, String why, Segment segment) {}

  private final Producer<byte[], byte[]> producer;
  private volatile KafkaClientMetrics metrics;
  private final Topics topics;
  private final Map<EventTopic, Topic<String, SpecificRecord>> eventTopics;
  private final Meter meter;
  private final Privacy privacy;
  private final InstantSource clock;
  private final Queue<Refused> refused = new ConcurrentLinkedQueue<>();
  private volatile Exception failure;

  Outbox(
      Producer<byte[], byte[]> producer,
      Topics topics,
      Meter meter,
      Redactor redactor,
      InstantSource clock) {
    this.producer = producer;
    this.topics = topics;
    this.meter = meter;
    this.clock = clock;
    this.privacy = new Privacy(redactor, meter);
    this.eventTopics =
        Map.of(
            EventTopic.EDGE, topics.edgeEvents(),
            EventTopic.PROXY, topics.proxyEvents(),
            EventTopic.APP, topics.appEvents(),
            EventTopic.COMPONENT, topics.componentEvents());
  }

  /** Publishes an event, and its copy under a second ID. */
  void event(ShippedEvent event, Segment segment) {
    privacy.clean(event.event());
    send(eventTopics.get(event.topic()), event.key(), event.event(), segment);
    meter.events.increment();
    event
        .alias()
        .ifPresent(
            copy -> {
              send(eventTopics.get(copy.topic()), copy.key(), copy.event(), segment);
              meter.aliases.increment();
            });
  }

  /** Publishes a line that was not taken in. */
  void rejection(Rejection line, Segment segment) {
    letter(privacy.clean(line), segment);
  }

  private void letter(Rejection line, Segment segment) {
    DeadLetter letter =
        new DeadLetter(
            line.source(),
            line.offset(),
            Micros.of(clock.instant()),
            line.reason(),
            line.detail(),
            line.format(),
            ByteBuffer.wrap(line.payload()),
            line.truncated());
    send(topics.deadLetters(), line.source(), letter, segment);
    meter.deadLetters.increment();
  }

  /** Publishes how far a source has come. */
  void report(SourceWatermark report) throws ShipException {
    check();
    Topic<String, SourceWatermark> topic = topics.watermarks();
    push(
        record(topic, report.getSource(), report),
        (metadata, e) -> failure = e == null ? failure : e);
    meter.reports.increment();
  }

  /**
   * Deals with what was refused since the last call.
   *
   * @throws ShipException when the brokers do not take records any more
   */
  void check() throws ShipException {
    Refused record;
    while ((record = refused.poll()) != null) {
      // The letter takes the record's place in the segment before the record leaves it.
      letter(rejectionOf(record), record.segment());
      record.segment().answered();
    }
    Exception e = failure;
    if (e != null) {
      throw new ShipException("Kafka does not take records: " + e.getMessage(), e);
    }
  }

  private static Rejection rejectionOf(Refused record) {
    String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    String detail = "record for " + record.topic() + " with key " + key + ": " + record.why();
    return new Rejection(
        record.topic(), "", "", -1, "record-too-large", detail, record.head(), record.cut());
  }

  private <V> void send(Topic<String, V> topic, String key, V value, Segment segment) {
    ProducerRecord<byte[], byte[]> record = record(topic, key, value);
    segment.sent();
    push(record, (metadata, e) -> answered(record, segment, e));
  }

  private void push(ProducerRecord<byte[], byte[]> record, Callback callback) {
    try {
      var unused = producer.send(record, callback);
    } catch (KafkaException | IllegalStateException e) {
      // Closed under way, or broken before: told at the next check, as all failures are.
      failure = e;
    }
  }

  private static <V> ProducerRecord<byte[], byte[]> record(
      Topic<String, V> topic, String key, V value) {
    byte[] keyBytes = topic.keys().serializer().serialize(topic.name(), key);
    byte[] valueBytes = topic.values().serializer().serialize(topic.name(), value);
    return new ProducerRecord<>(topic.name(), keyBytes, valueBytes);
  }

  private void answered(ProducerRecord<byte[], byte[]> record, Segment segment, Exception e) {
    if (e == null) {
      meter.acknowledged.increment();
      segment.answered();
    } else if (e instanceof RecordTooLargeException) {
      meter.refused.increment();
      byte[] value = record.value();
      int kept = Math.min(Rejection.MAX_PAYLOAD, value.length);
      refused.add(
          new Refused(
              record.topic(),
              record.key(),
              Arrays.copyOf(value, kept),
              kept < value.length,
              e.getMessage(),
              segment));
    } else {
      failure = e;
    }
  }

  /**
   * Waits until everything sent is answered.
   *
   * @return false when the brokers did not answer in time
   */
  boolean flush(Duration patience) throws InterruptedException {
    // The client's own flush waits for ever, as it tries for ever.
    Thread flushing = new Thread(producer::flush, "badhop-shipper-flush");
    flushing.setDaemon(true);
    flushing.start();
    flushing.join(patience.toMillis());
    return !flushing.isAlive();
  }

  /** What is not answered within the time will be shipped again by the next shipper. */
  void close(Duration patience) {
    KafkaClientMetrics bound = metrics;
    if (bound != null) {
      bound.close();
    }
    producer.close(patience);
  }

  /** Registers the producer's own metrics. */
  void bindTo(MeterRegistry registry) {
    metrics = new KafkaClientMetrics(producer);
    metrics.bindTo(registry);
  }
}
