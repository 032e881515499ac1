package io.badhop.streams.detect;

import io.badhop.schemas.event.Pace;
import io.badhop.schemas.event.PaceState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How long the exchanges of one upstream took: the newest ten seconds in four stretches, all before
 * as what is usual, which decays by half in about an hour. Bin n holds durations below 2^n
 * microseconds. A stretch that was slow does not teach what is usual.
 */
final class PaceHistory {

  /** Slots in a stretch: 2.5 s. */
  static final int STRETCH = 10;

  /** Stretches for which what is usual is kept when nothing comes. */
  private static final int MEMORY = Board.WINDOW;

  private static final int BINS = 26;
  private static final int STRETCHES = 4;
  private static final double DECAY = 0.9995;
  private static final double USUAL_SHARE = 0.95;
  private static final double MEDIAN = 0.5;

  /** Two bins more are four times as long at least. */
  private static final int SLOWER = 2;

  /** Below 2^16 microseconds, a fifteenth of a second, nobody waits. */
  private static final int NOTABLE_BIN = 17;

  private static final double ENOUGH_USUAL = 200;
  private static final long ENOUGH_RECENT = 20;
  private static final double SLOW_SHARE = 0.25;

  private final double[] usual = new double[BINS];
  private final long[][] recent = new long[STRETCHES][BINS];
  private final long[] numbers = new long[STRETCHES];
  private int slow;

  PaceHistory() {
    Arrays.fill(numbers, Slots.NONE);
  }

  /** Counts what a slot brought. */
  void add(long slot, Pace pace) {
    long[] stretch = stretch(slot / STRETCH);
    for (int i = 0; i < pace.getBins().size(); i++) {
      stretch[Math.min(BINS - 1, Math.max(0, pace.getBins().get(i)))] += pace.getCounts().get(i);
    }
  }

  private long[] stretch(long number) {
    int at = Math.floorMod(number, STRETCHES);
    if (numbers[at] != number) {
      retire(at);
      numbers[at] = number;
    }
    return recent[at];
  }

  /**
   * Empties a stretch into what is usual. Its number stays, as it says when something came last.
   */
  private void retire(int at) {
    if (Arrays.stream(recent[at]).allMatch(count -> count == 0)) {
      return;
    }
    for (int bin = 0; bin < BINS && slow == 0; bin++) {
      usual[bin] = usual[bin] * DECAY + recent[at][bin];
    }
    Arrays.fill(recent[at], 0);
  }

  /**
   * Judges the ten seconds that end with the slot.
   *
   * @param limit greatest probability with which chance may explain it
   */
  void judge(long slot, double limit) {
    long number = slot / STRETCH;
    for (int at = 0; at < STRETCHES; at++) {
      if (numbers[at] <= number - STRETCHES) {
        retire(at);
      }
    }
    slow = isSlow(limit) ? slow + 1 : 0;
  }

  /**
   * A quarter of the exchanges take four times as long as nineteen in twenty usually do, more than
   * chance explains.
   */
  private boolean isSlow(double limit) {
    double[] now = now();
    double before = sum(usual, 0);
    long count = Math.round(sum(now, 0));
    if (before < ENOUGH_USUAL || count < ENOUGH_RECENT) {
      return false;
    }
    int bin = Math.max(NOTABLE_BIN, quantile(usual, USUAL_SHARE) + SLOWER);
    long slower = Math.round(sum(now, bin));
    double expected = Math.max(1 - USUAL_SHARE, sum(usual, bin) / before);
    return slower >= SLOW_SHARE * count && Significance.tail(slower, count, expected) <= limit;
  }

  private double[] now() {
    double[] now = new double[BINS];
    for (long[] stretch : recent) {
      for (int bin = 0; bin < BINS; bin++) {
        now[bin] += stretch[bin];
      }
    }
    return now;
  }

  private static double sum(double[] counts, int from) {
    double sum = 0;
    for (int bin = Math.min(from, BINS); bin < BINS; bin++) {
      sum += counts[bin];
    }
    return sum;
  }

  private static int quantile(double[] counts, double share) {
    double rank = share * sum(counts, 0);
    double seen = 0;
    for (int bin = 0; bin < BINS; bin++) {
      seen += counts[bin];
      if (seen >= rank) {
        return bin;
      }
    }
    return BINS - 1;
  }

  /** For how many judgements in a row it has been slow. */
  int slow() {
    return slow;
  }

  /** Half of the exchanges of the last ten seconds took at most this long, microseconds. */
  long medianUs() {
    return 1L << quantile(now(), MEDIAN);
  }

  /** The same of what is usual. */
  long usualUs() {
    return 1L << quantile(usual, MEDIAN);
  }

  /** True when nothing came for so long, 100 minutes, that nothing of it is worth keeping. */
  boolean forgettable(long slot) {
    return newest() < slot / STRETCH - MEMORY;
  }

  /** The first slot in which a judgement finds it {@link #forgettable}, if nothing comes. */
  long forgottenAt() {
    return (newest() + MEMORY + 2) * STRETCH - 1;
  }

  private long newest() {
    return Arrays.stream(numbers).max().orElse(Slots.NONE);
  }

  /** True when another judgement changes nothing, if nothing comes. */
  boolean still() {
    return slow == 0 && sum(now(), 0) == 0;
  }

  PaceState state(KeyId key) {
    List<Double> past = new ArrayList<>();
    Arrays.stream(usual).forEach(past::add);
    List<Long> stretches = new ArrayList<>();
    Arrays.stream(numbers).forEach(stretches::add);
    List<Long> counts = new ArrayList<>();
    for (long[] stretch : recent) {
      Arrays.stream(stretch).forEach(counts::add);
    }
    return new PaceState(key.key(), past, stretches, counts, slow);
  }

  static PaceHistory restore(PaceState state) {
    PaceHistory history = new PaceHistory();
    for (int bin = 0; bin < BINS; bin++) {
      history.usual[bin] = state.getUsual().get(bin);
    }
    for (int at = 0; at < STRETCHES; at++) {
      history.numbers[at] = state.getStretches().get(at);
      for (int bin = 0; bin < BINS; bin++) {
        history.recent[at][bin] = state.getRecent().get(at * BINS + bin);
      }
    }
    history.slow = state.getSlow();
    return history;
  }
}
