package io.badhop.streams.correlate;

import io.badhop.schemas.scan.RecordScan;
import java.lang.reflect.Array;

/**
 * Records of one tier that were read before the tick that admits them, in their order, as the bytes
 * they came in.
 */
final class Arrivals {

  private static final int LEAST = 16;

  /** Who takes them. */
  interface Taker {
    void take(RecordScan event, boolean late);
  }

  // A ring, from `first` on.
  private RecordScan[] scans = new RecordScan[LEAST];
  private byte[][] arrays = new byte[LEAST][];
  private int[] starts = new int[LEAST];
  private int[] ends = new int[LEAST];
  private long[] epochs = new long[LEAST];
  private boolean[] late = new boolean[LEAST];
  private int first;
  private int size;

  void add(RecordScan event, long epoch, boolean tooLate) {
    if (size == scans.length) {
      resize(2 * size);
    }
    int slot = first + size & scans.length - 1;
    scans[slot] = event;
    arrays[slot] = event.bytes();
    starts[slot] = event.start();
    ends[slot] = event.end();
    epochs[slot] = epoch;
    late[slot] = tooLate;
    size++;
  }

  /** Takes out those up to an epoch. */
  void take(long epoch, Taker taker) {
    while (size > 0 && epochs[first] <= epoch) {
      RecordScan event = scans[first];
      event.read(arrays[first], starts[first], ends[first]);
      taker.take(event, late[first]);
      arrays[first] = null;
      scans[first] = null;
      first = first + 1 & scans.length - 1;
      size--;
    }
    if (scans.length > LEAST && size < scans.length / 8) {
      // A successor reads hours in one go, and would keep the room for them.
      resize(scans.length / 4);
    }
  }

  private void resize(int length) {
    scans = copy(scans, new RecordScan[length]);
    arrays = copy(arrays, new byte[length][]);
    starts = copy(starts, new int[length]);
    ends = copy(ends, new int[length]);
    epochs = copy(epochs, new long[length]);
    late = copy(late, new boolean[length]);
    first = 0;
  }

  /** What the ring holds, unrolled. */
  private <T> T copy(T ring, T all) {
    int length = Array.getLength(ring);
    int toEnd = Math.min(size, length - first);
    System.arraycopy(ring, first, all, 0, toEnd);
    System.arraycopy(ring, 0, all, toEnd, size - toEnd);
    return all;
  }
}
