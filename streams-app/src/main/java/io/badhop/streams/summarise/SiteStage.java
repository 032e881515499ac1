package io.badhop.streams.summarise;

import io.badhop.schemas.event.Bucket;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.Refinement;
import io.badhop.schemas.event.RequestTrace;
import io.badhop.schemas.event.SiteSummary;
import io.badhop.schemas.event.SourceChange;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.TierWatermark;
import io.badhop.streams.correlate.Closed;
import io.badhop.streams.correlate.Correlator;
import io.badhop.streams.correlate.Exchange;
import io.badhop.streams.diagnose.Case;
import io.badhop.streams.diagnose.Diagnoser;
import io.badhop.streams.diagnose.Diagnosis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Stage 1 for one site: what its correlator closes is diagnosed, counted, and corrected when it is
 * finished.
 */
final class SiteStage {

  static final long SLOT = 250_000;

  private final String site;
  private final Correlator<BucketDraft> correlator;
  private final Exempt exempt;
  private final Components components = new Components();
  private final ToldFailures said = new ToldFailures();
  private final Corrections corrections;

  SiteStage(String site, Stage1Config config) {
    this.site = site;
    Routes routes = config.routesOf(site);
    this.exempt = config.exemptOf(site);
    this.corrections = new Corrections(routes, exempt, said);
    Books books = new Books(routes);
    this.correlator =
        new Correlator<>(
            site, config.limits(), (start, view) -> new BucketDraft(start, view, routes, books));
  }

  String name() {
    return site;
  }

  Correlator<BucketDraft> correlator() {
    return correlator;
  }

  void component(ComponentEvent event, long epoch) {
    components.add(event, epoch);
  }

  SiteSummary close(
      long tick,
      Map<Tier, Long> watermarks,
      List<SourceChange> changes,
      Consumer<RequestTrace> traces) {
    SiteSummary summary =
        SiteSummary.newBuilder()
            .setSite(site)
            .setWatermarks(of(watermarks))
            .setChanges(changes)
            .build();
    List<Diagnosis> anchors = new ArrayList<>();
    Closed<BucketDraft> closed =
        correlator.close(tick, watermarks, exchange -> toFinish(exchange, anchors));
    List<Refinement> late = new ArrayList<>();
    summary.setBuckets(count(closed, anchors, watermarks, late));
    summary.setRefinements(corrections.of(closed.finished(), watermarks, summary, traces));
    summary.getRefinements().addAll(0, late);
    summary.setComponents(components.take(tick, watermarks));
    summary.setLate(closed.late());
    forget(watermarks);
    return summary;
  }

  private List<TierWatermark> of(Map<Tier, Long> watermarks) {
    List<TierWatermark> list = new ArrayList<>();
    new TreeMap<>(watermarks)
        .forEach((tier, watermark) -> list.add(new TierWatermark(site, tier, watermark)));
    return list;
  }

  /** Asked once of each exchange to see, in their order; keeps what was found for counting it. */
  private static boolean toFinish(Exchange exchange, List<Diagnosis> anchors) {
    Diagnosis diagnosis = anchor(exchange);
    anchors.add(diagnosis);
    return diagnosis.failed() || BucketDraft.sampled(exchange.eventId());
  }

  private static Diagnosis anchor(Exchange exchange) {
    return Diagnoser.diagnose(
        switch (exchange.view()) {
          case EDGE -> Case.of(exchange.edge());
          case PROXY -> Case.of(exchange.proxy());
          case APP -> Case.of(exchange.closingApp());
        });
  }

  /**
   * Counts into buckets. What came late finds its bucket evaluated: a failure goes out as an
   * amendment, a success is only counted as late. The application's view is nobody's where proxies
   * are logged.
   */
  private List<Bucket> count(
      Closed<BucketDraft> closed,
      List<Diagnosis> anchors,
      Map<Tier, Long> watermarks,
      List<Refinement> late) {
    Map<Long, Map<Tier, BucketDraft>> drafts = new TreeMap<>();
    for (BucketDraft draft : closed.tallies()) {
      if (counts(draft.view(), watermarks)) {
        drafts.computeIfAbsent(draft.start(), slot -> new TreeMap<>()).put(draft.view(), draft);
      }
    }
    for (int i = 0; i < closed.counted().size(); i++) {
      Exchange exchange = closed.counted().get(i);
      if (exchange.late()) {
        amend(exchange, anchors.get(i), watermarks, late);
      } else if (counts(exchange.view(), watermarks)) {
        long start = Math.floorDiv(exchange.time(), SLOT) * SLOT;
        count(exchange, anchors.get(i), watermarks, drafts.get(start).get(exchange.view()));
      }
    }
    List<Bucket> buckets = new ArrayList<>();
    drafts.values().stream()
        .flatMap(views -> views.values().stream())
        .filter(draft -> !draft.isEmpty())
        .forEach(draft -> buckets.add(draft.build()));
    return buckets;
  }

  private static boolean counts(Tier view, Map<Tier, Long> watermarks) {
    return view != Tier.APP || !watermarks.containsKey(Tier.PROXY);
  }

  private void count(
      Exchange exchange, Diagnosis diagnosis, Map<Tier, Long> watermarks, BucketDraft draft) {
    if (!diagnosis.failed() && diagnosis.cause() == null) {
      draft.success(exchange, diagnosis);
    } else if (diagnosis.failed() && detects(exchange, diagnosis, watermarks)) {
      draft.failure(exchange, diagnosis);
      said.say(exchange, diagnosis, null);
    } else {
      // A client that left, a health check and a planned answer are no failures of users, and no
      // proof of health either.
      draft.exchange(exchange);
    }
  }

  private void amend(
      Exchange exchange, Diagnosis diagnosis, Map<Tier, Long> watermarks, List<Refinement> late) {
    if (!counts(exchange.view(), watermarks)) {
      return;
    }
    // What was shipped again may come when the join has forgotten it.
    boolean told = said.of(exchange) != null;
    if (!told && diagnosis.failed() && detects(exchange, diagnosis, watermarks)) {
      said.say(exchange, diagnosis, null);
      late.add(corrections.late(exchange, diagnosis));
    }
  }

  /**
   * A tier answers for its own failures, and for those passed through it only when no tier below is
   * logged.
   */
  private boolean detects(Exchange exchange, Diagnosis diagnosis, Map<Tier, Long> watermarks) {
    boolean alone = !watermarks.containsKey(Tier.PROXY) && !watermarks.containsKey(Tier.APP);
    return (exchange.view() != Tier.EDGE || diagnosis.ownFailure() || alone)
        && !exempt.holds(exchange);
  }

  private void forget(Map<Tier, Long> watermarks) {
    long slowest =
        watermarks.values().stream().mapToLong(Long::longValue).min().orElse(Long.MIN_VALUE);
    // Where all sources have ended nothing says how long ago that was.
    if (slowest != Long.MIN_VALUE && slowest != Long.MAX_VALUE) {
      components.forget(slowest);
      said.forget(slowest);
    }
  }
}
