package io.badhop.streams.replay;

import io.badhop.streams.correlate.CorrelatorLimits;
import io.badhop.streams.detect.DetectConfig;
import java.time.Duration;

/**
 * How history is replayed.
 *
 * @param limits bounds of the join
 * @param detect when failures become an incident
 * @param step event time between two ticks
 * @param disorder how much later than younger ones an event may stand in its source and still be in
 *     time
 * @param threads threads that read and parse, besides the one that correlates and detects
 */
public record ReplayConfig(
    CorrelatorLimits limits, DetectConfig detect, Duration step, Duration disorder, int threads) {

  /** The rules of live running, a tick every 250 ms, 1 s of disorder, a reader for every core. */
  public static final ReplayConfig DEFAULT =
      new ReplayConfig(
          CorrelatorLimits.DEFAULT,
          DetectConfig.DEFAULT,
          Duration.ofMillis(250),
          Duration.ofSeconds(1),
          Runtime.getRuntime().availableProcessors());

  /**
   * Checks the durations and the number of threads.
   *
   * @throws IllegalArgumentException when the step is not positive, the disorder negative or no
   *     thread is left
   */
  public ReplayConfig {
    if (step.isNegative() || step.isZero() || disorder.isNegative() || threads < 1) {
      throw new IllegalArgumentException(
          "step must be longer than 0, disorder not negative and threads 1 or more");
    }
  }

  /** The same with other rules of detection. */
  public ReplayConfig detecting(DetectConfig rules) {
    return new ReplayConfig(limits, rules, step, disorder, threads);
  }
}
