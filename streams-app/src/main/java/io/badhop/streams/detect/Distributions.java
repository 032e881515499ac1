package io.badhop.streams.detect;

import io.badhop.schemas.event.LatencyBins;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Distributions by hop, added bin by bin. Adding costs what is added, however much there is: an
 * incident adds each failure to all that it had before.
 */
final class Distributions {

  private Distributions() {}

  /**
   * Adds to sums.
   *
   * @param sums begun empty and filled by this only, in order of hop and bin; they are changed
   * @param more is not
   */
  static void add(List<LatencyBins> sums, List<LatencyBins> more) {
    for (LatencyBins bins : more) {
      LatencyBins sum = sumOf(sums, bins.getHop());
      sum.setMaxUs(Math.max(sum.getMaxUs(), bins.getMaxUs()));
      for (int i = 0; i < bins.getBins().size(); i++) {
        count(sum, bins.getBins().get(i), bins.getCounts().get(i));
      }
    }
  }

  private static LatencyBins sumOf(List<LatencyBins> sums, String hop) {
    int at = 0;
    while (at < sums.size() && sums.get(at).getHop().compareTo(hop) < 0) {
      at++;
    }
    if (at == sums.size() || !sums.get(at).getHop().equals(hop)) {
      sums.add(at, new LatencyBins(hop, new ArrayList<>(), new ArrayList<>(), Long.MIN_VALUE));
    }
    return sums.get(at);
  }

  private static void count(LatencyBins sum, int bin, long count) {
    int at = Collections.binarySearch(sum.getBins(), bin);
    if (at >= 0) {
      sum.getCounts().set(at, sum.getCounts().get(at) + count);
    } else {
      sum.getBins().add(-at - 1, bin);
      sum.getCounts().add(-at - 1, count);
    }
  }
}
