package io.badhop.benchmarks.judgement.world;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Kept connections into one proxy: one request at a time, the longest unused first. */
final class Connections {

  private static final long IDLE_US = 60_000_000;

  /**
   * A request's place on a connection.
   *
   * @param number of the connection
   * @param count requests on it, this one included
   */
  record Place(long number, int count) {}

  private final TreeMap<Long, Long> freeSince = new TreeMap<>();
  private final Map<Long, Integer> counts = new HashMap<>();
  private long opened = 100;

  /** A connection that is free at this time. */
  Place take(long time) {
    while (!freeSince.isEmpty() && freeSince.firstKey() < time - IDLE_US) {
      counts.remove(freeSince.pollFirstEntry().getValue());
    }
    Map.Entry<Long, Long> free = freeSince.floorEntry(time);
    long number = free == null ? ++opened : free.getValue();
    if (free != null) {
      freeSince.remove(free.getKey());
    }
    return new Place(number, counts.merge(number, 1, Integer::sum));
  }

  /** A new one, which is not kept. */
  Place open() {
    return new Place(++opened, 1);
  }

  /** Gives it back. */
  void release(Place place, long time) {
    long at = time;
    while (freeSince.putIfAbsent(at, place.number()) != null) {
      at++;
    }
  }
}
