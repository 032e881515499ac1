package io.badhop.streams.summarise;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.Bucket;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.Refinement;
import io.badhop.schemas.event.RequestTrace;
import io.badhop.schemas.event.SiteSummary;
import io.badhop.schemas.event.SuccessCount;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.TierWatermark;
import io.badhop.schemas.event.TrafficSummary;
import io.badhop.streams.correlate.CorrelatorCounters;
import io.badhop.streams.correlate.CorrelatorLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * One task of stage 1, told what happens in order; a tick reaches all its partitions at once.
 * Checks the accounts when closed.
 */
final class Timeline implements Stage1.Output, AutoCloseable {

  static final double END = Double.POSITIVE_INFINITY;

  final Stage1 stage1;
  final List<RequestTrace> traces = new ArrayList<>();
  private final List<TrafficSummary> summaries = new ArrayList<>();
  private final long[] offsets = new long[Stage1.TOPICS];
  private final Map<String, Map<Tier, Long>> marks = new TreeMap<>();
  private long tick;

  Timeline(Tier... tiers) {
    this(CorrelatorLimits.DEFAULT, tiers);
  }

  Timeline(CorrelatorLimits limits, Tier... tiers) {
    this(new Stage1Config(0, 1, 1, limits), tiers);
  }

  Timeline(Stage1Config config, Tier... tiers) {
    stage1 = new Stage1(config);
    for (Tier tier : tiers) {
      watermark(Events.SITE, tier, 0);
    }
    tick();
  }

  Timeline hear(SpecificRecord... events) {
    for (SpecificRecord event : events) {
      int topic = topic(event);
      stage1.event(topic, offsets[topic]++, event, this);
    }
    return this;
  }

  static int topic(SpecificRecord event) {
    if (event instanceof EdgeEvent) {
      return 0;
    }
    if (event instanceof ProxyEvent) {
      return 1;
    }
    return event instanceof AppEvent ? 2 : 3;
  }

  Timeline watermark(String site, Tier tier, double ms) {
    long mark = ms == END ? Long.MAX_VALUE : Events.at(ms);
    marks.computeIfAbsent(site, name -> new TreeMap<>()).put(tier, mark);
    return this;
  }

  Timeline silent(Tier tier) {
    marks.get(Events.SITE).remove(tier);
    return this;
  }

  /** A tick; returns what it said of the usual site. */
  SiteSummary tick() {
    List<TierWatermark> list = new ArrayList<>();
    marks.forEach(
        (site, tiers) ->
            tiers.forEach((tier, mark) -> list.add(new TierWatermark(site, tier, mark))));
    return tick(new Tick(++tick, list, List.of()));
  }

  SiteSummary tick(Tick next) {
    tick = next.getNumber();
    for (int topic = 0; topic < Stage1.TOPICS; topic++) {
      stage1.event(topic, offsets[topic]++, next, this);
    }
    return site(Events.SITE);
  }

  long nextTick() {
    return tick + 1;
  }

  /** One tier comes as far as this; the others stay. */
  SiteSummary passed(Tier tier, double ms) {
    return watermark(Events.SITE, tier, ms).tick();
  }

  SiteSummary allPassed(double ms) {
    for (Tier tier : List.copyOf(marks.get(Events.SITE).keySet())) {
      watermark(Events.SITE, tier, ms);
    }
    return tick();
  }

  /** What the last tick said of a site. */
  SiteSummary site(String name) {
    return summaries.get(summaries.size() - 1).getSites().stream()
        .filter(site -> site.getSite().equals(name))
        .findFirst()
        .orElse(null);
  }

  TrafficSummary last() {
    return summaries.get(summaries.size() - 1);
  }

  static long exchanges(SiteSummary site, Tier view) {
    return buckets(site, view).stream().mapToLong(Bucket::getExchanges).sum();
  }

  static List<Bucket> buckets(SiteSummary site, Tier view) {
    return site.getBuckets().stream().filter(bucket -> bucket.getView() == view).toList();
  }

  /** What was said of a tick, in the order of saying. */
  List<TrafficSummary> pieces(long number) {
    return summaries.stream().filter(summary -> summary.getTick() == number).toList();
  }

  static List<FailureCell> failures(SiteSummary site, Tier view) {
    return buckets(site, view).stream().flatMap(bucket -> bucket.getFailures().stream()).toList();
  }

  static long successes(SiteSummary site, Tier view, KeyKind kind, String value) {
    return buckets(site, view).stream()
        .flatMap(bucket -> bucket.getSuccesses().stream())
        .filter(count -> count.getAnd() == null)
        .filter(
            count -> count.getKey().getKind() == kind && count.getKey().getValue().equals(value))
        .mapToLong(SuccessCount::getCount)
        .sum();
  }

  static List<Refinement> refinements(SiteSummary site, Tier view) {
    return site.getRefinements().stream().filter(r -> r.getView() == view).toList();
  }

  static List<ComponentEvent> components(SiteSummary site) {
    return site.getComponents();
  }

  @Override
  public void summary(int sitePartition, TrafficSummary summary) {
    summaries.add(summary);
  }

  @Override
  public void trace(RequestTrace trace) {
    traces.add(trace);
  }

  private void accounts() {
    CorrelatorCounters counts = counters().correlated();
    assertThat(counts.joined() + counts.duplicate() + counts.late() + counts.overflowed())
        .isEqualTo(counts.events());
  }

  Stage1Counters counters() {
    return stage1.counters();
  }

  @Override
  public void close() {
    accounts();
    marks.values().forEach(tiers -> tiers.replaceAll((tier, mark) -> Long.MAX_VALUE));
    tick();
    accounts();
    assertThat(summaries.stream().filter(summary -> !summary.getMore()))
        .hasSize((int) counters().ticks());
  }
}
