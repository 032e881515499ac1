package io.badhop.ingest.ship;

import io.badhop.ingest.source.Batch;
import io.badhop.ingest.source.Inbox;
import io.badhop.schemas.event.SourceState;
import io.badhop.schemas.event.SourceWatermark;
import io.badhop.schemas.event.WatermarkQuality;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs that are sent to badhop. A batch is safe, and its sender told so, when Kafka has all of it.
 * The watermark is an estimate: nothing comes later than the log's delivery delay, counted from
 * now, or from when the oldest batch arrived that is not safe yet or was refused.
 */
final class Receiving implements Course {
  private static final Logger LOG = LoggerFactory.getLogger(Receiving.class);

  /** Batches shipped in one turn. */
  private static final int TURN = 64;

  private record UnderWay(Batch batch, Segment segment) {}

  private final Map<String, PushedLog> logs = new TreeMap<>();
  private final Inbox inbox;
  private final List<AutoCloseable> receivers;
  private final BooleanSupplier over;
  private final Outbox outbox;
  private final ShipperOptions options;
  private final Deque<UnderWay> underWay = new ArrayDeque<>();
  private final Map<String, Long> said = new ConcurrentHashMap<>();
  private Instant reportAt = Instant.MIN;

  Receiving(
      List<ReceivedLog> logs,
      Inbox inbox,
      List<AutoCloseable> receivers,
      BooleanSupplier over,
      Outbox outbox,
      ShipperOptions options,
      InstantSource clock)
      throws LogSetException {
    this.inbox = inbox;
    this.receivers = List.copyOf(receivers);
    this.over = over;
    this.outbox = outbox;
    this.options = options;
    for (ReceivedLog log : logs) {
      long ahead = Micros.of(options.maxAhead());
      this.logs.put(log.name(), new PushedLog(log, () -> Micros.of(clock.instant()) + ahead));
    }
  }

  @Override
  public Duration advance(Instant now) throws IOException, ShipException {
    Batch batch = null;
    for (int i = 0; i < TURN && (batch = inbox.poll()) != null; i++) {
      Segment segment = new Segment();
      // Noted before it is sent: an event must never be under way unseen.
      underWay.add(new UnderWay(batch, segment));
      ship(batch, segment);
    }
    outbox.check();
    settle();
    return batch == null ? options.pollEvery() : Duration.ZERO;
  }

  private void ship(Batch batch, Segment segment) throws IOException, ShipException {
    PushedLog log = logs.get(batch.log());
    try {
      log.read(
          batch::lines,
          event -> outbox.event(event, segment),
          rejection -> outbox.rejection(rejection, segment));
    } catch (LogSetException e) {
      throw new ShipException(e.getMessage(), e);
    }
  }

  /** Tells the senders of what Kafka has. */
  private void settle() {
    for (Iterator<UnderWay> each = underWay.iterator(); each.hasNext(); ) {
      UnderWay one = each.next();
      if (one.segment().clear()) {
        one.batch().safe();
        each.remove();
      }
    }
  }

  @Override
  public void report(Instant now) throws ShipException {
    settle();
    if (now.isBefore(reportAt)) {
      return;
    }
    reportAt = now.plus(options.reportEvery());
    for (PushedLog log : logs.values()) {
      if (log.tier().isPresent()) {
        say(log, now);
      }
    }
  }

  private void say(PushedLog log, Instant now) throws ShipException {
    Instant from = outstanding(log.name(), now).filter(at -> at.isBefore(now)).orElse(now);
    long watermark = Micros.of(from.minus(log.delay()));
    // What was said stays said, also when a sender comes late.
    long least = said.merge(log.name(), watermark, Math::max);
    outbox.report(
        new SourceWatermark(
            log.source(),
            log.site(),
            log.tier().orElseThrow(),
            least,
            WatermarkQuality.ESTIMATE,
            SourceState.ALIVE,
            Micros.of(log.delay()),
            Micros.of(now)));
  }

  private Optional<Instant> outstanding(String log, Instant now) {
    Optional<Instant> sent =
        underWay.stream()
            .map(UnderWay::batch)
            .filter(batch -> batch.log().equals(log))
            .map(Batch::arrived)
            .min(Instant::compareTo);
    Optional<Instant> waiting = inbox.outstanding(log, now);
    return sent.isPresent() && waiting.isPresent() && sent.get().isAfter(waiting.get())
        ? waiting
        : sent.or(() -> waiting);
  }

  @Override
  public void last(Instant now) throws IOException, ShipException {
    settle();
    reportAt = Instant.MIN;
    report(now);
  }

  @Override
  public boolean ended() {
    // In this order: what is over puts nothing more into the inbox.
    return over.getAsBoolean() && inbox.isEmpty() && underWay.isEmpty();
  }

  @Override
  public Accounting accounting() {
    return logs.values().stream()
        .map(PushedLog::accounting)
        .reduce(Accounting.NONE, Accounting::plus);
  }

  @Override
  public long unordered() {
    return 0;
  }

  @Override
  public long lost() {
    return inbox.lost();
  }

  @Override
  public long limited() {
    return inbox.limited();
  }

  @Override
  public long unrecognised() {
    return logs.values().stream().filter(PushedLog::unrecognised).count();
  }

  @Override
  public void close() {
    inbox.close();
    underWay.forEach(one -> one.batch().refused());
    for (AutoCloseable receiver : receivers) {
      try {
        receiver.close();
      } catch (Exception e) {
        LOG.warn("receiver was not closed well: error={}", e.toString());
      }
    }
  }
}
