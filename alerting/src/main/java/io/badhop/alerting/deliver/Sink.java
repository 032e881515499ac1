package io.badhop.alerting.deliver;

import java.time.Duration;
import java.util.Map;

/**
 * Delivers to one target. Blocks until the target has answered or the time-out has passed; does not
 * throw for what the target does. Used by one thread; {@link #counts} may be read by others.
 */
public interface Sink {

  /** Name for logs and metrics. */
  String name();

  /** Tries once. */
  Delivery deliver(Notification notification) throws InterruptedException;

  /**
   * How often a target wants to hear that an incident is still open, though nothing is new; zero
   * for never.
   */
  default Duration resend() {
    return Duration.ZERO;
  }

  /** What a sink counts of its own, by name. */
  default Map<String, Long> counts() {
    return Map.of();
  }
}
