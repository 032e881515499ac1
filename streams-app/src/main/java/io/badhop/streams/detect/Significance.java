package io.badhop.streams.detect;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Whether chance explains a number of failures: the exact one-sided binomial test. Many keys are
 * tested at once, so the limit is divided by their number (Bonferroni; O. J. Dunn, "Multiple
 * Comparisons Among Means", 1961), which keeps the probability of any false alarm in one evaluation
 * below the configured significance.
 */
final class Significance {

  private Significance() {}

  /**
   * Probability of at least this many failures when each exchange fails with the given ratio,
   * independently.
   *
   * @param failures 0 or more
   * @param exchanges at least the failures
   * @param ratio between 0 and 1
   */
  static double tail(long failures, long exchanges, double ratio) {
    if (failures <= 0) {
      return 1;
    }
    int trials = (int) Math.min(Integer.MAX_VALUE, Math.max(exchanges, failures));
    return BinomialDistribution.of(trials, ratio)
        .survivalProbability((int) Math.min(failures, trials) - 1);
  }
}
