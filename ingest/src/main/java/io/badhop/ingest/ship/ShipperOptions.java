package io.badhop.ingest.ship;

import io.badhop.ingest.privacy.Redactor;
import java.time.Duration;

/**
 * How a {@link Shipper} works.
 *
 * @param reportEvery least time between two reports of a source
 * @param step event time by which recordings advance together
 * @param settle how long after it was written a line is taken to be readable; watermarks of
 *     followed logs stay behind the clock by this
 * @param maxAhead how far ahead of the clock the time of a followed log's record may be
 * @param pollEvery how often a followed log that has nothing new is looked at
 * @param discoverEvery how often folders and patterns are searched for new logs
 * @param fromEnd whether a log that is followed for the first time is read from its end
 * @param redactor takes out of records what is not to be published
 */
public record ShipperOptions(
    Duration reportEvery,
    Duration step,
    Duration settle,
    Duration maxAhead,
    Duration pollEvery,
    Duration discoverEvery,
    boolean fromEnd,
    Redactor redactor) {

  /** 100 ms, 250 ms, 250 ms, 5 minutes, 50 ms, 1 s, from the beginning, the usual redactor. */
  public static final ShipperOptions DEFAULT =
      new ShipperOptions(
          Duration.ofMillis(100),
          Duration.ofMillis(250),
          Duration.ofMillis(250),
          Duration.ofMinutes(5),
          Duration.ofMillis(50),
          Duration.ofSeconds(1),
          false,
          Redactor.DEFAULT);

  public ShipperOptions {
    if (step.isZero() || step.isNegative() || pollEvery.isZero() || pollEvery.isNegative()) {
      throw new IllegalArgumentException("step and pollEvery must be longer than 0");
    }
    if (reportEvery.isNegative()
        || settle.isNegative()
        || maxAhead.isNegative()
        || discoverEvery.isNegative()) {
      throw new IllegalArgumentException("durations must not be negative");
    }
  }

  /** The same, but new logs are read from their end. */
  public ShipperOptions startingAtEnd() {
    return new ShipperOptions(
        reportEvery, step, settle, maxAhead, pollEvery, discoverEvery, true, redactor);
  }

  /** The same with another care for privacy. */
  public ShipperOptions with(Redactor other) {
    return new ShipperOptions(
        reportEvery, step, settle, maxAhead, pollEvery, discoverEvery, fromEnd, other);
  }
}
