package io.badhop.streams.summarise;

import io.badhop.schemas.event.SourceChange;
import io.badhop.schemas.event.SourceChangeKind;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.TierWatermark;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What becomes of a tier's sources in the course of time, and what ticks say of it: as the keeper
 * would, its watermark never falls while it has members. Times in milliseconds.
 */
final class TierDiary {

  private enum State {
    FLOWS,
    /** A source has joined whose records are old: the tier stays where it is. */
    HELD,
    /** All sources are idle; the tier is told as silent once, then left out. */
    SILENT,
    /** All sources have ended; nothing is to come until one joins. */
    ENDED
  }

  private record Entry(double from, State state) {}

  private final String site;
  private final Tier tier;
  private final int lag;
  private final List<Entry> entries = new ArrayList<>();
  private long floor = Long.MIN_VALUE;
  private State told = State.FLOWS;

  TierDiary(String site, Tier tier, int lag, Random random, int silence, int length) {
    this.site = site;
    this.tier = tier;
    this.lag = lag;
    double joins = random.nextBoolean() ? 0 : random.nextInt(8_000);
    entries.add(new Entry(joins, State.FLOWS));
    double at = joins + 10_000;
    while (at < length && silence > 0) {
      at += random.nextInt(length / 2);
      State state = State.values()[1 + random.nextInt(3)];
      entries.add(new Entry(at, state));
      at += state == State.HELD ? 6_000 : 1 + random.nextInt(silence);
      if (state != State.HELD) {
        entries.add(new Entry(at, State.HELD));
        at += 2_000;
      }
      entries.add(new Entry(at, State.FLOWS));
    }
  }

  boolean is(String otherSite, Tier otherTier) {
    return site.equals(otherSite) && tier == otherTier;
  }

  private State at(double now) {
    State state = null;
    for (Entry entry : entries) {
      state = entry.from() <= now ? entry.state() : state;
    }
    return state;
  }

  /**
   * When a record that is written at a time reaches its topic: what was held up comes at the end.
   */
  double delivered(double written, double luck) {
    double at = Math.max(written, entries.get(0).from()) + lag * luck;
    for (int i = 0; i + 1 < entries.size(); i++) {
      Entry entry = entries.get(i);
      boolean away = entry.state() == State.SILENT || entry.state() == State.ENDED;
      if (away && at >= entry.from() && at < entries.get(i + 1).from() && luck < 0.9) {
        return entries.get(i + 1).from() + 1_500 * luck;
      }
    }
    return at;
  }

  /**
   * Adds what a tick says of the tier.
   *
   * @param now infinite when all sources have ended for good
   */
  void tell(double now, List<TierWatermark> marks, List<SourceChange> changes) {
    boolean over = now == Double.POSITIVE_INFINITY;
    State state = over ? State.ENDED : at(now);
    if (state == null) {
      return;
    }
    boolean changed = state != told || floor == Long.MIN_VALUE;
    if (state == State.FLOWS || floor == Long.MIN_VALUE) {
      floor = Math.max(floor, Events.at(Math.min(now, 1e9) - lag));
    }
    if (changed) {
      changes.add(new SourceChange("source of " + tier, site, tier, change(state)));
    }
    if (state == State.ENDED) {
      marks.add(new TierWatermark(site, tier, Long.MAX_VALUE));
    } else if (state != State.SILENT || changed) {
      marks.add(new TierWatermark(site, tier, floor));
    }
    told = state;
  }

  private SourceChangeKind change(State state) {
    return switch (state) {
      case FLOWS -> SourceChangeKind.RESUMED;
      case HELD -> SourceChangeKind.JOINED;
      case SILENT -> SourceChangeKind.SILENT;
      case ENDED -> SourceChangeKind.LEFT;
    };
  }
}
