package io.badhop.streams.correlate;

import io.badhop.schemas.event.Tier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/**
 * Joins the records of one site in one partition. Between ticks records are only collected; a tick
 * then does at once all that its watermarks allow, from the records before it alone.
 *
 * <p>Records wait in slots of 250 ms of event time for their tier's watermark, so a tick touches
 * only what it counts: cost per record is a hash look-up when it comes and a list entry when it is
 * counted. Whether a record takes part depends on its epoch and time, never on when it was read.
 * Memory is that of the records between the slowest watermark and the newest record, and of the
 * horizon behind.
 */
public final class Correlator {

  private static final long SLOT = 250_000;

  private final String site;
  private final CorrelatorLimits limits;
  private final Map<String, List<Rec>> traces = new HashMap<>();
  private final TreeMap<Long, List<Rec>> uncounted = new TreeMap<>();
  private final TreeMap<Long, List<Rec>> unfinished = new TreeMap<>();
  private final TreeMap<Long, List<Rec>> kept = new TreeMap<>();
  private final TreeMap<Long, List<Rec>> unheard = new TreeMap<>();
  private long events;
  private long joined;
  private long duplicate;
  private long late;
  private long overflowed;
  private long aliases;
  private long exchanges;
  private long counted;
  private final List<Rec> lateUntold = new ArrayList<>();

  /** Starts empty. */
  public Correlator(String site, CorrelatorLimits limits) {
    this.site = site;
    this.limits = limits;
  }

  /** Site of an event. */
  public static String siteOf(SpecificRecord event) {
    return Rec.site(event);
  }

  /**
   * Takes in a record; nothing else happens until a tick.
   *
   * @param event an EdgeEvent, ProxyEvent or AppEvent
   * @param epoch number of the tick that follows it in its partition
   * @param watermark its tier's watermark in the tick before it in its partition; {@link
   *     Long#MIN_VALUE} when there was none
   */
  public void add(SpecificRecord event, long epoch, long watermark) {
    events++;
    Rec rec = new Rec(event, epoch, watermark);
    aliases += rec.alias ? 1 : 0;
    List<Rec> trace = traces.get(rec.key);
    if (trace == null
        ? traces.size() >= limits.openTraces()
        : trace.size() >= limits.eventsPerTrace()) {
      overflowed++;
      return;
    }
    if (trace != null
        && trace.stream()
            .anyMatch(other -> other.eventId == rec.eventId && other.tier == rec.tier)) {
      duplicate++;
      return;
    }
    traces.computeIfAbsent(rec.key, key -> new ArrayList<>(3)).add(rec);
    kept.computeIfAbsent(rec.time / SLOT, slot -> new ArrayList<>()).add(rec);
    joined += rec.late ? 0 : 1;
    late += rec.late ? 1 : 0;
    if (rec.late) {
      lateUntold.add(rec);
    }
    if (rec.anchors()) {
      exchanges++;
      uncounted.computeIfAbsent(rec.time / SLOT, slot -> new ArrayList<>()).add(rec);
    }
    if (rec.tier == Tier.APP) {
      unheard.computeIfAbsent(rec.time / SLOT, slot -> new ArrayList<>()).add(rec);
    }
  }

  /**
   * Does what a tick allows.
   *
   * @param tick its number: records of later epochs take no part
   * @param watermarks by tier; tiers without members are absent
   * @param failed says of a counted exchange whether it is to be finished
   */
  public Closed close(long tick, Map<Tier, Long> watermarks, Predicate<Exchange> failed) {
    List<Exchange> nowCounted = new ArrayList<>();
    for (Rec rec : take(uncounted, tick, watermarks)) {
      Exchange exchange = Joiner.join(site, rec, List.of(rec), seen -> true);
      nowCounted.add(exchange);
      counted++;
      if (failed.test(exchange)) {
        unfinished.computeIfAbsent(due(rec) / SLOT, slot -> new ArrayList<>()).add(rec);
      }
    }
    List<Exchange> nowFinished = finish(tick, watermarks);
    nowFinished.addAll(amend(tick, watermarks));
    forget(watermarks);
    long lateNow = lateUntold.stream().filter(rec -> rec.epoch <= tick).count();
    lateUntold.removeIf(rec -> rec.epoch <= tick);
    return new Closed(nowCounted, nowFinished, lateNow);
  }

  private static List<Rec> take(
      TreeMap<Long, List<Rec>> slots, long tick, Map<Tier, Long> watermarks) {
    long newest =
        watermarks.values().stream().mapToLong(Long::longValue).max().orElse(Long.MIN_VALUE);
    List<Rec> taken = new ArrayList<>();
    Iterator<Map.Entry<Long, List<Rec>>> entries =
        slots.headMap(newest / SLOT, true).entrySet().iterator();
    while (entries.hasNext()) {
      List<Rec> slot = entries.next().getValue();
      slot.removeIf(
          rec -> passed(rec.tier, rec.time, watermarks) && rec.epoch <= tick && taken.add(rec));
      if (slot.isEmpty()) {
        entries.remove();
      }
    }
    taken.sort(Rec.ORDER);
    return taken;
  }

  private static boolean passed(Tier tier, long time, Map<Tier, Long> watermarks) {
    Long watermark = watermarks.get(tier);
    return watermark != null && time < watermark;
  }

  /**
   * What a tick may know of: a record before it that its own tier's watermark has passed. A record
   * that merely happened to be read already would make the result depend on the reading.
   */
  private static boolean seen(Rec rec, long tick, Map<Tier, Long> watermarks) {
    return rec.epoch <= tick && passed(rec.tier, rec.time, watermarks);
  }

  /** When all records that can belong to the exchange in time have been written. */
  private static long due(Rec rec) {
    return rec.time + Joiner.SLACK + Joiner.SECOND;
  }

  private List<Exchange> finish(long tick, Map<Tier, Long> watermarks) {
    List<Rec> ready = new ArrayList<>();
    Iterator<Map.Entry<Long, List<Rec>>> entries = unfinished.entrySet().iterator();
    while (entries.hasNext()) {
      List<Rec> slot = entries.next().getValue();
      slot.removeIf(rec -> rec.epoch <= tick && below(rec, watermarks) && ready.add(rec));
      if (slot.isEmpty()) {
        entries.remove();
      }
    }
    ready.sort(Rec.ORDER);
    List<Exchange> finished = new ArrayList<>();
    for (Rec rec : ready) {
      rec.finished = true;
      rec.finishedTick = tick;
      List<Rec> trace = traces.getOrDefault(rec.key, List.of(rec));
      finished.add(
          Joiner.join(
              site, rec, trace, other -> other.time < due(rec) && seen(other, tick, watermarks)));
    }
    return finished;
  }

  /**
   * True when the watermarks of all tiers below have passed the exchange; a tier without members is
   * not waited for.
   */
  private static boolean below(Rec rec, Map<Tier, Long> watermarks) {
    boolean app = !watermarks.containsKey(Tier.APP) || due(rec) <= watermarks.get(Tier.APP);
    boolean proxy = !watermarks.containsKey(Tier.PROXY) || due(rec) <= watermarks.get(Tier.PROXY);
    return switch (rec.tier) {
      case EDGE -> app && proxy;
      case PROXY -> app;
      case APP -> true;
    };
  }

  /** Exchanges that were finished before a record of the application came that belongs to them. */
  private List<Exchange> amend(long tick, Map<Tier, Long> watermarks) {
    List<Exchange> amended = new ArrayList<>();
    for (Rec app : take(unheard, tick, watermarks)) {
      List<Rec> trace = traces.getOrDefault(app.key, List.of());
      for (Rec rec : trace) {
        boolean missed = app.time >= due(rec) || app.late && rec.finishedTick < tick;
        if (rec.finished && rec.tier != Tier.APP && missed) {
          long newest = Math.max(app.time, due(rec) - 1);
          Exchange joined =
              Joiner.join(
                  site, rec, trace, other -> other.time <= newest && seen(other, tick, watermarks));
          if (joined.app().contains(app.app())) {
            amended.add(joined);
          }
        }
      }
    }
    return amended;
  }

  private void forget(Map<Tier, Long> watermarks) {
    long slowest =
        watermarks.values().stream().mapToLong(Long::longValue).min().orElse(Long.MIN_VALUE);
    if (slowest == Long.MIN_VALUE || slowest == Long.MAX_VALUE) {
      return;
    }
    long horizon = slowest - limits.horizon().toMillis() * 1000;
    Iterator<Map.Entry<Long, List<Rec>>> entries =
        kept.headMap(horizon / SLOT, false).entrySet().iterator();
    while (entries.hasNext()) {
      for (Rec rec : entries.next().getValue()) {
        List<Rec> trace = traces.get(rec.key);
        trace.remove(rec);
        if (trace.isEmpty()) {
          traces.remove(rec.key);
        }
      }
      entries.remove();
    }
  }

  /** Where every event went. */
  public CorrelatorCounters counters() {
    return new CorrelatorCounters(
        events, joined, duplicate, late, overflowed, aliases, exchanges, counted);
  }
}
