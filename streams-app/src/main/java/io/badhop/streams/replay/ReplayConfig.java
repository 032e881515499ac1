package io.badhop.streams.replay;

import io.badhop.streams.correlate.CorrelatorLimits;
import io.badhop.streams.detect.DetectConfig;
import io.badhop.streams.summarise.Exempt;
import io.badhop.streams.summarise.Routes;
import java.time.Duration;
import java.util.Map;

/**
 * How history is replayed.
 *
 * @param limits bounds of the join
 * @param detect when failures become an incident
 * @param step event time between two ticks
 * @param disorder how much later than younger ones an event may stand in its source and still be in
 *     time
 * @param threads threads that read and parse, besides the one that correlates and detects
 * @param routes what templates of paths users gave, by site
 * @param exempt requests whose failures concern no user, by site
 */
public record ReplayConfig(
    CorrelatorLimits limits,
    DetectConfig detect,
    Duration step,
    Duration disorder,
    int threads,
    Map<String, Routes> routes,
    Map<String, Exempt> exempt) {

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
    routes = Map.copyOf(routes);
    exempt = Map.copyOf(exempt);
  }

  /** Without any templates given. */
  public ReplayConfig(
      CorrelatorLimits limits, DetectConfig detect, Duration step, Duration disorder, int threads) {
    this(limits, detect, step, disorder, threads, Map.of(), Map.of());
  }

  /** The same with other rules of detection. */
  public ReplayConfig detecting(DetectConfig rules) {
    return new ReplayConfig(limits, rules, step, disorder, threads, routes, exempt);
  }

  /** The same with templates of paths, by site. */
  public ReplayConfig routing(Map<String, Routes> given) {
    return new ReplayConfig(limits, detect, step, disorder, threads, given, exempt);
  }

  /** The same with requests whose failures concern no user, by site. */
  public ReplayConfig exempting(Map<String, Exempt> given) {
    return new ReplayConfig(limits, detect, step, disorder, threads, routes, given);
  }
}
