package io.badhop.ingest.ship;

import io.badhop.ingest.source.CheckpointFile;
import io.badhop.ingest.source.FilePosition;
import io.badhop.schemas.event.SourceState;
import io.badhop.schemas.event.SourceWatermark;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs that are written to, followed by the wall clock: a log read to its end at a time promises
 * that nothing older than that time, less the settling, is to come. Positions are saved before the
 * watermark that they stand for is said, so that what is shipped again after a crash is never late.
 */
final class Following implements Course {
  private static final Logger LOG = LoggerFactory.getLogger(Following.class);

  /** After a search nothing is searched for at least this many times as long as it took. */
  private static final int SEARCH_REST = 20;

  private final List<LiveLog> live = new CopyOnWriteArrayList<>();
  private final NewLogs newLogs;
  private final Outbox outbox;
  private final Meter meter;
  private final CheckpointFile checkpoint;
  private final Map<String, List<FilePosition>> positions;
  private final ShipperOptions options;
  private final long settle;
  private final InstantSource clock;
  private Instant discoverAt = Instant.MIN;

  /** What may be said and is not said yet. */
  private final Map<LiveLog, LiveLog.Mark> held =
      new TreeMap<>((a, b) -> a.source.compareTo(b.source));

  /** Whether the logs have begun to be spoken of. */
  private boolean begun;

  /**
   * Nothing followed yet.
   *
   * @throws IOException when the checkpoint cannot be read
   * @throws LogSetException when a server configuration that is named cannot be read
   */
  Following(
      List<FollowedLogs> logs,
      CheckpointFile checkpoint,
      Outbox outbox,
      Meter meter,
      ShipperOptions options,
      InstantSource clock)
      throws IOException, LogSetException {
    this.outbox = outbox;
    this.meter = meter;
    this.checkpoint = checkpoint;
    this.positions = new TreeMap<>(checkpoint.load());
    this.options = options;
    this.clock = clock;
    this.settle = Micros.of(options.settle());
    this.newLogs = new NewLogs(logs, Map.copyOf(positions), options, outbox, clock);
  }

  @Override
  public Duration advance(Instant now) throws ShipException {
    discover(now);
    boolean more = false;
    for (LiveLog log : live) {
      more |= ship(log, now);
    }
    outbox.check();
    return more ? Duration.ZERO : options.pollEvery();
  }

  private void discover(Instant now) throws ShipException {
    if (!now.isBefore(discoverAt)) {
      Instant began = clock.instant();
      newLogs.search(live);
      // A folder with very many files takes seconds; the logs are not to wait for that most of the
      // time.
      Duration rest = Duration.between(began, clock.instant()).multipliedBy(SEARCH_REST);
      Duration usual = options.discoverEvery();
      discoverAt = now.plus(rest.compareTo(usual) > 0 ? rest : usual);
    }
    newLogs.recognise(live);
    Map<String, List<FilePosition>> beginnings = newLogs.takeBeginnings();
    positions.putAll(beginnings);
    if (!beginnings.isEmpty()) {
      save();
    }
  }

  private boolean ship(LiveLog log, Instant now) {
    try {
      boolean more =
          log.ship(Micros.of(now), settle, event -> outbox.event(event, log.promises.open()));
      log.failing = false;
      return more;
    } catch (IOException e) {
      meter.readFailures.increment();
      if (!log.failing) {
        LOG.warn("log cannot be read, trying on: source={} error={}", log.source, e.toString());
      }
      log.failing = true;
      return false;
    }
  }

  @Override
  public void report(Instant now) throws IOException, ShipException {
    Map<LiveLog, LiveLog.Mark> due = new HashMap<>();
    for (LiveLog log : live) {
      if (!now.isBefore(log.sealAt)) {
        log.sealAt = now.plus(options.reportEvery());
        log.promises.seal(log.mark(settle));
      }
      log.promises.due().ifPresent(mark -> due.put(log, mark));
    }
    for (LiveLog.Mark mark : due.values()) {
      positions.putAll(mark.positions());
    }
    if (!due.isEmpty()) {
      save();
    }
    held.putAll(due);
    begun |= !live.isEmpty() && live.stream().allMatch(this::spokenOf);
    if (begun) {
      for (Map.Entry<LiveLog, LiveLog.Mark> log : held.entrySet()) {
        say(log.getKey(), log.getValue(), now);
      }
      held.clear();
    }
  }

  /**
   * Whether a log need not be waited for with what is said first. A short log is read to its end,
   * and acknowledged, while a long one is at its beginning: said alone, that would make late all
   * that the other one holds.
   */
  private boolean spokenOf(LiveLog log) {
    LiveLog.Mark mark = held.get(log);
    return log.failing || (mark != null && mark.watermark() != Long.MIN_VALUE);
  }

  private void save() throws ShipException {
    try {
      checkpoint.save(positions);
    } catch (IOException e) {
      throw new ShipException("Positions in the logs cannot be saved: " + e.getMessage(), e);
    }
  }

  private void say(LiveLog log, LiveLog.Mark mark, Instant now) throws ShipException {
    if (mark.watermark() == Long.MIN_VALUE) {
      return;
    }
    // What was promised stays promised, also while the log is being caught up with again.
    log.said = Math.max(log.said, mark.watermark());
    outbox.report(
        new SourceWatermark(
            log.source,
            log.site,
            log.format.tier(),
            log.said,
            mark.quality(),
            SourceState.ALIVE,
            settle,
            Micros.of(now)));
  }

  @Override
  public void last(Instant now) throws IOException, ShipException {
    for (LiveLog log : live) {
      log.sealAt = Instant.MIN;
    }
    report(now);
  }

  @Override
  public boolean ended() {
    return false;
  }

  @Override
  public Accounting accounting() {
    Accounting sum = Accounting.NONE;
    for (LiveLog log : live) {
      sum = sum.plus(log.accounting());
    }
    return sum;
  }

  @Override
  public long unordered() {
    return 0;
  }

  @Override
  public long lost() {
    return live.stream().mapToLong(LiveLog::lost).sum();
  }

  @Override
  public long unrecognised() {
    return newLogs.unrecognised();
  }

  @Override
  public void close() {
    List<AutoCloseable> all = new ArrayList<>(live);
    all.add(newLogs);
    for (AutoCloseable one : all) {
      try {
        one.close();
      } catch (Exception e) {
        LOG.warn("log was not closed well: error={}", e.toString());
      }
    }
  }
}
