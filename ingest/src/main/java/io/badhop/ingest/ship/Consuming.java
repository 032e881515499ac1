package io.badhop.ingest.ship;

import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.schemas.event.SourceWatermark;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raw lines on topics of Kafka. Records are read and shipped in units of a fraction of a second;
 * see {@link Handover} for how a unit is committed. Whatever goes wrong with a unit (a rebalance, a
 * time-out, brokers that are away), it is given up whole and begun again from the committed
 * offsets. While much is unanswered nothing more is read.
 */
final class Consuming implements Course, ConsumerRebalanceListener {
  private static final Logger LOG = LoggerFactory.getLogger(Consuming.class);

  /** How long records are waited for; closing waits for it. */
  private static final Duration WAIT = Duration.ofMillis(50);

  private static final Duration BACK_OFF = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Duration REBALANCE = Duration.ofSeconds(5);
  private static final Duration CLOSE = Duration.ofSeconds(10);

  /** A unit takes no longer when all is well. */
  private static final Duration LONG = Duration.ofSeconds(5);

  /** Records that may be sent and not answered before reading pauses. */
  private static final long MAX_IN_FLIGHT = 20_000;

  /** Bytes of raw values that end a unit before its time. */
  private static final long MAX_UNIT = 16 << 20;

  private final KafkaLog log;
  private final Consumer<byte[], byte[]> consumer;
  private final AutoCloseable held;
  private final Handover handover;
  private final Outbox outbox;
  private final ShipperOptions options;
  private final InstantSource clock;
  private final ServerConfigs configs;
  private final LongSupplier latest;
  private final Map<TopicPartition, RawPartition> partitions = new HashMap<>();
  private final Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();

  /** Where reading began since the last commit, for partitions that have no committed offset. */
  private final Map<TopicPartition, Long> began = new HashMap<>();

  private Accounting before = Accounting.NONE;
  private volatile Accounting accounting = Accounting.NONE;
  private volatile long unrecognised;
  private final LongAdder forgotten = new LongAdder();
  private volatile Instant workingSince;
  private Instant openSince;
  private long openBytes;
  private Instant reportAt = Instant.MIN;
  private Instant quietUntil = Instant.MIN;
  private boolean broken;
  private boolean closed;

  Consuming(
      KafkaLog log, RawClient client, Outbox outbox, ShipperOptions options, InstantSource clock)
      throws LogSetException {
    this.log = log;
    this.consumer = client.consumer();
    this.held = client.held();
    this.outbox = outbox;
    this.options = options;
    this.clock = clock;
    this.configs = ConfigFiles.named(log.options()).configs();
    long ahead = Micros.of(options.maxAhead());
    this.latest = () -> Micros.of(clock.instant()) + ahead;
    this.handover =
        client.sameCluster()
            ? new Transactions(outbox, consumer, client.producers())
            : new Acknowledgements(outbox, consumer);
    if (!client.sameCluster()) {
      LOG.warn(
          "raw lines are on another cluster than the events, which no transaction spans: events are shipped at least once: log={}",
          log.name());
    }
    if (log.pattern() == null) {
      consumer.subscribe(log.topics(), this);
    } else {
      consumer.subscribe(log.pattern(), this);
    }
  }

  @Override
  public Duration advance(Instant now) throws IOException, ShipException {
    if (now.isBefore(quietUntil)) {
      return Duration.between(now, quietUntil);
    }
    try {
      if (broken) {
        beginAgain();
      }
      return turn(now);
    } catch (AuthenticationException | AuthorizationException e) {
      throw new ShipException("Kafka refuses log " + log.name() + ": " + e.getMessage(), e);
    } catch (LogSetException e) {
      throw new ShipException(e.getMessage(), e);
    } catch (KafkaException | IllegalStateException e) {
      if (outbox.isClosed()) {
        throw e;
      }
      LOG.warn(
          "begins again from the committed offsets: log={} error={}", log.name(), e.toString());
      broken = true;
      workingSince = workingSince == null ? now : workingSince;
      quietUntil = now.plus(BACK_OFF);
      return BACK_OFF;
    }
  }

  private Duration turn(Instant now) throws IOException, ShipException, LogSetException {
    handover.settle();
    boolean full = outbox.inFlight() > MAX_IN_FLIGHT;
    if (full) {
      consumer.pause(consumer.assignment());
    } else {
      consumer.resume(consumer.paused());
    }
    ConsumerRecords<byte[], byte[]> records =
        consumer.poll(full || openSince != null ? Duration.ZERO : WAIT);
    if (broken) {
      // The records may be of partitions whose place was lost while they were polled for.
      return Duration.ZERO;
    }
    for (TopicPartition partition : records.partitions()) {
      ship(partition, records.records(partition), now);
    }
    note(records, now);
    if (openBytes >= MAX_UNIT || !now.isBefore(reportAt)) {
      end(now);
    }
    return full || records.isEmpty() ? LOOK : Duration.ZERO;
  }

  private void ship(
      TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records, Instant now)
      throws IOException, LogSetException {
    begin(now);
    ConsumerRecord<byte[], byte[]> last = records.get(records.size() - 1);
    began.putIfAbsent(partition, records.get(0).offset());
    records.forEach(record -> openBytes += Math.max(0, record.serializedValueSize()));
    Segment segment = handover.segment();
    partitions
        .computeIfAbsent(partition, this::fresh)
        .read(
            records,
            event -> outbox.event(event, segment),
            rejection -> outbox.rejection(rejection, segment));
    next.put(partition, new OffsetAndMetadata(last.offset() + 1, last.leaderEpoch(), ""));
  }

  private void begin(Instant now) {
    if (openSince == null) {
      handover.begin();
      openSince = now;
      workingSince = now;
    }
  }

  private RawPartition fresh(TopicPartition partition) {
    return new RawPartition(log, partition, configs, latest, forgotten);
  }

  /** How far each partition has come: to its end, or to the time of its last record. */
  private void note(ConsumerRecords<byte[], byte[]> records, Instant now) {
    partitions.forEach(
        (partition, source) -> {
          List<ConsumerRecord<byte[], byte[]>> read = records.records(partition);
          if (consumer.currentLag(partition).orElse(1) == 0) {
            source.reached(now);
          } else if (!read.isEmpty() && read.get(read.size() - 1).timestamp() >= 0) {
            Instant written = Instant.ofEpochMilli(read.get(read.size() - 1).timestamp());
            source.reached(written.isBefore(now) ? written : now);
          }
        });
  }

  private void end(Instant now) throws ShipException {
    List<SourceWatermark> reports = new ArrayList<>();
    partitions.values().forEach(source -> reports.addAll(source.reports(now)));
    reportAt = now.plus(options.reportEvery());
    if (openSince == null && reports.isEmpty()) {
      return;
    }
    begin(now);
    handover.end(new Handover.Mark(Map.copyOf(next), reports));
    openSince = null;
    workingSince = null;
    openBytes = 0;
    next.clear();
    began.clear();
    partitions.values().forEach(RawPartition::commit);
    count();
  }

  private void count() {
    accounting =
        partitions.values().stream().map(RawPartition::committed).reduce(before, Accounting::plus);
    unrecognised = partitions.values().stream().mapToLong(RawPartition::unrecognised).sum();
  }

  /** Parsers begin anew as well: what they know of half-read records is not so any more. */
  private void beginAgain() {
    openSince = null;
    openBytes = 0;
    next.clear();
    handover.abort();
    Set<TopicPartition> assigned = consumer.assignment();
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(assigned);
    for (TopicPartition partition : assigned) {
      OffsetAndMetadata at = committed.get(partition);
      if (at != null) {
        consumer.seek(partition, at);
      } else if (began.containsKey(partition)) {
        consumer.seek(partition, began.get(partition));
      }
    }
    forget(List.copyOf(partitions.keySet()));
    assigned.forEach(partition -> partitions.put(partition, fresh(partition)));
    began.clear();
    broken = false;
  }

  private void forget(Collection<TopicPartition> these) {
    for (TopicPartition partition : these) {
      RawPartition source = partitions.remove(partition);
      if (source != null) {
        before = before.plus(source.committed());
      }
    }
    count();
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
    assigned.forEach(partition -> partitions.computeIfAbsent(partition, this::fresh));
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
    if (!closed && !broken) {
      try {
        end(clock.instant());
        // What is acknowledged later could not be committed by us any more.
        if (!handover.settled() && outbox.flush(REBALANCE)) {
          handover.settle();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (KafkaException | IllegalStateException | ShipException e) {
        LOG.info("not committed before a rebalance: log={} error={}", log.name(), e.toString());
        broken = true;
      }
    }
    forget(revoked);
    began.keySet().removeAll(revoked);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> lost) {
    broken = broken || openSince != null;
    forget(lost);
    began.keySet().removeAll(lost);
  }

  @Override
  public void report(Instant now) {
    // Said in the turn, with what it speaks of.
  }

  @Override
  public void last(Instant now) throws ShipException {
    if (!broken) {
      end(now);
      handover.settle();
    }
  }

  @Override
  public boolean ended() {
    return false;
  }

  @Override
  public boolean waiting() {
    Instant since = workingSince;
    return since != null && clock.instant().isAfter(since.plus(LONG));
  }

  @Override
  public Accounting accounting() {
    return accounting;
  }

  @Override
  public long unordered() {
    return 0;
  }

  @Override
  public long lost() {
    return 0;
  }

  @Override
  public long unrecognised() {
    return unrecognised;
  }

  @Override
  public long forgotten() {
    return forgotten.sum();
  }

  @Override
  public void close() {
    closed = true;
    consumer.close(CloseOptions.timeout(CLOSE));
    try {
      held.close();
    } catch (Exception e) {
      LOG.warn("not closed well: log={} error={}", log.name(), e.toString());
    }
  }
}
