package io.badhop.streams.correlate;

import io.badhop.schemas.event.Tier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/**
 * Joins the records of one site in one partition. Between ticks records are only taken in; a tick
 * then does at once all that its watermarks allow, from the records before it alone. Records of a
 * tier are admitted in their order, each when the tick before its epoch has been closed, and what
 * admits one looks at its own tier only. So nothing depends on when a record was read.
 *
 * <p>A record costs a look-up of its request ID and a hundred bytes when it is admitted, and a slot
 * of 250 ms holds its place until its tier's watermark has passed; a tick touches only what it
 * counts. Memory is that of the records between the slowest watermark and the newest record, and of
 * the horizon behind, see {@link CorrelatorLimits}.
 */
public final class Correlator {

  /** Times beyond are no times: a quarter of what a long holds, so that sums do not overflow. */
  private static final long FARTHEST = Long.MAX_VALUE / 4;

  private static final int LARGE = 65_536;

  private record Arrival(SpecificRecord event, long epoch, boolean late) {}

  private final String site;
  private final CorrelatorLimits limits;
  private final Memory memory;
  private final Lines lines;
  private final Finishing finishing;
  private final PackedKey key = new PackedKey();
  private final Map<Tier, Deque<Arrival>> arrived = new EnumMap<>(Tier.class);
  private final Map<Tier, Waiting> uncounted = new EnumMap<>(Tier.class);
  private final Waiting unheard = new Waiting();
  private long events;
  private long joined;
  private long duplicate;
  private long late;
  private long overflowed;
  private long aliases;
  private long exchanges;
  private long counted;
  private long givenUp;
  private long lateNow;
  private long closed;

  /** What {@link #look} saw: the record itself, records of its tier, finished exchanges. */
  private boolean known;

  private int likeIt;
  private boolean amends;

  /** Starts empty. */
  public Correlator(String site, CorrelatorLimits limits) {
    this.site = site;
    this.limits = limits;
    this.memory = new Memory(site);
    this.lines = new Lines(limits);
    this.finishing = new Finishing(site, memory, lines);
    for (Tier tier : Tier.values()) {
      arrived.put(tier, new ArrayDeque<>());
      uncounted.put(tier, new Waiting());
    }
  }

  /** Site of an event. */
  public static String siteOf(SpecificRecord event) {
    return Rec.site(event);
  }

  /** Time of an event. */
  public static long timeOf(SpecificRecord event) {
    return Rec.time(event);
  }

  /** Tier of an event. */
  public static Tier tierOf(SpecificRecord event) {
    return Rec.tier(event);
  }

  /**
   * Takes in a record; nothing else happens until a tick.
   *
   * @param event an EdgeEvent, ProxyEvent or AppEvent; is not changed from now on
   * @param epoch number of the tick that follows it in its partition
   * @param watermark its tier's watermark in the tick before it in its partition; {@link
   *     Long#MIN_VALUE} when there was none
   */
  public void add(SpecificRecord event, long epoch, long watermark) {
    boolean tooLate = Rec.time(event) < watermark;
    if (epoch <= closed + 1) {
      admit(new Rec(event, tooLate, 0));
    } else {
      arrived.get(Rec.tier(event)).add(new Arrival(event, epoch, tooLate));
    }
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
   * @param failed says of a counted exchange whether it is to be finished
   */
  public Closed close(long tick, Map<Tier, Long> watermarks, Predicate<Exchange> failed) {
    admit(tick);
    List<Exchange> nowCounted = count(watermarks, failed);
    List<Exchange> nowFinished = finishing.finish(tick, watermarks);
    nowFinished.addAll(amend(tick, watermarks));
    long nowLate = lateNow;
    lines.move(tick, watermarks);
    next(tick);
    return new Closed(nowCounted, nowFinished, nowLate);
  }

  /**
   * Closes a tick that does not know the site: what waits for watermarks that do not come any more
   * is given up once it is old.
   *
   * @param slowest least watermark of the other sites; {@link Long#MAX_VALUE} when they have none
   */
  public void leave(long tick, long slowest) {
    admit(tick);
    if (slowest != Long.MIN_VALUE && slowest != Long.MAX_VALUE) {
      lines.moveTo(tick, slowest);
    }
    next(tick);
  }

  private void next(long tick) {
    forget();
    closed = tick;
    lateNow = 0;
    admit(tick + 1);
  }

  /** Admits what was read early. */
  private void admit(long epoch) {
    for (Map.Entry<Tier, Deque<Arrival>> queue : arrived.entrySet()) {
      Deque<Arrival> arrivals = queue.getValue();
      boolean large = arrivals.size() > LARGE;
      while (!arrivals.isEmpty() && arrivals.peek().epoch <= epoch) {
        Arrival arrival = arrivals.poll();
        admit(new Rec(arrival.event, arrival.late, 0));
      }
      if (large) {
        // A deque never gives back its room, and a successor reads hours in one go.
        queue.setValue(new ArrayDeque<>(arrivals));
      }
    }
  }

  private void admit(Rec rec) {
    events++;
    aliases += rec.alias ? 1 : 0;
    key.set(rec.key);
    int hash = memory.hash(key);
    int newest = memory.newest(key, hash);
    look(rec, newest);
    if (known) {
      duplicate++;
      return;
    }
    boolean full =
        rec.time > FARTHEST
            || rec.time < -FARTHEST
            || likeIt >= limits.eventsPerTrace()
            || memory.recordsAround(rec.tier, rec.time) >= limits.eventsPerSecond();
    int place = full ? 0 : memory.add(rec, key, hash, newest);
    if (place == 0) {
      overflowed++;
      return;
    }
    joined += rec.late ? 0 : 1;
    late += rec.late ? 1 : 0;
    lateNow += rec.late ? 1 : 0;
    await(rec, place);
  }

  private void await(Rec rec, int place) {
    if (rec.anchors()) {
      exchanges++;
      uncounted.get(rec.tier).add(rec.time, place, rec.event);
    }
    if (rec.tier == Tier.APP) {
      unheard.add(rec.time, place, null);
      if (amends) {
        memory.concern(place);
      }
    }
  }

  /** Looks through what is known under the record's ID. */
  private void look(Rec rec, int newest) {
    long since = Math.max(rec.time - CorrelatorLimits.SPAN, lines.of(rec.tier));
    known = false;
    amends = false;
    likeIt = 0;
    for (int place = newest; place != 0; place = memory.older(place)) {
      if (memory.tier(place) == rec.tier) {
        long time = memory.time(place);
        likeIt += time >= since ? 1 : 0;
        known |=
            time == rec.time && memory.eventId(place) == rec.eventId && time >= lines.of(rec.tier);
      } else {
        amends |= memory.finished(place);
      }
    }
  }

  private List<Exchange> count(Map<Tier, Long> watermarks, Predicate<Exchange> failed) {
    List<Rec> passed = new ArrayList<>();
    watermarks.forEach(
        (tier, watermark) ->
            uncounted
                .get(tier)
                .takeBefore(
                    watermark, memory::time, (place, event) -> passed.add(rec(place, event))));
    passed.sort(Rec.ORDER);
    List<Exchange> nowCounted = new ArrayList<>(passed.size());
    for (Rec rec : passed) {
      Exchange exchange = Joiner.alone(site, rec);
      nowCounted.add(exchange);
      if (failed.test(exchange)) {
        finishing.add(rec);
      }
    }
    counted += passed.size();
    return nowCounted;
  }

  private Rec rec(int place, SpecificRecord event) {
    return event == null ? memory.read(place) : new Rec(event, memory.late(place), place);
  }

  /** Exchanges that were finished before a record of the application came that belongs to them. */
  private List<Exchange> amend(long tick, Map<Tier, Long> watermarks) {
    Long watermark = watermarks.get(Tier.APP);
    if (watermark == null) {
      return List.of();
    }
    List<Rec> heard = new ArrayList<>();
    unheard.takeBefore(
        watermark,
        memory::time,
        (place, event) -> {
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
        uncounted.get(tier).dropBefore(before, memory::time, place -> givenUp++);
        finishing.forget(tier, before);
        if (tier == Tier.APP) {
          unheard.dropBefore(before, memory::time, place -> {});
        }
        memory.forget(tier, before - Finishing.LONGEST);
      }
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
    return new CorrelatorCounters(
        events,
        joined,
        duplicate,
        late,
        overflowed,
        aliases,
        exchanges,
        counted,
        givenUp,
        finishing.givenUp());
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
