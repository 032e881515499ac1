package io.badhop.streams.correlate;

import io.badhop.schemas.event.Tier;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Exchanges that are to be finished once the tiers below have spoken, and those that were, which a
 * later record may amend.
 */
final class Finishing {

  /** How long after its end an exchange is due at the latest, microseconds. */
  static final long LONGEST = Joiner.SLACK + Joiner.SECOND;

  private final String site;
  private final Memory memory;
  private final Lines lines;
  private final Map<Tier, Waiting> unfinished = new EnumMap<>(Tier.class);
  private long givenUp;

  Finishing(String site, Memory memory, Lines lines) {
    this.site = site;
    this.memory = memory;
    this.lines = lines;
    for (Tier tier : Tier.values()) {
      unfinished.put(tier, new Waiting());
    }
  }

  void add(Tier tier, int place) {
    unfinished.get(tier).add(dueAt(place), place);
  }

  /** When all records that can belong to the exchange in time have been written. */
  private static long due(long time) {
    return time + LONGEST;
  }

  private long dueAt(int place) {
    return due(memory.time(place));
  }

  /** Finishes what the watermarks of the tiers below have passed. */
  List<Exchange> finish(long tick, Map<Tier, Long> watermarks) {
    List<Rec> ready = new ArrayList<>();
    for (Tier tier : Tier.values()) {
      long below = below(tier, watermarks);
      unfinished
          .get(tier)
          .takeBefore(
              below == Long.MAX_VALUE ? below : below + 1,
              this::dueAt,
              place -> ready.add(memory.read(place)));
    }
    ready.sort(Rec.ORDER);
    List<Exchange> finished = new ArrayList<>();
    for (Rec rec : ready) {
      memory.finish(rec.place, tick);
      concern(rec.place);
      finished.add(
          Joiner.join(
              site, rec, trace(rec, watermarks, other -> memory.time(other) < due(rec.time))));
    }
    return finished;
  }

  /** The least watermark below a tier; a tier without members is not waited for. */
  private static long below(Tier tier, Map<Tier, Long> watermarks) {
    long app = watermarks.getOrDefault(Tier.APP, Long.MAX_VALUE);
    return switch (tier) {
      case EDGE -> Math.min(app, watermarks.getOrDefault(Tier.PROXY, Long.MAX_VALUE));
      case PROXY -> app;
      case APP -> Long.MAX_VALUE;
    };
  }

  /**
   * What a tick may know of: records that their own tier's watermark has passed. A record that
   * merely happened to be there already would make the result depend on the ticks' distance.
   */
  private List<Rec> trace(Rec of, Map<Tier, Long> watermarks, Predicate<Integer> wanted) {
    List<Rec> records = new ArrayList<>();
    for (int place = newest(of.place); place != 0; place = memory.older(place)) {
      long time = memory.time(place);
      Tier tier = memory.tier(place);
      boolean passed = time < watermarks.getOrDefault(tier, Long.MIN_VALUE);
      if (place == of.place) {
        records.add(of);
      } else if (passed && time >= lines.of(tier) && wanted.test(place)) {
        records.add(memory.read(place));
      }
    }
    records.sort(Rec.ORDER);
    return records;
  }

  private int newest(int place) {
    return memory.newestOf(place);
  }

  /** Records of the application that are there already may amend it once they are passed. */
  private void concern(int anchor) {
    if (memory.tier(anchor) != Tier.APP) {
      for (int place = newest(anchor); place != 0; place = memory.older(place)) {
        if (memory.tier(place) == Tier.APP) {
          memory.concern(place);
        }
      }
    }
  }

  /** The finished exchanges that a record of the application belongs to and that lack it. */
  List<Exchange> amend(Rec app, long tick, Map<Tier, Long> watermarks) {
    List<Exchange> amended = new ArrayList<>();
    for (Rec rec : finished(app)) {
      boolean missed =
          app.time >= due(rec.time) || app.late && memory.finishedBefore(rec.place, tick);
      if (rec.tier != Tier.APP && missed) {
        long newest = Math.max(app.time, due(rec.time) - 1);
        Exchange joined =
            Joiner.join(site, rec, trace(rec, watermarks, other -> memory.time(other) <= newest));
        if (joined.app().contains(app.app())) {
          amended.add(joined);
        }
      }
    }
    return amended;
  }

  /** Finished exchanges in sight; their tiers may have left since. */
  private List<Rec> finished(Rec app) {
    List<Rec> anchors = new ArrayList<>();
    for (int place = newest(app.place); place != 0; place = memory.older(place)) {
      if (memory.finished(place) && memory.time(place) >= lines.of(memory.tier(place))) {
        anchors.add(memory.read(place));
      }
    }
    anchors.sort(Rec.ORDER);
    return anchors;
  }

  /** Gives up what became too old while a slower tier was waited for. */
  void forget(Tier tier, long before) {
    unfinished.get(tier).takeBefore(before, this::dueAt, place -> givenUp++);
  }

  /** Exchanges that were not finished as a tier below lagged too long. */
  long givenUp() {
    return givenUp;
  }
}
