package io.badhop.streams.topology;

import io.badhop.streams.correlate.CorrelatorLimits;
import io.badhop.streams.detect.DetectConfig;

/**
 * How the two stages run; the wall clock has no part in it.
 *
 * @param limits bounds of the join
 * @param detect when failures become an incident
 * @param rememberTicks after how many ticks a task of stage 1 notes from where its successor has to
 *     read; the more, the less is written and the more is read again
 * @param snapshotTicks after how many ticks a task of stage 2 writes its state down
 */
public record TopologyConfig(
    CorrelatorLimits limits, DetectConfig detect, int rememberTicks, int snapshotTicks) {

  /** Every 4 ticks and every 240 ticks, which are a second and a minute at most in live running. */
  public static final TopologyConfig DEFAULT =
      new TopologyConfig(CorrelatorLimits.DEFAULT, DetectConfig.DEFAULT, 4, 240);

  /**
   * Checks the intervals.
   *
   * @throws IllegalArgumentException when one of them is less than 1
   */
  public TopologyConfig {
    if (rememberTicks < 1 || snapshotTicks < 1) {
      throw new IllegalArgumentException("rememberTicks and snapshotTicks must be 1 or more");
    }
  }

  /** The same with other rules of detection. */
  public TopologyConfig detecting(DetectConfig rules) {
    return new TopologyConfig(limits, rules, rememberTicks, snapshotTicks);
  }
}
