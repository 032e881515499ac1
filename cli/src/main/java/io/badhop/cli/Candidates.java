package io.badhop.cli;

import io.badhop.streams.detect.DetectConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Thresholds worth trying: those given, laxer and stricter ones, and all their combinations. */
final class Candidates {

  private static final List<Integer> FAILURES = List.of(3, 5, 10);
  private static final List<Double> SIGNIFICANCES = List.of(1e-4, 1e-6, 1e-9);
  private static final List<Duration> BLIPS =
      List.of(Duration.ZERO, Duration.ofSeconds(5), Duration.ofSeconds(15));

  private Candidates() {}

  /** All combinations but the given one, laxer ones first. */
  static List<DetectConfig> around(DetectConfig given) {
    List<DetectConfig> candidates = new ArrayList<>();
    for (int failures : with(FAILURES, given.minFailures())) {
      for (double significance : with(SIGNIFICANCES, given.significance()).descendingSet()) {
        for (Duration blip : with(BLIPS, given.blipLimit())) {
          DetectConfig candidate =
              new DetectConfig(
                  failures,
                  significance,
                  given.priorRatio(),
                  blip,
                  given.quiet(),
                  given.coolDown(),
                  given.maxKeys(),
                  given.maxIncidents(),
                  given.runbookUrl());
          if (!candidate.equals(given)) {
            candidates.add(candidate);
          }
        }
      }
    }
    return candidates;
  }

  private static <T extends Comparable<T>> TreeSet<T> with(List<T> usual, T given) {
    TreeSet<T> values = new TreeSet<>(usual);
    values.add(given);
    return values;
  }
}
