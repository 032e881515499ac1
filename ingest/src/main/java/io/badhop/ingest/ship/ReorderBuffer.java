package io.badhop.ingest.ship;

import java.util.Arrays;

/**
 * Brings events into the order of their times as far as a bound allows: an event leaves when some
 * that are {@code horizon} younger have come, or when more than {@code capacity} wait. Events of
 * equal time keep their order.
 *
 * <p>A sorted array with a moving head. Logs are nearly sorted, so an event finds its place within
 * a few steps from the end: constant time when sorted, at worst a move of the whole buffer.
 */
final class ReorderBuffer {
  /**
   * Events that may be far ahead without driving the others out: a log may hold a few wild times.
   */
  private static final int WILD = 16;

  private final int capacity;
  private final long horizon;
  private ShippedEvent[] events;
  private int head;
  private int tail;
  private long last = Long.MIN_VALUE;
  private long unordered;

  /**
   * An empty buffer.
   *
   * @param capacity most events that wait, 1 or more
   * @param horizon microseconds of event time that may lie between the oldest and the youngest
   */
  ReorderBuffer(int capacity, long horizon) {
    this.capacity = capacity;
    this.horizon = horizon;
    this.events = new ShippedEvent[Math.min(capacity + 1, 1024)];
  }

  void add(ShippedEvent event) {
    makeRoom();
    int at = tail;
    if (at > head && events[at - 1].time() > event.time()) {
      at = placeOf(event.time());
      System.arraycopy(events, at, events, at + 1, tail - at);
    }
    events[at] = event;
    tail++;
  }

  /** The first event that may leave; null when all must wait. */
  ShippedEvent poll() {
    if (head == tail) {
      return null;
    }
    int young = tail - 1 - WILD;
    boolean old = young > head && events[young].time() - events[head].time() >= horizon;
    return old || tail - head > capacity ? take() : null;
  }

  /** The first event, whether it may leave or not; null when there is none. */
  ShippedEvent drain() {
    return head == tail ? null : take();
  }

  /** Time of the first event that waits; {@link Long#MAX_VALUE} when none does. */
  long least() {
    return head == tail ? Long.MAX_VALUE : events[head].time();
  }

  /** Events that left after a younger one, because the bound did not allow to wait for them. */
  long unordered() {
    return unordered;
  }

  private ShippedEvent take() {
    ShippedEvent event = events[head];
    events[head++] = null;
    if (event.time() < last) {
      unordered++;
    }
    last = Math.max(last, event.time());
    return event;
  }

  /** After all that are not younger. */
  private int placeOf(long time) {
    int low = head;
    int high = tail;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (events[middle].time() <= time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void makeRoom() {
    if (tail < events.length) {
      return;
    }
    int count = tail - head;
    boolean moveOnly = head > events.length / 2;
    ShippedEvent[] target = moveOnly ? events : new ShippedEvent[events.length * 2];
    System.arraycopy(events, head, target, 0, count);
    if (moveOnly) {
      Arrays.fill(events, count, tail, null);
    }
    events = target;
    head = 0;
    tail = count;
  }
}
