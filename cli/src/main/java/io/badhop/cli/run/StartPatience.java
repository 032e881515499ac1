package io.badhop.cli.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tries what needs brokers or a registry again while they are away. A broker that comes back after
 * a minute must not find that everybody has left, nor that a supervisor has lost its patience with
 * them.
 */
final class StartPatience {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Consumer<String> say;
  private final CountDownLatch stop;
  private final Duration patience;
  private final long since = System.nanoTime();
  private String said = "";

  /**
   * @param say told why it waits, once for each reason
   * @param stop ends the waiting
   * @param patience for all steps together; zero for one try
   */
  StartPatience(Consumer<String> say, CountDownLatch stop, Duration patience) {
    this.say = say;
    this.stop = stop;
    this.patience = patience;
  }

  /**
   * Does a step of the start.
   *
   * @throws AwayException of the last try, when the time is over or the start is given up
   */
  <T> T await(Supplier<T> step) {
    while (true) {
      try {
        return step.get();
      } catch (AwayException e) {
        if (!pause(e)) {
          throw e;
        }
      }
    }
  }

  private boolean pause(AwayException away) {
    Duration left = patience.minusNanos(System.nanoTime() - since);
    if (left.compareTo(PAUSE) <= 0) {
      return false;
    }
    if (!said.equals(away.getMessage())) {
      said = away.getMessage();
      say.accept(said + " Trying again for " + (left.toSeconds() + 1) + " s.");
    }
    try {
      return !stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
