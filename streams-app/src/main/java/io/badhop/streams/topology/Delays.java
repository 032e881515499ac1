package io.badhop.streams.topology;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long after it happened something was said of it: wall clock less event time. Of recordings it
 * says how old they are.
 */
final class Delays {

  /** For who is not watched. */
  static final Delays NOWHERE = new Delays(null, null, null);

  private static final Duration[] LIMITS = {
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1),
    Duration.ofMinutes(5)
  };

  private final Timer counted;
  private final Timer diagnosed;
  private final Timer escalated;

  private Delays(Timer counted, Timer diagnosed, Timer escalated) {
    this.counted = counted;
    this.diagnosed = diagnosed;
    this.escalated = escalated;
  }

  static Delays in(MeterRegistry registry) {
    return new Delays(
        timer(registry, "badhop.counted.delay"),
        timer(registry, "badhop.diagnosed.delay"),
        timer(registry, "badhop.escalated.delay"));
  }

  private static Timer timer(MeterRegistry registry, String name) {
    return Timer.builder(name).serviceLevelObjectives(LIMITS).register(registry);
  }

  /** A quarter of a second of a site's traffic was counted by a task. */
  void counted(long nowMs, long endUs) {
    record(counted, nowMs, endUs);
  }

  /** A failed exchange was diagnosed for good. */
  void diagnosed(long nowMs, long endUs) {
    record(diagnosed, nowMs, endUs);
  }

  /** An escalation was decided. */
  void escalated(long nowMs, long eventTimeMs) {
    record(escalated, nowMs, eventTimeMs * 1000);
  }

  private static void record(Timer timer, long nowMs, long eventUs) {
    if (timer != null) {
      timer.record(Math.max(0, nowMs * 1000 - eventUs), TimeUnit.MICROSECONDS);
    }
  }
}
