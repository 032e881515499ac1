package io.badhop.ingest.parse.varnish;

import io.badhop.ingest.parse.text.Timestamps;
import java.util.HashMap;
import java.util.Map;

/** Timestamp records of one transaction: {@code Beresp: 1795327463.460177 0.001267 0.001075}. */
final class VarnishStamps {

  private static final int MOST = 64;

  private final Map<String, Long> times = new HashMap<>();
  private long last = -1;

  void add(String value) {
    int colon = value.indexOf(": ");
    int end = colon < 0 ? -1 : value.indexOf(' ', colon + 2);
    if (end < 0 || times.size() >= MOST) {
      return;
    }
    long time = Timestamps.seconds(value.substring(colon + 2, end));
    if (time != Timestamps.NONE) {
      String step = value.substring(0, colon);
      if (step.equals("Start")) {
        // A restart has a start of its own.
        times.putIfAbsent(step, time);
      } else {
        times.put(step, time);
      }
      last = time;
    }
  }

  boolean has(String name) {
    return times.containsKey(name);
  }

  /** Microseconds since the epoch; -1 when the step was not reached. */
  long at(String name) {
    return times.getOrDefault(name, -1L);
  }

  /** The step that was logged last; -1 when there is none. */
  long last() {
    return last;
  }

  /** Microseconds from one step to another; -1 when either is missing. */
  long between(String from, String to) {
    return has(from) && has(to) && at(to) >= at(from) ? at(to) - at(from) : -1;
  }
}
