package io.badhop.ingest.source;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is told. */
final class DrivenClock implements InstantSource {
  private Instant now = Instant.parse("2026-11-22T06:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }
}
