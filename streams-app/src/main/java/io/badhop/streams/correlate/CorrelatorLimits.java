package io.badhop.streams.correlate;

import java.time.Duration;

/**
 * Bounds of the correlator. Each has a counter in {@link CorrelatorCounters}. All of them look back
 * from a record by a stated time of the log, never at what memory happens to hold: so they bite at
 * the same records again when a task is rebuilt.
 *
 * @param eventsPerTrace most records of one request ID and one tier within ten seconds
 * @param eventsPerSecond most records of one tier and one second of event time
 * @param horizon how long records stay after all watermarks have passed them, for records of
 *     requests that were given up
 * @param patience how long the records of a tier are kept for a slower one, behind the fastest
 */
public record CorrelatorLimits(
    int eventsPerTrace, int eventsPerSecond, Duration horizon, Duration patience) {

  /** How far the bound of a request ID looks back, microseconds. */
  static final long SPAN = 10_000_000;

  private static final Duration PATIENCE = Duration.ofMinutes(15);

  /** 64 records, 200,000 a second, 60 s (nginx gives up after as long), 15 minutes. */
  public static final CorrelatorLimits DEFAULT =
      new CorrelatorLimits(64, 200_000, Duration.ofSeconds(60));

  /** Refuses bounds below 1. */
  public CorrelatorLimits {
    if (eventsPerTrace < 1
        || eventsPerSecond < 1
        || horizon.isNegative()
        || patience.compareTo(horizon) < 0) {
      throw new IllegalArgumentException(
          "bounds must be positive, and the patience no shorter than the horizon: "
              + eventsPerTrace
              + ", "
              + eventsPerSecond
              + ", "
              + horizon
              + ", "
              + patience);
    }
  }

  /** With 15 minutes' patience, or the horizon's length when that is longer. */
  public CorrelatorLimits(int eventsPerTrace, int eventsPerSecond, Duration horizon) {
    this(
        eventsPerTrace,
        eventsPerSecond,
        horizon,
        horizon.compareTo(PATIENCE) > 0 ? horizon : PATIENCE);
  }
}
