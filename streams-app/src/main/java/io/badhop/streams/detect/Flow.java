package io.badhop.streams.detect;

import io.badhop.schemas.event.FlowState;
import java.util.ArrayList;
import java.util.List;

/**
 * How many exchanges came of late under one key, in stretches of several lengths, and whether that
 * is far less than before.
 *
 * <p>The measure is Chernoff's bound on the lower tail of a Poisson count: where d are due, k or
 * fewer come with a probability of at most e^-(d - k + k ln(k / d)). Traffic is burstier than
 * Poisson's; so it has to have been steady, too.
 */
final class Flow {

  /** Slots of the shortest stretch, 10 s. */
  static final int BASE = 40;

  /**
   * Stretches of 10 s, 20 s, 40 s, 100 s, 200 s, 400 s and 20 min; three are looked at together.
   */
  private static final int[] LENGTHS = {1, 2, 4, 10, 20, 40, 120};

  /** Stretches that are looked at together: 30 s to one hour. */
  private static final int RECENT = 3;

  /** How many before them are compared with. */
  private static final int BEFORE = 54;

  private static final int LATELY = 18;

  /** Exponent of the bound: e^-24 is 4 in 100 billion. */
  private static final double RARE = 24;

  /** Less than a quarter of the least that came before is a fall. */
  private static final int FALL = 4;

  /** Two minutes: shorter dips are nobody's concern. */
  private static final int SHORTEST_FALL = 2;

  private final int[][] stretches = new int[LENGTHS.length][RECENT + BEFORE];
  private final int[] running = new int[LENGTHS.length];
  private int fresh;
  private long lastTraffic = Slots.NONE;

  /**
   * Traffic that is missing.
   *
   * @param length number of the length of stretches that shows it
   * @param came exchanges in three of these
   * @param due exchanges that were due in them
   */
  record Loss(int length, long came, long due) {

    /** How long that is. */
    long slots() {
      return (long) RECENT * BASE * LENGTHS[length];
    }
  }

  void add(long slot, long count) {
    fresh += (int) Math.min(count, Integer.MAX_VALUE / 2 - fresh);
    lastTraffic = count > 0 ? slot : lastTraffic;
  }

  /** Newest slot with an exchange; {@link Slots#NONE} before the first. */
  long lastTraffic() {
    return lastTraffic;
  }

  /** Ends 10 s. */
  void close(long number) {
    for (int i = 0; i < LENGTHS.length; i++) {
      running[i] += fresh;
      if (ended(i, number)) {
        System.arraycopy(stretches[i], 0, stretches[i], 1, RECENT + BEFORE - 1);
        stretches[i][0] = running[i];
        running[i] = 0;
      }
    }
    fresh = 0;
  }

  /** True when with these 10 s a stretch of that length ends. */
  static boolean ended(int length, long number) {
    return Math.floorMod(number + 1, LENGTHS[length]) == 0;
  }

  /** A silence that chance and a steady stream do not explain; null when there is none. */
  Loss silence(long number) {
    for (int i = 0; i < LENGTHS.length; i++) {
      if (ended(i, number) && came(i) == 0 && steady(i)) {
        long due = due(i);
        if (due >= RARE) {
          return new Loss(i, 0, due);
        }
      }
    }
    return null;
  }

  /**
   * A fall below a quarter of the least that came in as long a time before; null when there is
   * none. The stretch in which it fell is left out. The least stands for what is due, so that the
   * end of a surge is no fall.
   */
  Loss fall(long number) {
    for (int i = SHORTEST_FALL; i < LENGTHS.length; i++) {
      long came = came(i);
      long least = least(i);
      if (ended(i, number) && came * FALL <= least && exponent(came, least) >= RARE) {
        return new Loss(i, came, least);
      }
    }
    return null;
  }

  private static double exponent(long came, long due) {
    return came == 0 ? due : due - came + came * Math.log((double) came / due);
  }

  private boolean steady(int length) {
    for (int i = RECENT; i < RECENT + BEFORE; i++) {
      if (stretches[length][i] == 0) {
        return false;
      }
    }
    return true;
  }

  /** Exchanges of the newest three stretches of a length. */
  long came(int length) {
    return sum(length, 0, RECENT);
  }

  /** Exchanges due in three stretches: the mean before, or that of the last third if it is less. */
  long due(int length) {
    long all = sum(length, RECENT, RECENT + BEFORE) * RECENT / BEFORE;
    return Math.min(all, sum(length, RECENT, RECENT + LATELY) * RECENT / LATELY);
  }

  private long least(int length) {
    long least = Long.MAX_VALUE;
    for (int i = RECENT + 1; i + RECENT <= RECENT + BEFORE; i += RECENT) {
      least = Math.min(least, sum(length, i, i + RECENT));
    }
    return least;
  }

  private long sum(int length, int from, int to) {
    long sum = 0;
    for (int i = from; i < to; i++) {
      sum += stretches[length][i];
    }
    return sum;
  }

  FlowState state(KeyId key) {
    List<Integer> open = new ArrayList<>();
    open.add(fresh);
    List<Integer> counts = new ArrayList<>();
    for (int i = 0; i < LENGTHS.length; i++) {
      open.add(running[i]);
      for (int count : stretches[i]) {
        counts.add(count);
      }
    }
    return new FlowState(key.key(), lastTraffic, open, counts);
  }

  static Flow restore(FlowState state) {
    Flow flow = new Flow();
    flow.lastTraffic = state.getLastTraffic();
    flow.fresh = state.getOpen().get(0);
    for (int i = 0; i < LENGTHS.length; i++) {
      flow.running[i] = state.getOpen().get(i + 1);
      for (int j = 0; j < RECENT + BEFORE; j++) {
        flow.stretches[i][j] = state.getStretches().get(i * (RECENT + BEFORE) + j);
      }
    }
    return flow;
  }
}
