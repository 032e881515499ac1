package io.badhop.streams.detect;

import io.badhop.schemas.event.Bucket;
import io.badhop.schemas.event.Exemplar;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.LatencyBins;
import io.badhop.schemas.event.SuccessCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sums of what was counted apart. Adding commutes, so the order in which partitions speak changes
 * nothing.
 */
final class Buckets {

  /** As many exemplars as a cell keeps. */
  private static final int EXEMPLARS = 3;

  private Buckets() {}

  /**
   * The sum of two parts of one bucket. Equal cells stay apart unless they came from different
   * partitions with equal words: then they are one.
   */
  static Bucket merge(Bucket one, Bucket other) {
    Map<KeyId, Long> successes = new TreeMap<>();
    one.getSuccesses()
        .forEach(
            success ->
                successes.merge(
                    KeyId.of(success.getKey(), success.getAnd()), success.getCount(), Long::sum));
    other
        .getSuccesses()
        .forEach(
            success ->
                successes.merge(
                    KeyId.of(success.getKey(), success.getAnd()), success.getCount(), Long::sum));
    List<SuccessCount> counts = new ArrayList<>(successes.size());
    successes.forEach((key, count) -> counts.add(new SuccessCount(key.key(), key.and(), count)));
    Map<CellId, FailureCell> cells = new TreeMap<>();
    one.getFailures().forEach(cell -> cells.merge(CellId.of(cell), cell, Buckets::merge));
    other.getFailures().forEach(cell -> cells.merge(CellId.of(cell), cell, Buckets::merge));
    return new Bucket(
        one.getStart(),
        one.getView(),
        one.getExchanges() + other.getExchanges(),
        one.getStaticExchanges() + other.getStaticExchanges(),
        one.getStaticFailures() + other.getStaticFailures(),
        one.getSucceededOnRetry() + other.getSucceededOnRetry(),
        counts,
        new ArrayList<>(cells.values()));
  }

  /** What makes two cells one. */
  record CellId(String words, int status, boolean hidden) implements Comparable<CellId> {
    private static final Comparator<CellId> ORDER =
        Comparator.comparing(CellId::words)
            .thenComparing(CellId::status)
            .thenComparing(CellId::hidden);

    static CellId of(FailureCell cell) {
      String words =
          String.join(
              "\u0001",
              cell.getPath(),
              cell.getHost(),
              cell.getPool(),
              cell.getUpstream(),
              cell.getProxy(),
              cell.getOrigin(),
              cell.getEdgeLocation(),
              cell.getInstance(),
              cell.getCause().name(),
              cell.getFaultDomain().name());
      return new CellId(words, cell.getStatus(), cell.getHidden());
    }

    @Override
    public int compareTo(CellId other) {
      return ORDER.compare(this, other);
    }
  }

  private static FailureCell merge(FailureCell one, FailureCell other) {
    return FailureCell.newBuilder(one)
        .setConfidence(Math.max(one.getConfidence(), other.getConfidence()))
        .setCount(one.getCount() + other.getCount())
        .setRetried(one.getRetried() + other.getRetried())
        .setInstant(one.getInstant() + other.getInstant())
        .setMinDurationUs(least(one.getMinDurationUs(), other.getMinDurationUs()))
        .setMaxDurationUs(Math.max(one.getMaxDurationUs(), other.getMaxDurationUs()))
        .setLatencies(latencies(one.getLatencies(), other.getLatencies()))
        .setExemplars(exemplars(one.getExemplars(), other.getExemplars(), EXEMPLARS))
        .build();
  }

  /** What is left of a cell when some of its failures turned out to be others. */
  static FailureCell without(FailureCell cell, FailureCell gone) {
    List<Long> ids = gone.getExemplars().stream().map(Exemplar::getEventId).toList();
    List<Exemplar> exemplars =
        cell.getExemplars().stream().filter(one -> !ids.contains(one.getEventId())).toList();
    return FailureCell.newBuilder(cell)
        .setCount(cell.getCount() - gone.getCount())
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

  /** The lesser of two durations of which -1 means none. */
  static long least(long one, long other) {
    return one < 0 ? other : other < 0 ? one : Math.min(one, other);
  }

  /**
   * The exemplars with the least hash, whatever order they came in; of two of one request the one
   * with more to say.
   */
  static List<Exemplar> exemplars(List<Exemplar> one, List<Exemplar> other, int most) {
    Map<Long, Exemplar> byHash = new TreeMap<>();
    one.forEach(exemplar -> byHash.merge(mix(exemplar.getEventId()), exemplar, Buckets::richer));
    other.forEach(exemplar -> byHash.merge(mix(exemplar.getEventId()), exemplar, Buckets::richer));
    return new ArrayList<>(byHash.values().stream().limit(most).toList());
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

  /** Distributions by hop, added bin by bin. */
  static List<LatencyBins> latencies(List<LatencyBins> one, List<LatencyBins> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return new ArrayList<>(one.isEmpty() ? other : one);
    }
    Map<String, LatencyBins> byHop = new TreeMap<>();
    one.forEach(bins -> byHop.put(bins.getHop(), bins));
    other.forEach(bins -> byHop.merge(bins.getHop(), bins, Buckets::merge));
    return new ArrayList<>(byHop.values());
  }

  private static LatencyBins merge(LatencyBins one, LatencyBins other) {
    TreeMap<Integer, Long> counts = new TreeMap<>();
    for (LatencyBins bins : List.of(one, other)) {
      for (int i = 0; i < bins.getBins().size(); i++) {
        counts.merge(bins.getBins().get(i), bins.getCounts().get(i), Long::sum);
      }
    }
    return new LatencyBins(
        one.getHop(),
        new ArrayList<>(counts.keySet()),
        new ArrayList<>(counts.values()),
        Math.max(one.getMaxUs(), other.getMaxUs()));
  }
}
