package io.badhop.streams.topology;

import io.badhop.schemas.event.TierWatermark;
import io.badhop.streams.correlate.CorrelatorCounters;
import io.badhop.streams.detect.ClockSkew;
import io.badhop.streams.detect.Stage2Counters;
import io.badhop.streams.topology.PipelineCounters.Stage1Progress;
import io.badhop.streams.topology.PipelineCounters.Stage2Progress;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The meters of an instance of the analysis. All of a scrape come from one look at the counters, so
 * that what must add up adds up.
 */
final class StreamsMeters implements Runnable {

  /** Sources that get a series of their own; what is beyond is counted. */
  static final int MOST_SOURCES = 500;

  /** Pairs of hosts that get a series of their own, those whose clocks differ most. */
  static final int MOST_CLOCKS = 500;

  private static final long ENDED = Long.MAX_VALUE;

  private final MeterRegistry registry;
  private final PipelineCounters counters;
  private final InstantSource clock;
  private final Set<Integer> known1 = new HashSet<>();
  private final Set<Integer> known2 = new HashSet<>();
  private final MultiGauge tierLag;
  private final MultiGauge sourceLag;
  private final MultiGauge sources;
  private final MultiGauge clocks;
  private volatile Map<Integer, Stage1Progress> stage1 = Map.of();
  private volatile Map<Integer, Stage2Progress> stage2 = Map.of();
  private volatile KeeperProgress keeper = KeeperProgress.NONE;

  /** Registers what is known beforehand; {@link #run} has to be called before each scrape. */
  StreamsMeters(MeterRegistry registry, PipelineCounters counters, InstantSource clock) {
    this.registry = registry;
    this.counters = counters;
    this.clock = clock;
    tierLag = MultiGauge.builder("badhop.watermark.lag").baseUnit("seconds").register(registry);
    sourceLag = MultiGauge.builder("badhop.source.lag").baseUnit("seconds").register(registry);
    sources = MultiGauge.builder("badhop.sources").register(registry);
    clocks = MultiGauge.builder("badhop.clock.skew").baseUnit("seconds").register(registry);
    Gauge.builder("badhop.clock.skew.unlisted", this, StreamsMeters::clocksUnlisted)
        .register(registry);
    keeper("badhop.keeper.ticks", KeeperProgress::ticks);
    keeper("badhop.keeper.refused", KeeperProgress::refused);
    keeper("badhop.keeper.lagged", KeeperProgress::lagged);
    Gauge.builder("badhop.keeper.tick", this, meters -> meters.keeper.tick()).register(registry);
    Gauge.builder("badhop.keeper.tick.age", this, StreamsMeters::tickAge)
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("badhop.sources.unlisted", this, StreamsMeters::unlisted).register(registry);
    FunctionCounter.builder("badhop.undecodable", counters, PipelineCounters::undecodableRecords)
        .register(registry);
    FunctionCounter.builder("badhop.threads.replaced", counters, PipelineCounters::threadsReplaced)
        .register(registry);
    FunctionCounter.builder(
            "badhop.snapshots.unreadable", counters, PipelineCounters::snapshotsUnreadable)
        .register(registry);
  }

  /** Looks at the counters, and registers tasks that were not there before. */
  @Override
  public void run() {
    stage1 = counters.stage1();
    stage2 = counters.stage2();
    keeper = counters.keeper();
    stage1.keySet().stream().filter(known1::add).forEach(this::stage1);
    stage2.keySet().stream().filter(known2::add).forEach(this::stage2);
    tierLag.register(keeper.tiers().stream().map(this::tier).toList(), true);
    List<Row<?>> lags = new ArrayList<>();
    for (KeeperProgress.Source source : keeper.sources()) {
      if (lags.size() < MOST_SOURCES) {
        lags.add(source(source));
      }
    }
    sourceLag.register(lags, true);
    clocks.register(
        clocks()
            .sorted(Comparator.comparingLong((ClockSkew skew) -> -Math.abs(skew.aheadUs())))
            .limit(MOST_CLOCKS)
            .<Row<?>>map(StreamsMeters::clock)
            .toList(),
        true);
    sources.register(
        List.of(
            Row.of(Tags.of("standing", "live"), standing("live")),
            Row.of(Tags.of("standing", "lagging"), standing("lagging")),
            Row.of(Tags.of("standing", "other"), standing("other"))),
        true);
  }

  private Stream<ClockSkew> clocks() {
    return stage2.values().stream().flatMap(task -> task.clocks().stream());
  }

  private double clocksUnlisted() {
    return Math.max(0, clocks().count() - MOST_CLOCKS);
  }

  private static Row<?> clock(ClockSkew skew) {
    return Row.of(
        Tags.of(
            "site",
            skew.site(),
            "tier",
            skew.lower().name(),
            "node",
            skew.lowerNode(),
            "against_tier",
            skew.upper().name(),
            "against",
            skew.upperNode()),
        skew.aheadUs() / 1e6);
  }

  private long standing(String standing) {
    return keeper.sources().stream().filter(source -> source.standing().equals(standing)).count();
  }

  private double unlisted() {
    return Math.max(0, keeper.sources().size() - MOST_SOURCES);
  }

  /** Not a number where no tick was made. */
  private double tickAge() {
    return keeper.tickAtMs() < 0 ? Double.NaN : (clock.millis() - keeper.tickAtMs()) / 1e3;
  }

  private Row<?> tier(TierWatermark tier) {
    return Row.of(
        Tags.of("site", tier.getSite(), "tier", tier.getTier().name()), lag(tier.getWatermark()));
  }

  private Row<?> source(KeeperProgress.Source source) {
    return Row.of(
        Tags.of("site", source.site(), "tier", source.tier().name(), "source", source.source()),
        lag(source.watermark()));
  }

  /** Seconds; none for what has ended. */
  private double lag(long watermarkUs) {
    return watermarkUs == ENDED ? 0 : clock.millis() / 1e3 - watermarkUs / 1e6;
  }

  private void stage1(int task) {
    events(task, "joined", CorrelatorCounters::joined);
    events(task, "duplicate", CorrelatorCounters::duplicate);
    events(task, "late", CorrelatorCounters::late);
    events(task, "overflowed", CorrelatorCounters::overflowed);
    correlated("badhop.events.read", task, Tags.empty(), CorrelatorCounters::events);
    correlated("badhop.events.aliases", task, Tags.empty(), CorrelatorCounters::aliases);
    correlated("badhop.exchanges", task, Tags.empty(), CorrelatorCounters::exchanges);
    correlated("badhop.exchanges.counted", task, Tags.empty(), CorrelatorCounters::counted);
    correlated(
        "badhop.exchanges.given.up",
        task,
        Tags.of("before", "counting"),
        CorrelatorCounters::uncounted);
    correlated(
        "badhop.exchanges.given.up",
        task,
        Tags.of("before", "finishing"),
        CorrelatorCounters::unfinished);
    gauge("badhop.kept.records", task, now -> first(now, task).keptRecords());
    Gauge.builder("badhop.kept", this, now -> first(now, task).keptBytes())
        .baseUnit("bytes")
        .tags(task(task))
        .register(registry);
    count("badhop.components.read", task, now -> first(now, task).counts().components());
    gauge("badhop.stage1.tick", task, now -> first(now, task).lastTick());
    gauge("badhop.rebuilt.records", task, now -> counters.rebuilds().get(task).records());
    Gauge.builder("badhop.rebuilt", () -> counters.rebuilds().get(task).nanos() / 1e9)
        .baseUnit("seconds")
        .tags(task(task))
        .register(registry);
  }

  private void events(int task, String outcome, ToLongFunction<CorrelatorCounters> value) {
    correlated("badhop.events", task, Tags.of("outcome", outcome), value);
  }

  private void correlated(
      String name, int task, Tags more, ToLongFunction<CorrelatorCounters> value) {
    FunctionCounter.builder(
            name, this, now -> value.applyAsLong(first(now, task).counts().correlated()))
        .tags(task(task).and(more))
        .register(registry);
  }

  private void stage2(int task) {
    detected("badhop.summaries", task, Stage2Counters.Snapshot::summaries);
    detected("badhop.buckets", task, Stage2Counters.Snapshot::buckets);
    detected("badhop.buckets.late", task, Stage2Counters.Snapshot::tooLate);
    detected("badhop.escalations", task, Stage2Counters.Snapshot::escalations);
    detected("badhop.refinements", task, Stage2Counters.Snapshot::refinements);
    detected("badhop.refinements.unmatched", task, Stage2Counters.Snapshot::refinementsUnmatched);
    detected("badhop.edge.held.back", task, Stage2Counters.Snapshot::heldBack);
    bound("keys", task, Stage2Counters.Snapshot::keysOverflowed);
    bound("window", task, Stage2Counters.Snapshot::windowOverflowed);
    bound("incidents", task, Stage2Counters.Snapshot::incidentsOverflowed);
    bound("coverage", task, Stage2Counters.Snapshot::coverageOverflowed);
    bound("clocks", task, Stage2Counters.Snapshot::clocksOverflowed);
    bound("paths", task, Stage2Counters.Snapshot::pathsOther);
    bound("addresses", task, Stage2Counters.Snapshot::addressesOverflowed);
    detected("badhop.paths.folded", task, Stage2Counters.Snapshot::pathsFolded);
    gauge("badhop.stage2.tick", task, now -> second(now, task).lastTick());
  }

  private void detected(String name, int task, ToLongFunction<Stage2Counters.Snapshot> value) {
    count(name, task, now -> value.applyAsLong(second(now, task).counts()));
  }

  private void bound(String bound, int task, ToLongFunction<Stage2Counters.Snapshot> value) {
    FunctionCounter.builder(
            "badhop.bounds", this, now -> value.applyAsLong(second(now, task).counts()))
        .tags(task(task).and("bound", bound))
        .register(registry);
  }

  private static Stage1Progress first(StreamsMeters meters, int task) {
    return meters.stage1.get(task);
  }

  private static Stage2Progress second(StreamsMeters meters, int task) {
    return meters.stage2.get(task);
  }

  private void count(String name, int task, ToLongFunction<StreamsMeters> value) {
    FunctionCounter.builder(name, this, value::applyAsLong).tags(task(task)).register(registry);
  }

  private void gauge(String name, int task, ToLongFunction<StreamsMeters> value) {
    Gauge.builder(name, this, value::applyAsLong).tags(task(task)).register(registry);
  }

  private static Tags task(int task) {
    return Tags.of("task", Integer.toString(task));
  }

  private void keeper(String name, ToLongFunction<KeeperProgress> value) {
    FunctionCounter.builder(name, this, meters -> value.applyAsLong(meters.keeper))
        .register(registry);
  }
}
