package io.badhop.streams.correlate;

import io.badhop.schemas.event.Tier;
import io.badhop.schemas.scan.RecordScan;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * A tier's exchanges in the buckets that its watermark has not passed. A bucket is counted as a
 * whole, when it has been passed to its end: before, nobody can judge it. Exchanges that have to be
 * seen wait with their place.
 */
final class Uncounted<T extends Tally> {

  /** Length of a bucket, microseconds. */
  static final long BUCKET_US = 250_000;

  /** Hears what a bucket holds. */
  interface Taker<T> {

    /**
     * @param count exchanges that it has counted
     */
    void tally(T tally, long count);

    /** One of those that were counted is to be finished. */
    void finish(int place);

    /** An exchange that was not counted. */
    void see(int place);
  }

  private final class Bucket {
    private final T tally;
    private long count;
    private boolean touched;
    private int[] toFinish = new int[4];
    private int finishing;
    private int[] toSee = new int[4];
    private int seeing;

    Bucket(long number) {
      tally = tallies.open(number * BUCKET_US, tier);
    }

    void add(int place, RecordScan event, boolean late) {
      touched = true;
      Tally.Answer answer = late ? Tally.Answer.TO_SEE : tally.take(event);
      if (answer == Tally.Answer.TO_SEE) {
        toSee = seeing == toSee.length ? Arrays.copyOf(toSee, 2 * seeing) : toSee;
        toSee[seeing++] = place;
        return;
      }
      count++;
      if (answer == Tally.Answer.COUNTED_TO_FINISH) {
        toFinish = finishing == toFinish.length ? Arrays.copyOf(toFinish, 2 * finishing) : toFinish;
        toFinish[finishing++] = place;
      }
    }

    void rest() {
      if (!touched) {
        tally.rest();
      }
      touched = false;
    }

    void take(Taker<? super T> taker) {
      taker.tally(tally, count);
      for (int i = 0; i < finishing; i++) {
        taker.finish(toFinish[i]);
      }
      for (int i = 0; i < seeing; i++) {
        taker.see(toSee[i]);
      }
    }
  }

  private final Tier tier;
  private final Tally.Source<T> tallies;
  private final TreeMap<Long, Bucket> buckets = new TreeMap<>();
  private Bucket last;
  private long lastNumber = Long.MIN_VALUE;

  Uncounted(Tier tier, Tally.Source<T> tallies) {
    this.tier = tier;
    this.tallies = tallies;
  }

  /**
   * @param late whether it came after its tier's watermark; then it has to be seen
   */
  void add(long time, int place, RecordScan event, boolean late) {
    long number = Math.floorDiv(time, BUCKET_US);
    if (number != lastNumber) {
      last = buckets.computeIfAbsent(number, Bucket::new);
      lastNumber = number;
    }
    last.add(place, event, late);
  }

  /** Makes those small that got nothing since the last call. */
  void rest() {
    buckets.values().forEach(Bucket::rest);
  }

  /** Takes out the buckets that end at this time or before. */
  void takeBefore(long time, Taker<? super T> taker) {
    while (!buckets.isEmpty() && (buckets.firstKey() + 1) * BUCKET_US <= time) {
      buckets.pollFirstEntry().getValue().take(taker);
      lastNumber = Long.MIN_VALUE;
      last = null;
    }
  }
}
