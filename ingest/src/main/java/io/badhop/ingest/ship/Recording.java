package io.badhop.ingest.ship;

import io.badhop.schemas.event.SourceState;
import io.badhop.schemas.event.SourceWatermark;
import io.badhop.schemas.event.WatermarkQuality;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Logs that have an end, shipped on one clock of event time: in steps, and in each step all logs,
 * so that no tier runs ahead of another by more than a step. The watermarks of all sources advance
 * together, to the end of the last step that is acknowledged.
 */
final class Recording implements Course {
  /** Steps done at once when nothing holds them back. */
  private static final int STEPS_AT_ONCE = 40;

  /** Logs up to which each is read by a thread of its own; more logs share the shipper's. */
  private static final int MAX_THREADS = 8;

  /** Silence in a recording is waited for no longer than this. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private static final class Lane {
    final EventReader reader;
    ShippedEvent head;
    SourceState said = SourceState.ALIVE;

    Lane(EventReader reader) {
      this.reader = reader;
    }
  }

  /** How far event time has come, and which lanes had come to their end by then. */
  private record Mark(long reached, List<Lane> ended) {}

  private final List<Lane> lanes = new ArrayList<>();
  private final Promises<Mark> promises = new Promises<>();
  private final Outbox outbox;
  private final ShipperOptions options;
  private final double speed;
  private final long step;
  private final long unrecognised;
  private boolean begun;
  private boolean allSealed;
  private long reached;
  private long sealed = Long.MIN_VALUE;
  private long pacedFrom;
  private Instant pacedAt = Instant.EPOCH;
  private Instant sealAt = Instant.MIN;

  /**
   * A recording that has not begun.
   *
   * @param speed event time over wall time; 0 for as fast as can be
   * @throws IOException when a log cannot be opened
   */
  Recording(LogSet logs, double speed, Outbox outbox, ShipperOptions options) throws IOException {
    this.outbox = outbox;
    this.options = options;
    this.speed = speed;
    this.step = Micros.of(options.step());
    this.unrecognised = logs.unrecognised().size();
    try {
      for (LogFile file : logs.files()) {
        Rejection.Listener deadLetters = line -> outbox.rejection(line, promises.open());
        lanes.add(new Lane(reader(logs, file, deadLetters)));
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private static EventReader reader(LogSet logs, LogFile file, Rejection.Listener deadLetters)
      throws IOException {
    return logs.files().size() <= MAX_THREADS
        ? new ReadAhead(listener -> logs.reader(file, listener), deadLetters)
        : logs.reader(file, deadLetters);
  }

  @Override
  public Duration advance(Instant now) throws IOException {
    if (!begun) {
      begin(now);
      return Duration.ZERO;
    }
    for (int steps = 0; steps < STEPS_AT_ONCE; steps++) {
      long least = leastHead();
      if (least == Long.MAX_VALUE) {
        return options.pollEvery();
      }
      long next = Math.max(reached, Math.floorDiv(least, step) * step);
      shorten(next, now);
      long to = (speed > 0 ? reached : next) + step;
      Duration wait = wait(to, now);
      if (!wait.isZero()) {
        return wait;
      }
      ship(to);
    }
    return Duration.ZERO;
  }

  private void begin(Instant now) throws IOException {
    for (Lane lane : lanes) {
      lane.head = lane.reader.next();
    }
    long least = leastHead();
    reached = least == Long.MAX_VALUE ? 0 : Math.floorDiv(least, step) * step;
    pacedFrom = reached;
    pacedAt = now;
    begun = true;
    // All sources are members before the first event counts.
    promises.seal(new Mark(reached, List.of()));
  }

  /** Passes over the beginning of a silence that would take too long. */
  private void shorten(long next, Instant now) {
    long longest = (long) (Micros.of(LONGEST_WAIT) * speed);
    if (speed > 0 && next - reached > longest) {
      reached = next - longest;
      pacedFrom = reached;
      pacedAt = now;
    }
  }

  /** How long the step that ends at an event time must still wait. */
  private Duration wait(long to, Instant now) {
    if (speed <= 0) {
      return Duration.ZERO;
    }
    long dueNanos = (long) ((to - pacedFrom) * 1000 / speed);
    Duration wait = Duration.between(now, pacedAt.plusNanos(dueNanos));
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  private void ship(long to) throws IOException {
    for (Lane lane : lanes) {
      while (lane.head != null && lane.head.time() < to) {
        outbox.event(lane.head, promises.open());
        lane.head = lane.reader.next();
      }
    }
    reached = to;
  }

  private long leastHead() {
    long least = Long.MAX_VALUE;
    for (Lane lane : lanes) {
      least = lane.head == null ? least : Math.min(least, lane.head.time());
    }
    return least;
  }

  @Override
  public void report(Instant now) throws ShipException {
    boolean over = begun && leastHead() == Long.MAX_VALUE;
    boolean time = reached > sealed && !now.isBefore(sealAt);
    if (begun && !allSealed && (over || time)) {
      seal(now);
      allSealed = over;
    }
    Mark mark = promises.due().orElse(null);
    if (mark != null) {
      say(mark, now);
    }
  }

  private void seal(Instant now) {
    List<Lane> ended = lanes.stream().filter(lane -> lane.head == null).toList();
    promises.seal(new Mark(reached, ended));
    sealed = reached;
    sealAt = now.plus(options.reportEvery());
  }

  private void say(Mark mark, Instant now) throws ShipException {
    for (Lane lane : lanes) {
      SourceState state = mark.ended().contains(lane) ? SourceState.ENDED : SourceState.ALIVE;
      if (lane.said == SourceState.ALIVE) {
        outbox.report(
            new SourceWatermark(
                lane.reader.source(),
                lane.reader.site(),
                lane.reader.tier(),
                mark.reached(),
                WatermarkQuality.PROMISE,
                state,
                0L,
                Micros.of(now)));
        lane.said = state;
      }
    }
  }

  @Override
  public void last(Instant now) throws ShipException {
    sealAt = Instant.MIN;
    report(now);
  }

  @Override
  public boolean ended() {
    return allSealed && promises.isEmpty();
  }

  @Override
  public Accounting accounting() {
    Accounting sum = Accounting.NONE;
    for (Lane lane : lanes) {
      sum = sum.plus(lane.reader.accounting());
    }
    return sum;
  }

  @Override
  public long unordered() {
    return lanes.stream().mapToLong(lane -> lane.reader.unordered()).sum();
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
  public void close() throws IOException {
    for (Lane lane : lanes) {
      lane.reader.close();
    }
  }
}
