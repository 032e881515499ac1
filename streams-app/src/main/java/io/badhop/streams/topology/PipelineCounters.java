package io.badhop.streams.topology;

import io.badhop.schemas.event.Tick;
import io.badhop.streams.detect.ClockSkew;
import io.badhop.streams.detect.Stage2;
import io.badhop.streams.detect.Stage2Counters;
import io.badhop.streams.summarise.Stage1;
import io.badhop.streams.summarise.Stage1Counters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the tasks of one instance have counted since they came to it. Filled by stream threads, read
 * by anybody; a task's counts are those of its last tick.
 */
public final class PipelineCounters {

  private static final long CLOCK_TICKS = 20;

  private final Map<Integer, Stage1Progress> stage1 = new ConcurrentSkipListMap<>();
  private final Map<Integer, Stage2Progress> stage2 = new ConcurrentSkipListMap<>();
  private volatile KeeperProgress keeper = KeeperProgress.NONE;
  private volatile Delays delays = Delays.NOWHERE;
  private final Map<Integer, Rebuild> rebuilds = new ConcurrentSkipListMap<>();
  private final LongAdder undecodable = new LongAdder();
  private final LongAdder threadsReplaced = new LongAdder();
  private final LongAdder snapshotsUnreadable = new LongAdder();

  /**
   * A task of stage 1.
   *
   * @param lastTick the last tick that it has closed
   * @param counts since the task came to this instance, records that were read again for rebuilding
   *     included
   * @param keptRecords records kept to be joined
   * @param keptBytes heap that they take, bytes
   */
  public record Stage1Progress(
      long lastTick, Stage1Counters counts, long keptRecords, long keptBytes) {}

  /**
   * A task of stage 2.
   *
   * @param lastTick the last tick that it has evaluated
   * @param clocks how the hosts of its sites compare
   */
  public record Stage2Progress(
      long lastTick, Stage2Counters.Snapshot counts, List<ClockSkew> clocks) {

    /** Copies the list. */
    public Stage2Progress {
      clocks = List.copyOf(clocks);
    }
  }

  /**
   * How a task of stage 1 came to its state when it came to this instance.
   *
   * @param records that were read again; 0 when it began with an empty state
   * @param nanos that this took, during which its thread did nothing else
   */
  public record Rebuild(long records, long nanos) {}

  /** How tasks of stage 1 came to their state, by partition; the last time for each. */
  public Map<Integer, Rebuild> rebuilds() {
    return new TreeMap<>(rebuilds);
  }

  /** Tasks of stage 1 by partition. */
  public Map<Integer, Stage1Progress> stage1() {
    return new TreeMap<>(stage1);
  }

  /** Tasks of stage 2 by partition. */
  public Map<Integer, Stage2Progress> stage2() {
    return new TreeMap<>(stage2);
  }

  /** The keeper; that of the instance that has it knows something. */
  public KeeperProgress keeper() {
    return keeper;
  }

  /** Records that could not be read and went to the dead letters. */
  public long undecodableRecords() {
    return undecodable.sum();
  }

  /** Stream threads that failed and were replaced. */
  public long threadsReplaced() {
    return threadsReplaced.sum();
  }

  /** Snapshots of stage 2 that could not be read; their tasks began without a past. */
  public long snapshotsUnreadable() {
    return snapshotsUnreadable.sum();
  }

  void stage1(int partition, Stage1 task) {
    stage1.put(
        partition,
        new Stage1Progress(
            task.closedTick(), task.counters(), task.keptRecords(), task.keptBytes()));
  }

  void rebuilt(int partition, Rebuild rebuild) {
    rebuilds.put(partition, rebuild);
  }

  /** Clocks are looked at every few ticks: nobody scrapes more often. */
  void stage2(int partition, Stage2 task) {
    Stage2Progress last = stage2.get(partition);
    List<ClockSkew> clocks =
        last == null || task.lastTick() % CLOCK_TICKS == 0 ? task.clockSkews() : last.clocks();
    stage2.put(partition, new Stage2Progress(task.lastTick(), task.counters().snapshot(), clocks));
  }

  void undecodable() {
    undecodable.increment();
  }

  void snapshotUnreadable() {
    snapshotsUnreadable.increment();
  }

  void threadReplaced() {
    threadsReplaced.increment();
  }

  /** Keeps what the last tick says until there is another one. */
  void keeper(Optional<Tick> made, TickMaker maker, long nowMs) {
    KeeperProgress last = keeper;
    keeper =
        new KeeperProgress(
            made.map(Tick::getNumber).orElse(last.tick()),
            made.isPresent() ? nowMs : last.tickAtMs(),
            nowMs,
            last.ticks() + (made.isPresent() ? 1 : 0),
            maker.refused(),
            maker.lagged(),
            made.map(Tick::getWatermarks).orElse(last.tiers()),
            made.isPresent() ? sources(maker) : last.sources());
  }

  private static List<KeeperProgress.Source> sources(TickMaker maker) {
    List<KeeperProgress.Source> sources = new ArrayList<>();
    for (Member member : maker.members()) {
      sources.add(
          new KeeperProgress.Source(
              member.id.site(),
              member.id.tier(),
              member.id.source(),
              member.ended() ? Long.MAX_VALUE : member.report.getWatermark(),
              standing(member)));
    }
    return sources;
  }

  private static String standing(Member member) {
    return switch (member.standing) {
      case LIVE -> "live";
      case LAGGING -> "lagging";
      case IDLE, UNANNOUNCED -> "other";
    };
  }

  Delays delays() {
    return delays;
  }

  void delays(Delays timers) {
    delays = timers;
  }
}
