package io.badhop.streams.correlate;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.function.IntToLongFunction;

/**
 * Places of records that wait for a watermark, in slots of event time, so that a tick touches only
 * what it takes.
 */
final class Waiting {

  /** Length of a slot, microseconds. */
  private static final long SLOT = 250_000;

  private static final class Slot {
    private int[] places = new int[4];
    private int count;

    void add(int place) {
      if (count == places.length) {
        places = Arrays.copyOf(places, 2 * count);
      }
      places[count++] = place;
    }
  }

  private final TreeMap<Long, Slot> slots = new TreeMap<>();
  private Slot last;
  private long lastNumber;

  void add(long time, int place) {
    long number = Math.floorDiv(time, SLOT);
    if (last == null || number != lastNumber) {
      last = slots.computeIfAbsent(number, slot -> new Slot());
      lastNumber = number;
    }
    last.add(place);
  }

  /** Takes out what waits for a time before this one. */
  void takeBefore(long time, IntToLongFunction timeOf, IntConsumer taker) {
    last = null;
    while (!slots.isEmpty()) {
      Map.Entry<Long, Slot> first = slots.firstEntry();
      long start = first.getKey() * SLOT;
      if (start >= time) {
        return;
      }
      slots.pollFirstEntry();
      if (start + SLOT <= time) {
        Slot slot = first.getValue();
        for (int i = 0; i < slot.count; i++) {
          taker.accept(slot.places[i]);
        }
      } else {
        split(first.getKey(), first.getValue(), time, timeOf, taker);
        return;
      }
    }
  }

  private void split(
      long number, Slot slot, long time, IntToLongFunction timeOf, IntConsumer taker) {
    Slot left = new Slot();
    for (int i = 0; i < slot.count; i++) {
      if (timeOf.applyAsLong(slot.places[i]) < time) {
        taker.accept(slot.places[i]);
      } else {
        left.add(slot.places[i]);
      }
    }
    if (left.count > 0) {
      slots.put(number, left);
    }
  }
}
