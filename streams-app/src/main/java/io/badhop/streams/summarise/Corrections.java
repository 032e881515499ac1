package io.badhop.streams.summarise;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.Reading;
import io.badhop.schemas.event.Refinement;
import io.badhop.schemas.event.RequestTrace;
import io.badhop.schemas.event.SiteSummary;
import io.badhop.schemas.event.Tier;
import io.badhop.streams.correlate.Exchange;
import io.badhop.streams.diagnose.Case;
import io.badhop.streams.diagnose.Diagnoser;
import io.badhop.streams.diagnose.Diagnosis;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What the other tiers' records change of what was said of an exchange when it was counted. */
final class Corrections {

  /** One success in a thousand is published as a trace, when it is one that is joined. */
  private static final int TRACE_SAMPLE = 1_000;

  /**
   * Coverage is learned in stage 2; here nothing is known of it. So what is said holds without it,
   * and what would hold with it is said besides.
   */
  private static final double UNKNOWN_COVERAGE = -1;

  private static final double FULL_COVERAGE = 1;

  private final Routes routes;
  private final Exempt exempt;
  private final ToldFailures said;

  /**
   * @param said what was told of which exchange; kept up to date here
   */
  Corrections(Routes routes, Exempt exempt, ToldFailures said) {
    this.routes = routes;
    this.exempt = exempt;
    this.said = said;
  }

  /**
   * What is known of finished exchanges now; puts what they teach into the summary, and gives out
   * traces of those that failed and of a sample of the others.
   */
  List<Refinement> of(
      List<Exchange> finished,
      Map<Tier, Long> watermarks,
      SiteSummary summary,
      Consumer<RequestTrace> traces) {
    List<Refinement> refinements = new ArrayList<>();
    Lessons lessons = new Lessons();
    for (Exchange exchange : finished) {
      Diagnosis diagnosis = complete(exchange, watermarks, UNKNOWN_COVERAGE);
      if (diagnosis.failed()) {
        correct(refinements, exchange, diagnosis, ifCovered(exchange, diagnosis, watermarks));
      } else {
        lessons.learn(
            exchange, watermarks.containsKey(Tier.APP), watermarks.containsKey(Tier.PROXY));
      }
      if (diagnosis.failed()
          || Math.floorMod(CellDraft.mix(exchange.eventId()), TRACE_SAMPLE) == 0) {
        traces.accept(trace(exchange, diagnosis));
      }
    }
    lessons.tell(summary);
    refinements.sort(
        Comparator.comparingLong(Refinement::getBucket)
            .thenComparing(Refinement::getView)
            .thenComparingLong(
                refinement -> refinement.getBecomes().getExemplars().get(0).getEventId()));
    return refinements;
  }

  private static Diagnosis complete(
      Exchange exchange, Map<Tier, Long> watermarks, double coverage) {
    boolean edge = exchange.view() == Tier.EDGE;
    return Diagnoser.diagnose(
        new Case(
            exchange.view(),
            exchange.edge(),
            exchange.proxy(),
            exchange.app(),
            watermarks.containsKey(Tier.PROXY),
            watermarks.containsKey(Tier.APP),
            edge ? UNKNOWN_COVERAGE : coverage,
            edge ? coverage : UNKNOWN_COVERAGE));
  }

  /** Null when a record that is missing makes no difference, or none is. */
  private static Diagnosis ifCovered(
      Exchange exchange, Diagnosis diagnosis, Map<Tier, Long> watermarks) {
    boolean missing =
        exchange.view() == Tier.EDGE ? exchange.proxy() == null : exchange.app().isEmpty();
    if (!missing) {
      return null;
    }
    Diagnosis covered = complete(exchange, watermarks, FULL_COVERAGE);
    return covered.failed() && !covered.equals(diagnosis) ? covered : null;
  }

  private void correct(
      List<Refinement> refinements, Exchange exchange, Diagnosis diagnosis, Diagnosis ifCovered) {
    ToldFailures.Last before = said.of(exchange);
    boolean unjoined =
        before == null
            && exchange.view() == Tier.EDGE
            && exchange.proxy() == null
            && exchange.app().isEmpty()
            && !exempt.holds(exchange);
    if (before == null && !unjoined) {
      return;
    }
    said.say(exchange, diagnosis, ifCovered);
    Refinement refinement = refinement(exchange, diagnosis, before, before == null);
    refinement.setIfCovered(ifCovered == null ? null : reading(ifCovered));
    refinements.add(refinement);
  }

  /** Of a failure whose bucket was evaluated before it came. */
  Refinement late(Exchange exchange, Diagnosis diagnosis) {
    return refinement(exchange, diagnosis, null, false);
  }

  private Refinement refinement(
      Exchange exchange, Diagnosis diagnosis, ToldFailures.Last before, boolean passedOn) {
    return new Refinement(
        Math.floorDiv(exchange.time(), SiteStage.SLOT) * SiteStage.SLOT,
        exchange.view(),
        before == null ? diagnosis.cause() : before.cause(),
        before == null ? diagnosis.faultDomain() : before.domain(),
        before == null,
        cell(exchange, diagnosis),
        passedOn,
        null,
        before == null ? null : before.ifCovered(),
        before == null ? null : before.domainIfCovered());
  }

  private static Reading reading(Diagnosis diagnosis) {
    return new Reading(
        diagnosis.cause(),
        diagnosis.faultDomain(),
        diagnosis.confidence(),
        new ArrayList<>(diagnosis.evidence()));
  }

  private FailureCell cell(Exchange exchange, Diagnosis diagnosis) {
    CellDraft draft = new CellDraft(Words.failure(exchange, diagnosis, routes));
    draft.add(exchange, diagnosis);
    return draft.build();
  }

  private static RequestTrace trace(Exchange exchange, Diagnosis diagnosis) {
    return new RequestTrace(
        exchange.requestId(),
        exchange.site(),
        exchange.view(),
        exchange.time(),
        exchange.edge(),
        exchange.proxy(),
        new ArrayList<>(exchange.app()),
        diagnosis.failed(),
        diagnosis.faultDomain() == null ? FaultDomain.UNKNOWN : diagnosis.faultDomain(),
        diagnosis.cause() == null ? Cause.UNKNOWN : diagnosis.cause(),
        diagnosis.confidence(),
        new ArrayList<>(diagnosis.evidence()),
        true);
  }
}
