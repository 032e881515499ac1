package io.badhop.streams.detect;

import io.badhop.schemas.event.Exemplar;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.LatencyBins;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Equal cells of several partitions, added up once all of them are known. */
final class CellSum {

  private final List<FailureCell> parts = new ArrayList<>(1);

  /** Equal ones made one, in order. */
  static List<FailureCell> gather(List<FailureCell> cells) {
    Map<CellId, CellSum> sums = new HashMap<>();
    for (FailureCell cell : cells) {
      sums.computeIfAbsent(CellId.of(cell), id -> new CellSum()).add(cell);
    }
    return build(sums);
  }

  static List<FailureCell> build(Map<CellId, CellSum> sums) {
    List<FailureCell> cells = new ArrayList<>(sums.size());
    new TreeMap<>(sums).values().forEach(sum -> cells.add(sum.build()));
    return cells;
  }

  void add(FailureCell part) {
    parts.add(part);
  }

  void add(CellSum other) {
    parts.addAll(other.parts);
  }

  FailureCell build() {
    FailureCell first = parts.get(0);
    if (parts.size() == 1) {
      return first;
    }
    FailureCell sum = Buckets.copy(first);
    TreeMap<Long, Exemplar> exemplars = new TreeMap<>();
    Buckets.collect(exemplars, first.getExemplars(), Buckets.EXEMPLARS);
    for (FailureCell part : parts.subList(1, parts.size())) {
      sum.setConfidence(Math.max(sum.getConfidence(), part.getConfidence()));
      sum.setCount(sum.getCount() + part.getCount());
      sum.setViaEdge(sum.getViaEdge() + part.getViaEdge());
      sum.setClients(Buckets.least(sum.getClients(), part.getClients()));
      sum.setRequests(Buckets.least(sum.getRequests(), part.getRequests()));
      sum.setRetried(sum.getRetried() + part.getRetried());
      sum.setInstant(sum.getInstant() + part.getInstant());
      sum.setMinDurationUs(Buckets.least(sum.getMinDurationUs(), part.getMinDurationUs()));
      sum.setMaxDurationUs(Math.max(sum.getMaxDurationUs(), part.getMaxDurationUs()));
      Buckets.collect(exemplars, part.getExemplars(), Buckets.EXEMPLARS);
    }
    sum.setExemplars(new ArrayList<>(exemplars.values()));
    List<LatencyBins> latencies = new ArrayList<>();
    parts.forEach(part -> Distributions.add(latencies, part.getLatencies()));
    sum.setLatencies(latencies);
    return sum;
  }
}
