package io.badhop.ingest.ship;

import io.badhop.ingest.source.CheckpointFile;
import io.badhop.ingest.source.Inbox;
import io.badhop.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the events of logs, and how far each log has come.
 *
 * <p>A recording has an end and runs on its own clock of event time. Followed logs run on the wall
 * clock and go on until the shipper is closed; a new shipper goes on from the checkpoint. In both,
 * a watermark is said only after the events before it are acknowledged, and sending does not stop
 * for that. What is shipped twice has the same identity and is recognised downstream.
 *
 * <p>One thread calls {@link #run}, or {@link #step} again and again. {@link #counters} and {@link
 * #close} may be called from any.
 */
public final class Shipper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Shipper.class);

  /** How long closing waits for what is under way. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Answers of the brokers are looked for at least this often. */
  private static final Duration LOOK = Duration.ofMillis(20);

  private final Course course;
  private final Outbox outbox;
  private final Meter meter;
  private final InstantSource clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ReentrantLock lock = new ReentrantLock();
  private boolean closed;

  private Shipper(Course course, Outbox outbox, Meter meter, InstantSource clock) {
    this.course = course;
    this.outbox = outbox;
    this.meter = meter;
    this.clock = clock;
  }

  /**
   * Ships logs that have an end.
   *
   * @param producer made with {@link #producerSettings}; the shipper closes it
   * @param speed event time over wall time: 1 as it happened, 10 ten times as fast, 0 as fast as
   *     can be; the logs advance together in every case
   * @throws IOException when a log cannot be opened
   * @throws IllegalArgumentException when the speed is negative or not a number
   */
  public static Shipper recording(
      Producer<byte[], byte[]> producer,
      Topics topics,
      LogSet logs,
      double speed,
      ShipperOptions options,
      InstantSource clock)
      throws IOException {
    if (!(speed >= 0) || Double.isInfinite(speed)) {
      throw new IllegalArgumentException("speed must be 0 or more, and is " + speed);
    }
    Meter meter = new Meter();
    Outbox outbox = new Outbox(producer, topics, meter, options.redactor(), clock);
    return new Shipper(new Recording(logs, speed, outbox, options), outbox, meter, clock);
  }

  /**
   * Ships logs that are written to.
   *
   * @param producer made with {@link #producerSettings}; the shipper closes it
   * @param checkpoint keeps the positions; of this shipper alone
   * @throws IOException when the checkpoint cannot be read
   * @throws LogSetException when a server configuration that is named cannot be read
   */
  public static Shipper following(
      Producer<byte[], byte[]> producer,
      Topics topics,
      List<FollowedLogs> logs,
      CheckpointFile checkpoint,
      ShipperOptions options,
      InstantSource clock)
      throws IOException, LogSetException {
    Meter meter = new Meter();
    Outbox outbox = new Outbox(producer, topics, meter, options.redactor(), clock);
    Following course = new Following(logs, checkpoint, outbox, meter, options, clock);
    return new Shipper(course, outbox, meter, clock);
  }

  /**
   * Ships logs that are sent to badhop.
   *
   * @param producer made with {@link #producerSettings}; the shipper closes it
   * @param inbox where the batches of these logs come
   * @param receivers what fills the inbox; closed with the shipper
   * @throws LogSetException when a server configuration that is named cannot be read
   */
  public static Shipper receiving(
      Producer<byte[], byte[]> producer,
      Topics topics,
      List<ReceivedLog> logs,
      Inbox inbox,
      List<AutoCloseable> receivers,
      ShipperOptions options,
      InstantSource clock)
      throws LogSetException {
    return receiving(producer, topics, logs, inbox, receivers, () -> false, options, clock);
  }

  /**
   * Ships logs that are sent to badhop, until nothing more will come.
   *
   * @param over true when nothing will come any more; other parameters as above
   * @throws LogSetException when a server configuration that is named cannot be read
   */
  public static Shipper receiving(
      Producer<byte[], byte[]> producer,
      Topics topics,
      List<ReceivedLog> logs,
      Inbox inbox,
      List<AutoCloseable> receivers,
      BooleanSupplier over,
      ShipperOptions options,
      InstantSource clock)
      throws LogSetException {
    Meter meter = new Meter();
    Outbox outbox = new Outbox(producer, topics, meter, options.redactor(), clock);
    Receiving course = new Receiving(logs, inbox, receivers, over, outbox, options, clock);
    return new Shipper(course, outbox, meter, clock);
  }

  /**
   * Ships the raw lines on topics of Kafka.
   *
   * @param client reads the topics and makes producers; the shipper closes it
   * @throws LogSetException when a server configuration that is named cannot be read
   */
  public static Shipper consuming(
      KafkaLog log, RawClient client, Topics topics, ShipperOptions options, InstantSource clock)
      throws LogSetException {
    Meter meter = new Meter();
    Outbox outbox =
        client.sameCluster()
            ? Outbox.transactional(topics, meter, options.redactor(), clock)
            : new Outbox(client.producers().get(), topics, meter, options.redactor(), clock);
    Consuming course = new Consuming(log, client, outbox, options, clock);
    return new Shipper(course, outbox, meter, clock);
  }

  /**
   * Settings for the producer: idempotent, all replicas, and tries that end only when an operator
   * ends them.
   *
   * @param own the user's settings, which may change any but what the guarantees rest on
   */
  public static Map<String, Object> producerSettings(Map<String, Object> own) {
    Map<String, Object> settings = new TreeMap<>();
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L << 20);
    settings.putAll(own);
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.MAX_VALUE);
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    return settings;
  }

  /**
   * Does what is due now.
   *
   * @return how long nothing will be due but looking for answers
   * @throws IOException when a recording cannot be read any further
   * @throws ShipException when the brokers, or the place of the checkpoint, refuse for good
   */
  public Duration step() throws IOException, ShipException {
    lock.lock();
    try {
      if (closed) {
        return PATIENCE;
      }
      Instant now = clock.instant();
      Duration wait = course.advance(now);
      outbox.check();
      course.report(now);
      return wait;
    } catch (KafkaException e) {
      throw new ShipException("Kafka does not take records: " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }

  /** Whether something is under way that the counters do not show yet. */
  public boolean waiting() {
    return course.waiting();
  }

  /** Whether a recording is shipped to its end, and all of it acknowledged. */
  public boolean ended() {
    lock.lock();
    try {
      return course.ended();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ships until the end of a recording, or until closed.
   *
   * @throws IOException when a recording cannot be read any further
   * @throws ShipException when the brokers, or the place of the checkpoint, refuse for good
   * @throws InterruptedException when the thread is interrupted
   */
  public void run() throws IOException, ShipException, InterruptedException {
    try {
      while (!ended()) {
        Duration wait = step();
        Duration nap = wait.compareTo(LOOK) < 0 ? wait : LOOK;
        if (closing.await(nap.toNanos(), TimeUnit.NANOSECONDS)) {
          return;
        }
      }
    } catch (ShipException | IllegalStateException e) {
      // What is closed while it hangs breaks off.
      if (closing.getCount() > 0) {
        throw e;
      }
    }
  }

  /**
   * Registers the shipper's meters, and those of its producer.
   *
   * @param name tells it from other shippers of this process
   * @return to be called before each scrape
   */
  public Runnable bindTo(MeterRegistry registry, String name) {
    outbox.bindTo(registry);
    return new ShippingMeters(registry, name, this::counters);
  }

  /** What was done so far. */
  public ShipperCounters counters() {
    return meter.snapshot(course);
  }

  /**
   * Ends shipping: what was sent is acknowledged and said, then everything is closed. When the
   * brokers do not answer within half a minute it is closed all the same; the next shipper ships
   * again what they did not take.
   */
  @Override
  public void close() {
    closing.countDown();
    try {
      if (lock.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        closeOnce();
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // Sending hangs, as the brokers take nothing and the buffer is full: this ends it.
    outbox.close(Duration.ZERO);
    lock.lock();
    closeOnce();
  }

  /** To be called with the lock, which it gives back. */
  private void closeOnce() {
    try {
      if (!closed) {
        closed = true;
        closeAll();
      }
    } catch (IOException e) {
      LOG.warn("logs were not closed well: error={}", e.toString());
    } finally {
      lock.unlock();
    }
  }

  private void closeAll() throws IOException {
    try {
      sayLast();
      outbox.close(PATIENCE);
    } finally {
      course.close();
    }
  }

  private void sayLast() {
    try {
      if (outbox.flush(PATIENCE)) {
        outbox.check();
        course.last(clock.instant());
        outbox.flush(PATIENCE);
      }
    } catch (IOException | ShipException | KafkaException | IllegalStateException e) {
      // IllegalStateException: the producer was closed because it hung.
      LOG.warn(
          "last positions not said, the next run ships some records again: error={}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
