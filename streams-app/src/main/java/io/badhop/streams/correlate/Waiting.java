package io.badhop.streams.correlate;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.function.IntToLongFunction;
import org.apache.avro.specific.SpecificRecord;

/**
 * Places of records that wait for a watermark, in slots of event time, so that a tick touches only
 * what it takes. The latest records are at hand as they came, so that most need not be unpacked.
 */
final class Waiting {

  /** Length of a slot, microseconds. */
  private static final long SLOT = 250_000;

  /** Most records at hand. */
  private static final int AT_HAND = 4_096;

  /** Hears what is taken. */
  interface Taker {
    /**
     * @param event the record as it came; null when it has to be unpacked
     */
    void take(int place, SpecificRecord event);
  }

  private static final class Slot {
    private int[] places = new int[4];
    private SpecificRecord[] events = new SpecificRecord[4];
    private int count;

    void add(int place, SpecificRecord event) {
      if (count == places.length) {
        places = Arrays.copyOf(places, 2 * count);
      }
      places[count] = place;
      if (event != null) {
        if (count >= events.length) {
          events = Arrays.copyOf(events, places.length);
        }
        events[count] = event;
      }
      count++;
    }

    SpecificRecord event(int i) {
      return i < events.length ? events[i] : null;
    }
  }

  private final TreeMap<Long, Slot> slots = new TreeMap<>();
  private int atHand;

  void add(long time, int place, SpecificRecord event) {
    boolean keep = event != null && atHand < AT_HAND;
    atHand += keep ? 1 : 0;
    slots
        .computeIfAbsent(Math.floorDiv(time, SLOT), slot -> new Slot())
        .add(place, keep ? event : null);
  }

  /** Takes out what waits for a time before this one. */
  void takeBefore(long time, IntToLongFunction timeOf, Taker taker) {
    while (!slots.isEmpty()) {
      Map.Entry<Long, Slot> first = slots.firstEntry();
      long start = first.getKey() * SLOT;
      if (start >= time) {
        return;
      }
      slots.pollFirstEntry();
      if (start + SLOT <= time) {
        take(first.getValue(), taker);
      } else {
        split(first.getKey(), first.getValue(), time, timeOf, taker);
        return;
      }
    }
  }

  private void take(Slot slot, Taker taker) {
    for (int i = 0; i < slot.count; i++) {
      take(slot.places[i], slot.event(i), taker);
    }
  }

  private void take(int place, SpecificRecord event, Taker taker) {
    atHand -= event == null ? 0 : 1;
    taker.take(place, event);
  }

  private void split(long number, Slot slot, long time, IntToLongFunction timeOf, Taker taker) {
    Slot left = new Slot();
    for (int i = 0; i < slot.count; i++) {
      if (timeOf.applyAsLong(slot.places[i]) < time) {
        take(slot.places[i], slot.event(i), taker);
      } else {
        left.add(slot.places[i], slot.event(i));
      }
    }
    if (left.count > 0) {
      slots.put(number, left);
    }
  }

  /** Takes out what waits for a time before this one, whatever it is. */
  void dropBefore(long time, IntToLongFunction timeOf, IntConsumer dropped) {
    takeBefore(time, timeOf, (place, event) -> dropped.accept(place));
  }
}
