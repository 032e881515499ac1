package io.badhop.alerting;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** How long a route waits before it tries again: longer each time, until something succeeds. */
final class Pause {

  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private Duration length = Duration.ZERO;
  private volatile Instant since;

  /** Something could not be done. */
  void lengthen(Instant now) {
    Duration longer = length.isZero() ? FIRST : length.multipliedBy(2);
    length = longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
    if (since == null) {
      since = now;
    }
  }

  /** Something could be done. */
  void end() {
    length = Duration.ZERO;
    since = null;
  }

  /** Waits as long as it now is. */
  void await() {
    LockSupport.parkNanos(length.toNanos());
  }

  /**
   * How long nothing has succeeded; zero when there is nothing to wait for. May be asked by any
   * thread.
   */
  Duration lasting(Instant now) {
    Instant start = since;
    return start == null ? Duration.ZERO : Duration.between(start, now);
  }

  @Override
  public String toString() {
    return length.toString();
  }
}
