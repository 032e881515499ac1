package io.badhop.streams.correlate;

import io.badhop.schemas.event.Tier;
import java.util.Arrays;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * A tier's exchanges in the buckets that its watermark has not passed. A bucket is counted as a
 * whole, when it has been passed to its end: before, nobody can judge it. Exchanges that have to be
 * seen wait with their place; the latest are at hand as they came, so that most need not be
 * unpacked.
 */
final class Uncounted<T extends Tally> {

  /** Length of a bucket, microseconds. */
  static final long BUCKET_US = 250_000;

  /** Most records at hand. */
  private static final int AT_HAND = 4_096;

  /** Hears what a bucket holds. */
  interface Taker<T> {

    /**
     * @param count exchanges that it has counted
     */
    void tally(T tally, long count);

    /** One of those that were counted is to be finished. */
    void finish(int place);

    /**
     * An exchange that was not counted.
     *
     * @param event its record as it came; null when it has to be unpacked
     */
    void see(int place, SpecificRecord event);
  }

  private final class Bucket {
    private final T tally;
    private long count;
    private int[] toFinish = new int[4];
    private int finishing;
    private int[] toSee = new int[4];
    private SpecificRecord[] events = new SpecificRecord[4];
    private int seeing;

    Bucket(long number) {
      tally = tallies.open(number * BUCKET_US, tier);
    }

    void add(int place, SpecificRecord event, boolean late) {
      Tally.Answer answer = late ? Tally.Answer.TO_SEE : tally.take(event);
      if (answer == Tally.Answer.TO_SEE) {
        see(place, event);
        return;
      }
      count++;
      if (answer == Tally.Answer.COUNTED_TO_FINISH) {
        toFinish = finishing == toFinish.length ? Arrays.copyOf(toFinish, 2 * finishing) : toFinish;
        toFinish[finishing++] = place;
      }
    }

    private void see(int place, SpecificRecord event) {
      toSee = seeing == toSee.length ? Arrays.copyOf(toSee, 2 * seeing) : toSee;
      toSee[seeing] = place;
      if (atHand < AT_HAND) {
        events = seeing >= events.length ? Arrays.copyOf(events, toSee.length) : events;
        events[seeing] = event;
        atHand++;
      }
      seeing++;
    }

    private SpecificRecord event(int i) {
      return i < events.length ? events[i] : null;
    }

    void take(Taker<? super T> taker) {
      taker.tally(tally, count);
      for (int i = 0; i < finishing; i++) {
        taker.finish(toFinish[i]);
      }
      for (int i = 0; i < seeing; i++) {
        SpecificRecord event = event(i);
        atHand -= event == null ? 0 : 1;
        taker.see(toSee[i], event);
      }
    }
  }

  private final Tier tier;
  private final Tally.Source<T> tallies;
  private final TreeMap<Long, Bucket> buckets = new TreeMap<>();
  private Bucket last;
  private long lastNumber = Long.MIN_VALUE;
  private int atHand;

  Uncounted(Tier tier, Tally.Source<T> tallies) {
    this.tier = tier;
    this.tallies = tallies;
  }

  /**
   * @param late whether it came after its tier's watermark; then it has to be seen
   */
  void add(long time, int place, SpecificRecord event, boolean late) {
    long number = Math.floorDiv(time, BUCKET_US);
    if (number != lastNumber) {
      last = buckets.computeIfAbsent(number, Bucket::new);
      lastNumber = number;
    }
    last.add(place, event, late);
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
