package io.badhop.streams.correlate;

import io.badhop.schemas.event.Tier;
import io.badhop.schemas.scan.RecordScan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Joins the records of one site in one partition. Between ticks records are only taken in; a tick
 * then does at once all that its watermarks allow, from the records before it alone. Records of a
 * tier are admitted in their order, each when the tick before its epoch has been closed, and what
 * admits one looks at its own tier only. So nothing depends on when a record was read.
 *
 * <p>A record costs a look-up of its request ID and a hundred bytes when it is admitted. The tally
 * of its bucket counts it then, or keeps it to be seen when its tier's watermark has passed the
 * bucket; a tick touches only what that was and what it finishes. Memory is that of the records
 * between the slowest watermark and the newest record, and of the horizon behind, see {@link
 * CorrelatorLimits}.
 *
 * @param <T> what is counted of a bucket
 */
public final class Correlator<T extends Tally> {

  private final String site;
  private final Memory memory;
  private final Lines lines;
  private final Admission<T> admission;
  private final Finishing finishing;
  private long counted;
  private long givenUp;
  private long closed;

  /** Starts empty. */
  public Correlator(String site, CorrelatorLimits limits, Tally.Source<T> tallies) {
    this.site = site;
    this.memory = new Memory(site);
    this.lines = new Lines(limits);
    this.admission = new Admission<>(limits, memory, lines, tallies);
    this.finishing = new Finishing(site, memory, lines);
  }

  /**
   * Takes in a record; nothing else happens until a tick.
   *
   * @param event an EdgeEvent, ProxyEvent or AppEvent of this site; its bytes are not changed from
   *     now on
   * @param epoch number of the tick that follows it in its partition
   * @param watermark its tier's watermark in the tick before it in its partition; {@link
   *     Long#MIN_VALUE} when there was none
   */
  public void add(RecordScan event, long epoch, long watermark) {
    admission.add(event, epoch, event.number(Fields.TIME) < watermark, closed);
  }

  /**
   * Begins with a tick that was closed by a predecessor.
   *
   * @param tick its number
   * @param watermarks by tier, as in {@link #close}
   */
  public void resume(long tick, Map<Tier, Long> watermarks) {
    lines.move(tick, watermarks);
    closed = tick;
  }

  /**
   * Does what a tick allows.
   *
   * @param tick its number: records of later epochs take no part
   * @param watermarks by tier; tiers without members are absent
   * @param failed says of an exchange that has to be seen whether it is to be finished
   */
  public Closed<T> close(long tick, Map<Tier, Long> watermarks, Predicate<Exchange> failed) {
    admission.admit(tick);
    List<T> tallies = new ArrayList<>();
    List<Exchange> nowCounted = see(take(watermarks, tallies), failed);
    List<Exchange> nowFinished = finishing.finish(tick, watermarks);
    nowFinished.addAll(amend(tick, watermarks));
    long nowLate = admission.takeLate();
    lines.move(tick, watermarks);
    next(tick);
    return new Closed<>(tallies, nowCounted, nowFinished, nowLate);
  }

  /**
   * Closes a tick that does not know the site: what waits for watermarks that do not come any more
   * is given up once it is old.
   *
   * @param slowest least watermark of the other sites; {@link Long#MAX_VALUE} when they have none
   */
  public void leave(long tick, long slowest) {
    admission.admit(tick);
    if (slowest != Long.MIN_VALUE && slowest != Long.MAX_VALUE) {
      lines.moveTo(tick, slowest);
    }
    next(tick);
  }

  private void next(long tick) {
    forget();
    closed = tick;
    admission.takeLate();
    admission.admit(tick + 1);
  }

  /** The buckets that have passed; returns what of them has to be seen. */
  private List<Rec> take(Map<Tier, Long> watermarks, List<T> tallies) {
    List<Rec> toSee = new ArrayList<>();
    watermarks.forEach(
        (tier, watermark) ->
            admission.uncounted(tier).takeBefore(watermark, new Counting(tier, tallies, toSee)));
    toSee.sort(Rec.ORDER);
    return toSee;
  }

  private List<Exchange> see(List<Rec> recs, Predicate<Exchange> failed) {
    List<Exchange> seen = new ArrayList<>(recs.size());
    for (Rec rec : recs) {
      Exchange exchange = Joiner.alone(site, rec);
      seen.add(exchange);
      if (failed.test(exchange)) {
        finishing.add(rec.tier, rec.place);
      }
    }
    return seen;
  }

  /** What is counted now. */
  private final class Counting implements Uncounted.Taker<T> {
    private final Tier tier;
    private final List<T> tallies;
    private final List<Rec> toSee;

    Counting(Tier tier, List<T> tallies, List<Rec> toSee) {
      this.tier = tier;
      this.tallies = tallies;
      this.toSee = toSee;
    }

    @Override
    public void tally(T tally, long count) {
      tallies.add(tally);
      counted += count;
    }

    @Override
    public void finish(int place) {
      finishing.add(tier, place);
    }

    @Override
    public void see(int place) {
      counted++;
      toSee.add(memory.read(place));
    }
  }

  /** What became too old while it waited. */
  private final class GivingUp implements Uncounted.Taker<T> {
    @Override
    public void tally(T tally, long count) {
      givenUp += count;
    }

    @Override
    public void finish(int place) {}

    @Override
    public void see(int place) {
      givenUp++;
    }
  }

  /** Exchanges that were finished before a record of the application came that belongs to them. */
  private List<Exchange> amend(long tick, Map<Tier, Long> watermarks) {
    Long watermark = watermarks.get(Tier.APP);
    if (watermark == null) {
      return List.of();
    }
    List<Rec> heard = new ArrayList<>();
    admission
        .unheard()
        .takeBefore(
            watermark,
            memory::time,
            place -> {
              if (memory.concerned(place)) {
                heard.add(memory.read(place));
              }
            });
    heard.sort(Rec.ORDER);
    List<Exchange> amended = new ArrayList<>();
    heard.forEach(app -> amended.addAll(finishing.amend(app, tick, watermarks)));
    return amended;
  }

  private void forget() {
    for (Tier tier : Tier.values()) {
      long before = lines.kept(tier);
      if (before != Long.MIN_VALUE) {
        admission.uncounted(tier).takeBefore(before, new GivingUp());
        finishing.forget(tier, before);
        if (tier == Tier.APP) {
          admission.unheard().takeBefore(before, memory::time, place -> {});
        }
        memory.forget(tier, before - Finishing.LONGEST);
      }
      admission.uncounted(tier).rest();
    }
  }

  /**
   * Time from which on a successor has to read the records of a tier again; {@link Long#MIN_VALUE}
   * for all of them.
   */
  public long neededTime(Tier tier) {
    return lines.needed(tier);
  }

  /** A tick that a successor has to begin with, or before; {@link Long#MAX_VALUE} for any. */
  public long neededTick() {
    return lines.neededTick();
  }

  /** Where every event went. */
  public CorrelatorCounters counters() {
    return admission.counters(counted, givenUp, finishing.givenUp());
  }

  /** Records that are kept now. */
  public long keptRecords() {
    return memory.records();
  }

  /**
   * Heap that the records that are kept take, bytes; without those that came since the last tick.
   */
  public long keptBytes() {
    return memory.bytes();
  }
}
