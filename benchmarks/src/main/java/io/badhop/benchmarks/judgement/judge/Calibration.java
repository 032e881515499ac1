package io.badhop.benchmarks.judgement.judge;

import java.util.Locale;

/**
 * How well confidence tells how often one is right: statements by their confidence in ten bins, and
 * the expected calibration error, the mean over all statements of the difference between the mean
 * confidence of a bin and the share of it that is right (Naeini, Cooper and Hauskrecht, "Obtaining
 * well calibrated probabilities using Bayesian binning", AAAI 2015).
 */
final class Calibration {

  private static final int BINS = 10;

  private final int[] count = new int[BINS];
  private final int[] right = new int[BINS];
  private final double[] confidence = new double[BINS];
  private int all;

  void add(double said, boolean isRight) {
    int bin = Math.min(BINS - 1, (int) (said * BINS));
    count[bin]++;
    confidence[bin] += said;
    right[bin] += isRight ? 1 : 0;
    all++;
  }

  /** 0 to 1; 0 without any statement. */
  double error() {
    double sum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      sum += Math.abs(right[bin] - confidence[bin]);
    }
    return all == 0 ? 0 : sum / all;
  }

  /** Statements. */
  int count() {
    return all;
  }

  /** Mean confidence. */
  double said() {
    double sum = 0;
    for (double one : confidence) {
      sum += one;
    }
    return all == 0 ? 0 : sum / all;
  }

  /** Share that is right. */
  double right() {
    int sum = 0;
    for (int one : right) {
      sum += one;
    }
    return all == 0 ? 0 : (double) sum / all;
  }

  String table() {
    StringBuilder text =
        new StringBuilder("| confidence | statements | mean said | right |\n|---|---|---|---|\n");
    for (int bin = 0; bin < BINS; bin++) {
      if (count[bin] > 0) {
        text.append(
            String.format(
                Locale.ROOT,
                "| %.1f to %.1f | %d | %.3f | %.3f |%n",
                bin / 10.0,
                (bin + 1) / 10.0,
                count[bin],
                confidence[bin] / count[bin],
                (double) right[bin] / count[bin]));
      }
    }
    return text.toString();
  }
}
