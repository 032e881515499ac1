package io.badhop.schemas.serde;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Growing pauses between tries, until the time for all of them is over. For one thread. */
final class Patience {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final long deadline;
  private Duration next = FIRST;

  Patience(Duration inAll) {
    deadline = System.nanoTime() + inAll.toNanos();
  }

  /** True when there is time for a pause and another try. */
  boolean left() {
    return deadline - System.nanoTime() > next.toNanos();
  }

  /**
   * Waits.
   *
   * @throws RegistryUnavailableException when interrupted; the thread stays so
   */
  void pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(next.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryUnavailableException("interrupted while waiting for the registry", e);
    }
    next = next.multipliedBy(2).compareTo(LONGEST) < 0 ? next.multipliedBy(2) : LONGEST;
  }
}
