package io.badhop.streams.topology;

import io.badhop.streams.correlate.CorrelatorLimits;
import io.badhop.streams.detect.DetectConfig;
import io.badhop.streams.summarise.Exempt;
import io.badhop.streams.summarise.Routes;
import java.util.Map;

/**
 * How the two stages run; the wall clock has no part in it.
 *
 * @param limits bounds of the join
 * @param detect when failures become an incident
 * @param rememberTicks after how many ticks a task of stage 1 notes from where its successor has to
 *     read; the more, the less is written and the more is read again
 * @param snapshotTicks after how many ticks a task of stage 2 writes its state down
 * @param routes what templates of paths users gave, by site
 * @param exempt requests whose failures concern no user, by site
 */
public record TopologyConfig(
    CorrelatorLimits limits,
    DetectConfig detect,
    int rememberTicks,
    int snapshotTicks,
    Map<String, Routes> routes,
    Map<String, Exempt> exempt) {

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
    routes = Map.copyOf(routes);
    exempt = Map.copyOf(exempt);
  }

  /** Without any templates given. */
  public TopologyConfig(
      CorrelatorLimits limits, DetectConfig detect, int rememberTicks, int snapshotTicks) {
    this(limits, detect, rememberTicks, snapshotTicks, Map.of(), Map.of());
  }

  /** The same with other rules of detection. */
  public TopologyConfig detecting(DetectConfig rules) {
    return new TopologyConfig(limits, rules, rememberTicks, snapshotTicks, routes, exempt);
  }

  /** The same with templates of paths, by site. */
  public TopologyConfig routing(Map<String, Routes> given) {
    return new TopologyConfig(limits, detect, rememberTicks, snapshotTicks, given, exempt);
  }

  /** The same with requests whose failures concern no user, by site. */
  public TopologyConfig exempting(Map<String, Exempt> given) {
    return new TopologyConfig(limits, detect, rememberTicks, snapshotTicks, routes, given);
  }
}
