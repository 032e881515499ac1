package io.badhop.streams.detect;

import io.badhop.schemas.event.Exemplar;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.LatencyBins;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Sums of what failures have in them, and differences. */
final class Buckets {

  /** As many exemplars as a cell keeps. */
  static final int EXEMPLARS = 3;

  private static final int HASHES = 64;

  private Buckets() {}

  /** A cell that can be changed without changing the other; lists are shared. */
  static FailureCell copy(FailureCell cell) {
    return new FailureCell(
        cell.getHost(),
        cell.getPath(),
        cell.getPool(),
        cell.getUpstream(),
        cell.getProxy(),
        cell.getOrigin(),
        cell.getEdgeLocation(),
        cell.getInstance(),
        cell.getStatus(),
        cell.getCause(),
        cell.getFaultDomain(),
        cell.getConfidence(),
        cell.getHidden(),
        cell.getStaticPath(),
        cell.getCount(),
        cell.getRetried(),
        cell.getInstant(),
        cell.getMinDurationUs(),
        cell.getMaxDurationUs(),
        cell.getLatencies(),
        cell.getExemplars(),
        cell.getViaEdge(),
        cell.getClients(),
        cell.getRequests(),
        cell.getTriedBefore());
  }

  /** What is left of a cell when some of its failures turned out to be others. */
  static FailureCell without(FailureCell cell, FailureCell gone) {
    List<Long> ids = gone.getExemplars().stream().map(Exemplar::getEventId).toList();
    List<Exemplar> exemplars =
        cell.getExemplars().stream().filter(one -> !ids.contains(one.getEventId())).toList();
    return FailureCell.newBuilder(cell)
        .setCount(cell.getCount() - gone.getCount())
        .setViaEdge(Math.max(0, cell.getViaEdge() - gone.getViaEdge()))
        .setRetried(Math.max(0, cell.getRetried() - gone.getRetried()))
        .setInstant(Math.max(0, cell.getInstant() - gone.getInstant()))
        .setLatencies(
            new ArrayList<>(cell.getLatencies().stream().map(bins -> less(bins, gone)).toList()))
        .setExemplars(new ArrayList<>(exemplars))
        .build();
  }

  private static LatencyBins less(LatencyBins bins, FailureCell gone) {
    TreeMap<Integer, Long> counts = new TreeMap<>();
    for (int i = 0; i < bins.getBins().size(); i++) {
      counts.put(bins.getBins().get(i), bins.getCounts().get(i));
    }
    for (LatencyBins other : gone.getLatencies()) {
      for (int i = 0; i < other.getBins().size() && other.getHop().equals(bins.getHop()); i++) {
        long minus = other.getCounts().get(i);
        counts.computeIfPresent(
            other.getBins().get(i), (bin, count) -> count > minus ? count - minus : null);
      }
    }
    return new LatencyBins(
        bins.getHop(),
        new ArrayList<>(counts.keySet()),
        new ArrayList<>(counts.values()),
        bins.getMaxUs());
  }

  /**
   * The least hashes of two sets, ascending, and so those of both together; as many as stage 1
   * keeps.
   */
  static List<Integer> least(List<Integer> one, List<Integer> other) {
    boolean allGreater =
        one.size() == HASHES && !other.isEmpty() && other.get(0) > one.get(HASHES - 1);
    if (allGreater || other.isEmpty()) {
      return one;
    }
    TreeSet<Integer> least = new TreeSet<>(one);
    least.addAll(other);
    return new ArrayList<>(least.stream().limit(HASHES).toList());
  }

  /**
   * How many different names there were, of which these are the least hashes: exactly as long as
   * all of them are kept.
   */
  static long distinct(List<Integer> hashes) {
    if (hashes.size() < HASHES) {
      return hashes.size();
    }
    double greatest = (double) hashes.get(HASHES - 1) - Integer.MIN_VALUE + 1;
    return Math.round((HASHES - 1) * 0x1p32 / greatest);
  }

  /** The lesser of two durations of which -1 means none. */
  static long least(long one, long other) {
    return one < 0 ? other : other < 0 ? one : Math.min(one, other);
  }

  /**
   * The exemplars with the least hash, whatever order they came in; of two of one request the one
   * with more to say.
   */
  static List<Exemplar> exemplars(List<Exemplar> one, List<Exemplar> other, int most) {
    TreeMap<Long, Exemplar> byHash = new TreeMap<>();
    collect(byHash, one, most);
    collect(byHash, other, most);
    return new ArrayList<>(byHash.values());
  }

  /** Takes exemplars in, by hash, and keeps those with the least. */
  static void collect(TreeMap<Long, Exemplar> byHash, List<Exemplar> more, int most) {
    for (Exemplar exemplar : more) {
      byHash.merge(mix(exemplar.getEventId()), exemplar, Buckets::richer);
      if (byHash.size() > most) {
        byHash.pollLastEntry();
      }
    }
  }

  private static Exemplar richer(Exemplar one, Exemplar other) {
    return other.getHops().size() + other.getEvidence().size()
            > one.getHops().size() + one.getEvidence().size()
        ? other
        : one;
  }

  /** SplitMix64's finisher: identities of neighbouring lines must not be neighbours. */
  private static long mix(long id) {
    long z = (id ^ (id >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
