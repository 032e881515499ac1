package io.badhop.cli.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Joins the requests of one tier with those of the tier below by ID, and compares their clocks. */
final class Joins {

  private Joins() {}

  /**
   * How well two tiers join, for one node of the upper one.
   *
   * @param node who wrote the upper records
   * @param expected requests that the tier below must have seen
   * @param joined of these, those that it logged under one of their IDs
   * @param skewUs how far the lower tier's clock is ahead, median over the joined, microseconds; 0
   *     without a pair
   * @param spreadUs half the distance between the quartiles of that
   * @param pairs joined requests that are the only ones of their ID on both sides, from which the
   *     skew is estimated
   */
  record Coverage(
      String node, long expected, long joined, long skewUs, long spreadUs, long pairs) {}

  /** Coverage by node of the upper tier, in the order of their names. */
  static List<Coverage> of(List<Hop> upper, List<Hop> lower) {
    Map<String, Hop> below = new HashMap<>();
    Map<String, Integer> times = new HashMap<>();
    for (Hop hop : lower) {
      index(hop, hop.id(), below, times);
      if (!hop.otherId().isEmpty()) {
        index(hop, hop.otherId(), below, times);
      }
    }
    Map<String, Integer> above = new HashMap<>();
    upper.forEach(hop -> above.merge(hop.id(), 1, Integer::sum));
    Map<String, Tally> tallies = new TreeMap<>();
    for (Hop hop : upper) {
      Hop found = below.getOrDefault(hop.id(), below.get(hop.otherId()));
      boolean alone =
          found != null && above.get(hop.id()) == 1 && times.getOrDefault(found.id(), 0) == 1;
      tallies.computeIfAbsent(hop.node(), node -> new Tally()).add(hop, found, alone);
    }
    List<Coverage> coverage = new ArrayList<>();
    tallies.forEach((node, tally) -> coverage.add(tally.coverage(node)));
    return coverage;
  }

  private static void index(
      Hop hop, String id, Map<String, Hop> below, Map<String, Integer> times) {
    // An application writes many records of one request; the one with a duration is the one to
    // compare clocks by.
    if (hop.durationUs() >= 0) {
      below.put(id, hop);
      times.merge(id, 1, Integer::sum);
    } else {
      below.putIfAbsent(id, hop);
    }
  }

  private static final class Tally {

    private long expected;
    private long joined;
    private long[] offsets = new long[16];
    private int pairs;

    void add(Hop hop, Hop found, boolean alone) {
      if (hop.expectsBelow()) {
        expected++;
        joined += found == null ? 0 : 1;
      }
      if (alone) {
        offsets = pairs == offsets.length ? Arrays.copyOf(offsets, pairs * 2) : offsets;
        offsets[pairs++] = offset(hop, found);
      }
    }

    /**
     * The request's way in and the answer's way out take equally long: then the middles of the two
     * intervals agree (as NTP assumes).
     */
    private static long offset(Hop hop, Hop found) {
      boolean timed = hop.durationUs() >= 0 && found.durationUs() >= 0;
      return timed
          ? (found.time() - found.durationUs() / 2) - (hop.time() - hop.durationUs() / 2)
          : found.time() - hop.time();
    }

    Coverage coverage(String node) {
      long[] sorted = Arrays.copyOf(offsets, pairs);
      Arrays.sort(sorted);
      long median = pairs == 0 ? 0 : sorted[pairs / 2];
      long spread = pairs == 0 ? 0 : (sorted[pairs * 3 / 4] - sorted[pairs / 4]) / 2;
      return new Coverage(node, expected, joined, median, spread, pairs);
    }
  }
}
