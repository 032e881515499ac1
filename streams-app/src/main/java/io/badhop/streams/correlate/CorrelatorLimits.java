package io.badhop.streams.correlate;

import java.time.Duration;

/**
 * Bounds of the correlator. Each has a counter in {@link CorrelatorCounters}.
 *
 * @param eventsPerTrace most records kept under one request ID
 * @param openTraces most request IDs kept at once
 * @param horizon how long records stay after all watermarks have passed them, for records of
 *     requests that were given up
 */
public record CorrelatorLimits(int eventsPerTrace, int openTraces, Duration horizon) {

  /** 64 records, two million request IDs, 30 s. */
  public static final CorrelatorLimits DEFAULT =
      new CorrelatorLimits(64, 2_000_000, Duration.ofSeconds(30));

  /** Refuses bounds below 1. */
  public CorrelatorLimits {
    if (eventsPerTrace < 1 || openTraces < 1 || horizon.isNegative()) {
      throw new IllegalArgumentException(
          "bounds must be positive: " + eventsPerTrace + ", " + openTraces + ", " + horizon);
    }
  }
}
