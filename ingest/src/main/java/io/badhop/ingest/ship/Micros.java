package io.badhop.ingest.ship;

import java.time.Duration;
import java.time.Instant;

/** Microseconds since the epoch, in which all times on the topics are. */
final class Micros {
  private Micros() {}

  static long of(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1000);
  }

  static long of(Duration duration) {
    return duration.toNanos() / 1000;
  }
}
