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
import java.util.function.Supplier;
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
 *
 * <p>In transactions a failure costs the transaction and not the shipper: whoever commits hears of
 * it. What is sent counts once it is committed. As a record that is too large breaks its
 * transaction, its size is kept, and when it comes again it is a dead letter at once.
 */
final class Outbox {

  private static final String TOO_LARGE = "larger than what the brokers refused before";

  /** A record that the brokers will never take. */
  private record Refused(
      String topic, byte[] key, byte[] head, boolean cut, String why, Segment segment) {}

  private final boolean transactional;
  private volatile Producer<byte[], byte[]> producer;
  private volatile KafkaClientMetrics metrics;
  private volatile MeterRegistry registry;
  private final Topics topics;
  private final Map<EventTopic, Topic<String, SpecificRecord>> eventTopics;
  private final Meter meter;
  private volatile Meter open;
  private volatile long tooLarge = Long.MAX_VALUE;
  private volatile boolean closed;
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
    this(producer, false, topics, meter, redactor, clock);
  }

  private Outbox(
      Producer<byte[], byte[]> producer,
      boolean transactional,
      Topics topics,
      Meter meter,
      Redactor redactor,
      InstantSource clock) {
    this.producer = producer;
    this.transactional = transactional;
    this.topics = topics;
    this.meter = meter;
    this.open = transactional ? new Meter() : meter;
    this.clock = clock;
    this.privacy = new Privacy(redactor, meter);
    this.eventTopics =
        Map.of(
            EventTopic.EDGE, topics.edgeEvents(),
            EventTopic.PROXY, topics.proxyEvents(),
            EventTopic.APP, topics.appEvents(),
            EventTopic.COMPONENT, topics.componentEvents());
  }

  /** One whose records are all in transactions; {@link #renew} gives it its first producer. */
  static Outbox transactional(Topics topics, Meter meter, Redactor redactor, InstantSource clock) {
    return new Outbox(null, true, topics, meter, redactor, clock);
  }

  /**
   * Goes on with another producer, and gives the one before up.
   *
   * @throws IllegalStateException when the outbox is closed
   */
  void renew(Supplier<Producer<byte[], byte[]>> next) {
    forgetMetrics();
    Producer<byte[], byte[]> before = producer;
    if (before != null) {
      before.close(Duration.ZERO);
    }
    if (closed) {
      throw new IllegalStateException("the shipper is closed");
    }
    producer = next.get();
    if (closed) {
      producer.close(Duration.ZERO);
    }
    if (registry != null) {
      bindTo(registry);
    }
  }

  /** The producer, for who begins and commits transactions; null before the first. */
  Producer<byte[], byte[]> producer() {
    return producer;
  }

  /** What was sent since the last call is committed, or, if not, was never sent. */
  void ended(boolean committed) {
    Meter over = open;
    open = new Meter();
    if (committed) {
      meter.add(over);
    }
  }

  /** Records that are sent and not answered. */
  long inFlight() {
    return open.inFlight();
  }

  /** Whether it was closed. */
  boolean isClosed() {
    return closed;
  }

  /** Publishes an event, and its copy under a second ID. */
  void event(ShippedEvent event, Segment segment) {
    privacy.clean(event.event());
    send(eventTopics.get(event.topic()), event.key(), event.event(), segment);
    open.events.increment();
    event
        .alias()
        .ifPresent(
            copy -> {
              send(eventTopics.get(copy.topic()), copy.key(), copy.event(), segment);
              open.aliases.increment();
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
    open.deadLetters.increment();
  }

  /** Publishes how far a source has come. */
  void report(SourceWatermark report) throws ShipException {
    check();
    Topic<String, SourceWatermark> topic = topics.watermarks();
    push(
        record(topic, report.getSource(), report),
        (metadata, e) -> failure = e == null || transactional ? failure : e);
    open.reports.increment();
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
    Meter counts = open;
    if (size(record) >= tooLarge && !topic.name().equals(topics.deadLetters().name())) {
      counts.refused.increment();
      letter(rejectionOf(refused(record, TOO_LARGE, segment)), segment);
      return;
    }
    segment.sent();
    push(record, (metadata, e) -> answered(record, segment, counts, e));
  }

  private static long size(ProducerRecord<byte[], byte[]> record) {
    return (long) record.value().length + (record.key() == null ? 0 : record.key().length);
  }

  private void push(ProducerRecord<byte[], byte[]> record, Callback callback) {
    try {
      var unused = producer.send(record, callback);
    } catch (KafkaException | IllegalStateException e) {
      if (transactional) {
        throw e;
      }
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

  private void answered(
      ProducerRecord<byte[], byte[]> record, Segment segment, Meter counts, Exception e) {
    if (e == null) {
      counts.acknowledged.increment();
      segment.answered();
    } else if (e instanceof RecordTooLargeException && transactional) {
      tooLarge = Math.min(tooLarge, size(record));
    } else if (e instanceof RecordTooLargeException) {
      counts.refused.increment();
      refused.add(refused(record, e.getMessage(), segment));
    } else if (!transactional) {
      failure = e;
    }
  }

  private static Refused refused(
      ProducerRecord<byte[], byte[]> record, String why, Segment segment) {
    byte[] value = record.value();
    int kept = Math.min(Rejection.MAX_PAYLOAD, value.length);
    byte[] head = Arrays.copyOf(value, kept);
    return new Refused(record.topic(), record.key(), head, kept < value.length, why, segment);
  }

  /**
   * Waits until everything sent is answered.
   *
   * @return false when the brokers did not answer in time
   */
  boolean flush(Duration patience) throws InterruptedException {
    if (transactional) {
      return true; // to commit is to wait for the answers
    }
    // The client's own flush waits for ever, as it tries for ever.
    Thread flushing = new Thread(producer::flush, "badhop-shipper-flush");
    flushing.setDaemon(true);
    flushing.start();
    flushing.join(patience.toMillis());
    return !flushing.isAlive();
  }

  /** What is not answered within the time will be shipped again by the next shipper. */
  void close(Duration patience) {
    closed = true;
    forgetMetrics();
    if (producer != null) {
      producer.close(patience);
    }
  }

  private void forgetMetrics() {
    KafkaClientMetrics bound = metrics;
    if (bound != null) {
      bound.close();
    }
  }

  /** Registers the producer's own metrics. */
  void bindTo(MeterRegistry meters) {
    registry = meters;
    if (producer != null) {
      metrics = new KafkaClientMetrics(producer);
      metrics.bindTo(meters);
    }
  }
}
