package io.badhop.streams.summarise;

import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Pace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How long the exchanges of one bucket took that went well, by upstream or instance. Powers of two
 * are coarse, but what foreshadows an outage is a multiple, and a bin costs an addition.
 */
final class Pacing {

  /** Bin n holds durations below 2^n microseconds; the last one all from half a minute on. */
  private static final int BINS = 26;

  private final KeyKind kind;
  private final Map<String, long[]> byName = new HashMap<>();

  /**
   * @param kind what the names are
   */
  Pacing(KeyKind kind) {
    this.kind = kind;
  }

  /**
   * Counts one.
   *
   * @param name empty when not known: then nothing is counted
   * @param micros how long it took; negative when not logged
   */
  void add(String name, long micros) {
    if (micros >= 0 && !name.isEmpty()) {
      int bin = Math.min(BINS - 1, Long.SIZE - Long.numberOfLeadingZeros(micros));
      byName.computeIfAbsent(name, missing -> new long[BINS])[bin]++;
    }
  }

  List<Pace> build() {
    List<Pace> paces = new ArrayList<>(byName.size());
    new TreeMap<>(byName)
        .forEach(
            (name, sums) -> {
              List<Integer> bins = new ArrayList<>();
              List<Long> counts = new ArrayList<>();
              for (int bin = 0; bin < BINS; bin++) {
                if (sums[bin] > 0) {
                  bins.add(bin);
                  counts.add(sums[bin]);
                }
              }
              paces.add(new Pace(new Key(kind, name), bins, counts));
            });
    return paces;
  }
}
