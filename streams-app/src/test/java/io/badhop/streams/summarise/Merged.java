package io.badhop.streams.summarise;

import io.badhop.schemas.event.Bucket;
import io.badhop.schemas.event.ClockPair;
import io.badhop.schemas.event.CoverageCount;
import io.badhop.schemas.event.Exemplar;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.LatencyBins;
import io.badhop.schemas.event.Pace;
import io.badhop.schemas.event.Refinement;
import io.badhop.schemas.event.RequestTrace;
import io.badhop.schemas.event.SiteSummary;
import io.badhop.schemas.event.SuccessCount;
import io.badhop.schemas.event.TrafficSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What all partitions said, added up tick by tick, in words that can be compared. */
final class Merged implements Stage1.Output {

  private final Map<String, Long> sums = new TreeMap<>();
  private final Map<String, String> words = new TreeMap<>();
  private final Map<String, TreeMap<Long, Exemplar>> exemplars = new TreeMap<>();
  private final Map<String, TreeSet<Integer>> hashes = new TreeMap<>();
  private final Map<String, TreeMap<Long, Long>> clocks = new TreeMap<>();
  private final List<String> traces = new ArrayList<>();
  long summaries;

  @Override
  public void summary(int sitePartition, TrafficSummary summary) {
    summaries++;
    for (SiteSummary site : summary.getSites()) {
      String at = String.format(Locale.ROOT, "%05d %s ", summary.getTick(), site.getSite());
      words.put(at + "watermarks", site.getWatermarks().toString());
      add(at + "late", site.getLate());
      site.getCoverage().forEach(count -> coverage(at, count));
      site.getClocks().forEach(pair -> clocks(at, pair));
      site.getBuckets().forEach(bucket -> bucket(at, bucket));
      site.getRefinements().forEach(refinement -> refinement(at, refinement));
      site.getComponents().forEach(component -> add(at + component, 1));
    }
  }

  private void coverage(String tick, CoverageCount count) {
    String at =
        tick + count.getView() + " " + count.getHost() + " " + count.getUpstream() + " coverage ";
    add(at + "expected", count.getExpected());
    add(at + "joined", count.getJoined());
  }

  private void clocks(String tick, ClockPair pair) {
    String at =
        tick
            + String.join(
                " ",
                "clocks",
                pair.getUpper().name(),
                pair.getUpperNode(),
                pair.getLower().name(),
                pair.getLowerNode());
    TreeMap<Long, Long> kept = clocks.computeIfAbsent(at, missing -> new TreeMap<>());
    pair.getSamples().forEach(sample -> kept.put(sample.getChoice(), sample.getAheadUs()));
    while (kept.size() > Lessons.SAMPLES) {
      kept.pollLastEntry();
    }
  }

  private void add(String what, long count) {
    sums.merge(what, count, Long::sum);
  }

  private void bucket(String tick, Bucket bucket) {
    String at = tick + bucket.getStart() + " " + bucket.getView() + " ";
    add(at + "exchanges", bucket.getExchanges());
    add(at + "static", bucket.getStaticExchanges());
    add(at + "static failures", bucket.getStaticFailures());
    add(at + "saved", bucket.getSucceededOnRetry());
    add(at + "via edge", bucket.getViaEdge());
    for (Pace pace : bucket.getPaces()) {
      for (int i = 0; i < pace.getBins().size(); i++) {
        add(at + pace.getKey() + " pace " + pace.getBins().get(i), pace.getCounts().get(i));
      }
    }
    for (SuccessCount success : bucket.getSuccesses()) {
      add(at + success.getKey() + " and " + success.getAnd(), success.getCount());
    }
    bucket.getFailures().forEach(cell -> cell(at, cell));
  }

  private void refinement(String tick, Refinement r) {
    cell(
        tick
            + r.getBucket()
            + " "
            + r.getView()
            + " "
            + r.getWas()
            + " "
            + r.getWasDomain()
            + " "
            + r.getAdded()
            + " "
            + r.getPassedOn()
            + " "
            + r.getWasIfCovered()
            + " "
            + r.getWasDomainIfCovered()
            + " becomes ",
        r.getBecomes());
    if (r.getIfCovered() != null) {
      add(tick + r.getBucket() + " " + r.getView() + " if covered " + r.getIfCovered(), 1);
    }
  }

  private void cell(String at, FailureCell cell) {
    FailureCell identity =
        FailureCell.newBuilder(cell)
            .setConfidence(0)
            .setCount(0)
            .setRetried(0)
            .setInstant(0)
            .setMinDurationUs(0)
            .setMaxDurationUs(0)
            .setLatencies(List.of())
            .setExemplars(List.of())
            .setViaEdge(0)
            .setClients(List.of())
            .setRequests(List.of())
            .build();
    String key = at + identity + " ";
    add(key + "count", cell.getCount());
    add(key + "retried", cell.getRetried());
    add(key + "via edge", cell.getViaEdge());
    least(key + "clients", cell.getClients());
    least(key + "requests", cell.getRequests());
    add(key + "instant", cell.getInstant());
    sums.merge(key + "confidence", Math.round(cell.getConfidence() * 1e6), Math::max);
    sums.merge(key + "least", cell.getMinDurationUs(), Merged::least);
    sums.merge(key + "most", cell.getMaxDurationUs(), Math::max);
    for (LatencyBins bins : cell.getLatencies()) {
      for (int i = 0; i < bins.getBins().size(); i++) {
        add(key + bins.getHop() + " " + bins.getBins().get(i), bins.getCounts().get(i));
      }
      sums.merge(key + bins.getHop() + " max", bins.getMaxUs(), Math::max);
    }
    TreeMap<Long, Exemplar> kept = exemplars.computeIfAbsent(key, missing -> new TreeMap<>());
    cell.getExemplars()
        .forEach(exemplar -> kept.put(CellDraft.mix(exemplar.getEventId()), exemplar));
    while (kept.size() > 3) {
      kept.pollLastEntry();
    }
  }

  private void least(String what, List<Integer> more) {
    TreeSet<Integer> kept = hashes.computeIfAbsent(what, missing -> new TreeSet<>());
    kept.addAll(more);
    while (kept.size() > 64) {
      kept.pollLast();
    }
  }

  private static long least(long one, long other) {
    return one < 0 ? other : other < 0 ? one : Math.min(one, other);
  }

  @Override
  public void trace(RequestTrace trace) {
    traces.add(trace.toString());
  }

  /** One line a fact, in order. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    sums.forEach((what, count) -> lines.add(what + " = " + count));
    words.forEach((what, said) -> lines.add(what + " = " + said));
    exemplars.forEach((what, kept) -> lines.add(what + " proof " + kept.values()));
    hashes.forEach((what, kept) -> lines.add(what + " = " + kept));
    clocks.forEach((what, kept) -> lines.add(what + " = " + kept));
    traces.stream().sorted().forEach(lines::add);
    return lines;
  }
}
