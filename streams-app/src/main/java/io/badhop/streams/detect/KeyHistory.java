package io.badhop.streams.detect;

import io.badhop.schemas.event.HistoryState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many exchanges one key saw, by time: the newest 30 s in slots of 250 ms, the newest 10 min in
 * slots of 10 s, the newest six hours in slots of 10 min, and all that is older than 10 min as a
 * baseline that decays by half in about ten hours. Rings of fixed size, so memory does not depend
 * on traffic: some 1,100 bytes a key.
 *
 * <p>A slow burn is held against the past before these six hours, as it would have taught the
 * baseline since.
 *
 * <p>The baseline takes in the failures that no incident claimed, and only when they leave the
 * window: an incident does not teach what is usual.
 */
final class KeyHistory {

  static final int FINE = 120;
  static final int COARSE = 60;
  static final int HOURS = 36;
  private static final int FINE_PER_COARSE = 40;
  private static final int FINE_PER_HOURS = FINE_PER_COARSE * COARSE;
  private static final double DECAY_PER_COARSE = 0.9998;
  private static final double DECAY_PER_HOURS = 0.988;

  /**
   * Weight of the prior, in exchanges: a key needs about this many before its own past outweighs
   * the assumption.
   */
  private static final double PRIOR_WEIGHT = 500;

  private final int[] fine = new int[FINE];
  private final int[] coarse = new int[COARSE];
  private final int[] hours = new int[HOURS];
  private final int[] hourFailures = new int[HOURS];
  private long newest = Slots.NONE;
  private double baselineExchanges;
  private double baselineFailures;
  private double pastExchanges;
  private double pastFailures;

  void add(long slot, long exchanges) {
    advance(slot);
    if (newest - slot < FINE) {
      fine[Math.floorMod(slot, FINE)] += (int) exchanges;
    }
    if (newest / FINE_PER_COARSE - slot / FINE_PER_COARSE < COARSE) {
      coarse[Math.floorMod(slot / FINE_PER_COARSE, COARSE)] += (int) exchanges;
    }
    if (newest / FINE_PER_HOURS - slot / FINE_PER_HOURS < HOURS) {
      hours[Math.floorMod(slot / FINE_PER_HOURS, HOURS)] += (int) exchanges;
    }
  }

  /** Exchanges in the slots from..to, inclusive; beyond 30 s back at a resolution of 10 s. */
  long exchanges(long from, long to) {
    if (newest == Slots.NONE || from > newest) {
      return 0;
    }
    long last = Math.min(to, newest);
    return newest - from < FINE
        ? sum(fine, from, last)
        : sum(coarse, from / FINE_PER_COARSE, last / FINE_PER_COARSE);
  }

  /** Exchanges since a slot up to six hours back, at a resolution of 10 min. */
  long exchangesOfHours(long from) {
    return newest == Slots.NONE ? 0 : sum(hours, from / FINE_PER_HOURS, newest / FINE_PER_HOURS);
  }

  /**
   * Exchanges that surely fell into the slots from..to, inclusive: beyond 30 s back only those of
   * slots of 10 s that lie inside.
   */
  long exchangesInside(long from, long to) {
    if (newest == Slots.NONE || from > newest) {
      return 0;
    }
    if (newest - from < FINE) {
      return sum(fine, from, Math.min(to, newest));
    }
    long first = Math.floorDiv(from + FINE_PER_COARSE - 1, FINE_PER_COARSE);
    long last = Math.floorDiv(Math.min(to, newest) + 1, FINE_PER_COARSE) - 1;
    return sum(coarse, first, last);
  }

  /** Exchanges of the slot of 10 s that the slot lies in; 0 beyond ten minutes back. */
  long coarseExchanges(long slot) {
    long coarseSlot = slot / FINE_PER_COARSE;
    long back = newest / FINE_PER_COARSE - coarseSlot;
    return back < 0 || back >= COARSE ? 0 : coarse[Math.floorMod(coarseSlot, COARSE)];
  }

  private static long sum(int[] ring, long from, long to) {
    long sum = 0;
    for (long i = Math.max(from, to - ring.length + 1); i <= to; i++) {
      sum += ring[Math.floorMod(i, ring.length)];
    }
    return sum;
  }

  /** Adds what another key saw. The other is of no use afterwards. */
  void add(KeyHistory other) {
    long latest = Math.max(newest, other.newest);
    if (other.newest == Slots.NONE) {
      return;
    }
    if (newest != Slots.NONE) {
      advance(latest);
    }
    other.advance(latest);
    newest = latest;
    for (int i = 0; i < FINE; i++) {
      fine[i] += other.fine[i];
    }
    for (int i = 0; i < COARSE; i++) {
      coarse[i] += other.coarse[i];
    }
    for (int i = 0; i < HOURS; i++) {
      hours[i] += other.hours[i];
      hourFailures[i] += other.hourFailures[i];
    }
    pastExchanges += other.pastExchanges;
    pastFailures += other.pastFailures;
    baselineExchanges += other.baselineExchanges;
    baselineFailures += other.baselineFailures;
  }

  /** Failures that left the window unexplained become part of what is usual. */
  void usualFailures(long count) {
    baselineFailures += count;
    if (newest != Slots.NONE) {
      hourFailures[Math.floorMod(newest / FINE_PER_HOURS, HOURS)] += (int) count;
    }
  }

  /** Failures of the last hours that an incident claimed after all are taken back out. */
  void notUsual(long slot, long count) {
    baselineFailures = Math.max(0, baselineFailures - count);
    int left = Math.floorMod((slot + FINE_PER_HOURS) / FINE_PER_HOURS, HOURS);
    hourFailures[left] = (int) Math.max(0, hourFailures[left] - count);
  }

  /** Failure ratio of the past, without any prior; 0 when there is no past. */
  double baselineRatio() {
    return baselineExchanges <= 0 ? 0 : Math.min(1, baselineFailures / baselineExchanges);
  }

  /** Failure ratio to be expected: past and prior, weighted by their number of exchanges. */
  double expectedRatio(double prior) {
    return Math.min(
        0.5, (baselineFailures + prior * PRIOR_WEIGHT) / (baselineExchanges + PRIOR_WEIGHT));
  }

  /** The same of the past before the last six hours. */
  double ratioBeforeHours(double prior) {
    return Math.min(0.5, (pastFailures + prior * PRIOR_WEIGHT) / (pastExchanges + PRIOR_WEIGHT));
  }

  /** True when nothing was seen for the whole window and there is no past worth keeping. */
  boolean forgettable(long slot) {
    return slot - newest > (long) FINE_PER_COARSE * COARSE;
  }

  private void advance(long slot) {
    advanceHours(slot);
    if (newest == Slots.NONE || slot - newest >= (long) FINE_PER_COARSE * COARSE) {
      for (int count : coarse) {
        baselineExchanges += count;
      }
      Arrays.fill(fine, 0);
      Arrays.fill(coarse, 0);
      newest = Math.max(slot, newest);
      return;
    }
    for (long i = newest + 1; i <= slot; i++) {
      fine[Math.floorMod(i, FINE)] = 0;
      if (i % FINE_PER_COARSE == 0) {
        retire(Math.floorMod(i / FINE_PER_COARSE, COARSE));
      }
    }
    newest = Math.max(newest, slot);
  }

  private void advanceHours(long slot) {
    long until = slot / FINE_PER_HOURS;
    long from = newest == Slots.NONE ? until : newest / FINE_PER_HOURS + 1;
    for (long i = Math.max(from, until - HOURS + 1); i <= until; i++) {
      int index = Math.floorMod(i, HOURS);
      pastExchanges = pastExchanges * DECAY_PER_HOURS + hours[index];
      pastFailures = pastFailures * DECAY_PER_HOURS + hourFailures[index];
      hours[index] = 0;
      hourFailures[index] = 0;
    }
  }

  private void retire(int index) {
    baselineExchanges = baselineExchanges * DECAY_PER_COARSE + coarse[index];
    baselineFailures *= DECAY_PER_COARSE;
    coarse[index] = 0;
  }

  HistoryState state(KeyId id) {
    return new HistoryState(
        id.key(),
        id.and(),
        newest,
        pairs(fine, newest),
        pairs(coarse, newest / FINE_PER_COARSE),
        baselineExchanges,
        baselineFailures,
        pairs(hours, newest / FINE_PER_HOURS),
        pairs(hourFailures, newest / FINE_PER_HOURS),
        pastExchanges,
        pastFailures);
  }

  static KeyHistory restore(HistoryState state) {
    KeyHistory history = new KeyHistory();
    history.newest = state.getSlot();
    fill(history.fine, history.newest, state.getFine());
    fill(history.coarse, history.newest / FINE_PER_COARSE, state.getCoarse());
    fill(history.hours, history.newest / FINE_PER_HOURS, state.getHours());
    fill(history.hourFailures, history.newest / FINE_PER_HOURS, state.getHourFailures());
    history.pastExchanges = state.getPastExchanges();
    history.pastFailures = state.getPastFailures();
    history.baselineExchanges = state.getBaselineExchanges();
    history.baselineFailures = state.getBaselineFailures();
    return history;
  }

  private static List<Long> pairs(int[] ring, long newest) {
    List<Long> pairs = new ArrayList<>();
    for (int back = 0; back < ring.length; back++) {
      int count = ring[Math.floorMod(newest - back, ring.length)];
      if (count != 0) {
        pairs.add((long) back);
        pairs.add((long) count);
      }
    }
    return pairs;
  }

  private static void fill(int[] ring, long newest, List<Long> pairs) {
    for (int i = 0; i < pairs.size(); i += 2) {
      ring[Math.floorMod(newest - pairs.get(i), ring.length)] = pairs.get(i + 1).intValue();
    }
  }
}
