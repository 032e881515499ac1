package io.badhop.streams.detect;

import io.badhop.schemas.event.LatencyBins;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Distributions of one hop, added bin by bin. */
final class LatencySum {

  private final TreeMap<Integer, long[]> counts = new TreeMap<>();
  private long maxUs = Long.MIN_VALUE;

  void add(LatencyBins bins) {
    maxUs = Math.max(maxUs, bins.getMaxUs());
    for (int i = 0; i < bins.getBins().size(); i++) {
      counts.computeIfAbsent(bins.getBins().get(i), bin -> new long[1])[0] +=
          bins.getCounts().get(i);
    }
  }

  LatencyBins build(String hop) {
    List<Long> sums = new ArrayList<>(counts.size());
    counts.values().forEach(sum -> sums.add(sum[0]));
    return new LatencyBins(hop, new ArrayList<>(counts.keySet()), sums, maxUs);
  }
}
