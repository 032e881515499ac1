package io.badhop.streams.correlate;

import io.badhop.schemas.event.Tier;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * How far back the records of each tier are remembered. A tier is remembered for the horizon behind
 * its own watermark, and, for the tiers that are slower, behind theirs; but for the patience behind
 * the fastest at most, so that one source that lags for hours costs no more memory than one that
 * lags for minutes.
 *
 * <p>What was out of sight stays out of sight, so lines do not go back. Where the watermarks do, as
 * they may when a slow tier joins, what comes from then on is still kept until it was counted.
 */
final class Lines {

  private final CorrelatorLimits limits;
  private final long[] lines = new long[Tier.values().length];
  private final Map<Tier, Long> kept = new EnumMap<>(Tier.class);
  private final Map<Tier, Long> reached = new EnumMap<>(Tier.class);
  private boolean falling;

  Lines(CorrelatorLimits limits) {
    this.limits = limits;
    Arrays.fill(lines, Long.MIN_VALUE);
  }

  /** Records before this time are out of sight; {@link Long#MIN_VALUE} when none is. */
  long of(Tier tier) {
    return lines[tier.ordinal()];
  }

  /** Nothing waits for records before this time any more. */
  long kept(Tier tier) {
    return kept.getOrDefault(tier, Long.MIN_VALUE);
  }

  /** Moves the lines on to where a tick's watermarks put them. */
  void move(long tick, Map<Tier, Long> watermarks) {
    long slowest = Long.MAX_VALUE;
    long fastest = Long.MIN_VALUE;
    for (long watermark : watermarks.values()) {
      slowest = Math.min(slowest, watermark);
      fastest = watermark == Long.MAX_VALUE ? fastest : Math.max(fastest, watermark);
    }
    if (slowest == Long.MIN_VALUE || slowest == Long.MAX_VALUE) {
      return;
    }
    falling = false;
    long patient = Math.max(slowest, fastest - micros(limits.patience()));
    for (Tier tier : Tier.values()) {
      long own = watermarks.getOrDefault(tier, Long.MAX_VALUE);
      put(tick, tier, Math.min(own, patient) - micros(limits.horizon()));
    }
  }

  /** Moves all lines on to a horizon behind this time. */
  void moveTo(long tick, long time) {
    falling = false;
    for (Tier tier : Tier.values()) {
      put(tick, tier, Math.max(kept(tier), time - micros(limits.horizon())));
    }
  }

  private void put(long tick, Tier tier, long line) {
    kept.put(tier, line);
    long before = of(tier);
    if (line >= before) {
      lines[tier.ordinal()] = line;
      reached.put(tier, tick);
    } else {
      falling = true;
    }
  }

  /**
   * The tick without which the lines would not be where they are; {@link Long#MAX_VALUE} when the
   * last one is enough.
   */
  long neededTick() {
    return falling
        ? reached.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE)
        : Long.MAX_VALUE;
  }

  /**
   * Time from which on a successor has to read a tier's records. The bounds look back from a record
   * that is remembered, by the span of a request ID's bound at most.
   */
  long needed(Tier tier) {
    long line = Math.min(of(tier), kept(tier));
    return line == Long.MIN_VALUE ? line : line - CorrelatorLimits.SPAN;
  }

  private static long micros(Duration duration) {
    return duration.toMillis() * 1000;
  }
}
