package io.badhop.streams.correlate;

import io.badhop.schemas.event.AppEventKind;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.scan.RecordScan;
import java.util.EnumMap;
import java.util.Map;

/**
 * Takes records in: those of a tier in their order, each when the tick before its epoch has been
 * closed. What admits one looks at its own tier only, so when the others were read makes no
 * difference.
 */
final class Admission<T extends Tally> {

  /** Times beyond are no times: a quarter of what a long holds, so that sums do not overflow. */
  private static final long FARTHEST = Long.MAX_VALUE / 4;

  private final CorrelatorLimits limits;
  private final Memory memory;
  private final Lines lines;
  private final PackedKey key = new PackedKey();
  private final Map<Tier, Arrivals> arrived = new EnumMap<>(Tier.class);
  private final Map<Tier, Uncounted<T>> uncounted = new EnumMap<>(Tier.class);
  private final Waiting unheard = new Waiting();
  private long events;
  private long joined;
  private long duplicate;
  private long late;
  private long overflowed;
  private long aliases;
  private long exchanges;
  private long lateNow;

  /** What {@link #look} saw: the record itself, records of its tier, finished exchanges. */
  private boolean known;

  private int likeIt;
  private boolean amends;

  Admission(CorrelatorLimits limits, Memory memory, Lines lines, Tally.Source<T> tallies) {
    this.limits = limits;
    this.memory = memory;
    this.lines = lines;
    for (Tier tier : Tier.values()) {
      arrived.put(tier, new Arrivals());
      uncounted.put(tier, new Uncounted<>(tier, tallies));
    }
  }

  /** Exchanges of a tier that wait for its watermark. */
  Uncounted<T> uncounted(Tier tier) {
    return uncounted.get(tier);
  }

  /** Records of the application that wait for its watermark. */
  Waiting unheard() {
    return unheard;
  }

  /**
   * Takes in a record, now or when its epoch is over.
   *
   * @param closed number of the last tick closed
   */
  void add(RecordScan event, long epoch, boolean tooLate, long closed) {
    if (epoch <= closed + 1) {
      admit(event, tooLate);
    } else {
      arrived.get(Fields.tier(event)).add(event, epoch, tooLate);
    }
  }

  /** Admits what was read early. */
  void admit(long epoch) {
    for (Arrivals arrivals : arrived.values()) {
      arrivals.take(epoch, this::admit);
    }
  }

  private void admit(RecordScan event, boolean tooLate) {
    Tier tier = Fields.tier(event);
    long time = event.number(Fields.TIME);
    events++;
    aliases += event.flag(Fields.ALIAS) ? 1 : 0;
    key.set(event.bytes(), event.start(Fields.REQUEST_ID), event.length(Fields.REQUEST_ID));
    int hash = memory.hash(key);
    int newest = memory.newest(key, hash);
    look(tier, time, event.number(Fields.EVENT_ID), newest);
    if (known) {
      duplicate++;
      return;
    }
    int place = full(tier, time) ? 0 : memory.add(event, tooLate, key, hash, newest);
    if (place == 0) {
      overflowed++;
      return;
    }
    joined += tooLate ? 0 : 1;
    late += tooLate ? 1 : 0;
    lateNow += tooLate ? 1 : 0;
    await(event, tier, tooLate, place);
  }

  private boolean full(Tier tier, long time) {
    return time > FARTHEST
        || time < -FARTHEST
        || likeIt >= limits.eventsPerTrace()
        || memory.recordsAround(tier, time) >= limits.eventsPerSecond();
  }

  private void await(RecordScan event, Tier tier, boolean tooLate, int place) {
    long time = event.number(Fields.TIME);
    if (anchors(event, tier)) {
      exchanges++;
      uncounted.get(tier).add(time, place, event, tooLate);
    }
    if (tier == Tier.APP) {
      unheard.add(time, place);
      if (amends) {
        memory.concern(place);
      }
    }
  }

  /**
   * True when it is one exchange of its tier's view: a copy never is, nor a line written in
   * passing.
   */
  private static boolean anchors(RecordScan event, Tier tier) {
    return !event.flag(Fields.ALIAS)
        && (tier != Tier.APP || event.number(Fields.App.KIND) == AppEventKind.REQUEST.ordinal());
  }

  /** Looks through what is known under the record's ID. */
  private void look(Tier tier, long at, long eventId, int newest) {
    long since = Math.max(at - CorrelatorLimits.SPAN, lines.of(tier));
    known = false;
    amends = false;
    likeIt = 0;
    for (int place = newest; place != 0; place = memory.older(place)) {
      if (memory.tier(place) == tier) {
        long time = memory.time(place);
        likeIt += time >= since ? 1 : 0;
        known |= time == at && memory.eventId(place) == eventId && time >= lines.of(tier);
      } else {
        amends |= memory.finished(place);
      }
    }
  }

  /** Late records since this was last asked. */
  long takeLate() {
    long now = lateNow;
    lateNow = 0;
    return now;
  }

  /** Where every event went; the other figures are the caller's. */
  CorrelatorCounters counters(long counted, long uncountedGivenUp, long unfinishedGivenUp) {
    return new CorrelatorCounters(
        events,
        joined,
        duplicate,
        late,
        overflowed,
        aliases,
        exchanges,
        counted,
        uncountedGivenUp,
        unfinishedGivenUp);
  }
}
