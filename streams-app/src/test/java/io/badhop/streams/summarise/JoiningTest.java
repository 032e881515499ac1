package io.badhop.streams.summarise;

import static io.badhop.streams.summarise.Events.app;
import static io.badhop.streams.summarise.Events.copyUnder;
import static io.badhop.streams.summarise.Events.edge;
import static io.badhop.streams.summarise.Events.log;
import static io.badhop.streams.summarise.Events.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.Refinement;
import io.badhop.schemas.event.RequestTrace;
import io.badhop.schemas.event.SiteSummary;
import io.badhop.schemas.event.Tier;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What belongs to an exchange, and what is said when it is known. */
class JoiningTest {

  @Test
  void aFailureIsRefinedWhenTheApplicationsLogComesFiveSecondsLater() {
    try (Timeline line = new Timeline(Tier.PROXY, Tier.APP)) {
      line.hear(proxy("r", 100, 200, 500));
      SiteSummary counted = line.passed(Tier.PROXY, 5_300);
      FailureCell first = Timeline.failures(counted, Tier.PROXY).get(0);
      assertThat(counted.getRefinements()).isEmpty();

      line.hear(app("r", 110, 190, 500));
      SiteSummary finished = line.passed(Tier.APP, 5_300);

      Refinement refinement = Timeline.refinements(finished, Tier.PROXY).get(0);
      assertThat(finished.getBuckets()).noneMatch(bucket -> bucket.getView() == Tier.PROXY);
      assertThat(refinement.getBucket()).isEqualTo(Events.START);
      assertThat(refinement.getAdded()).isFalse();
      assertThat(refinement.getWas()).isEqualTo(first.getCause());
      assertThat(refinement.getWasDomain()).isEqualTo(first.getFaultDomain());
      assertThat(refinement.getBecomes().getInstance()).isEqualTo("shop-1");
      assertThat(refinement.getBecomes().getPath()).isEqualTo(first.getPath());
      assertThat(refinement.getBecomes().getStatus()).isEqualTo(first.getStatus());
      assertThat(line.traces)
          .filteredOn(trace -> trace.getView() == Tier.PROXY)
          .singleElement()
          .satisfies(trace -> assertThat(trace.getApp()).hasSize(1));
    }
  }

  @Test
  void whatWasWrittenWhileItRanDoesNotChangeWhatFailed() {
    try (Timeline line = new Timeline(Tier.APP)) {
      line.hear(log("r", 40, "ERROR", "retrying"), app("r", 0, 100, 500));
      SiteSummary summary = line.allPassed(1_000);

      FailureCell first = Timeline.failures(summary, Tier.APP).get(0);
      FailureCell refined = Timeline.refinements(summary, Tier.APP).get(0).getBecomes();
      assertThat(first.getStatus()).isEqualTo(500);
      assertThat(refined.getStatus()).isEqualTo(500);
      assertThat(refined.getPath()).isEqualTo(first.getPath());
      assertThat(refined.getHost()).isEqualTo(first.getHost());
      assertThat(refined.getExemplars().get(0).getPath()).isEqualTo("/orders/42");
    }
  }

  @Test
  void anExceptionThatALaterLineOfTheRecordNamesIsEvidence() {
    AppEvent head = log("r", 150, "ERROR", "request failed");
    AppEvent named = log("r", 150, "ERROR", "com.example.GoneException: no stock");
    named.setExceptionType("com.example.GoneException");
    try (Timeline line = new Timeline(Tier.PROXY, Tier.APP)) {
      line.hear(proxy("r", 100, 200, 502), head, named);
      SiteSummary summary = line.allPassed(5_000);

      assertThat(
              Timeline.refinements(summary, Tier.PROXY)
                  .get(0)
                  .getBecomes()
                  .getExemplars()
                  .get(0)
                  .getEvidence())
          .anyMatch(words -> words.contains("logged com.example.GoneException: no stock"));
    }
  }

  @Test
  void aDiagnosisWaitsForTheTierBelowButNotForOneWithoutMembers() {
    try (Timeline line = new Timeline(Tier.PROXY, Tier.APP)) {
      line.hear(proxy("r", 100, 200, 502));
      line.passed(Tier.PROXY, 1_000);
      line.passed(Tier.APP, 250);
      assertThat(line.traces).isEmpty();
      line.silent(Tier.APP).tick();
      assertThat(line.traces).hasSize(1);
    }
  }

  @Test
  void anExchangeStampedToTheSecondIsWaitedForASecondLonger() {
    ProxyEvent coarse = proxy("r", 0, 1_000, 502);
    coarse.setResolution(1_000_000);
    try (Timeline line = new Timeline(Tier.PROXY, Tier.APP)) {
      line.hear(coarse);
      line.passed(Tier.PROXY, 5_000);
      line.passed(Tier.APP, 1_999);
      line.hear(app("r", 1_200, 2_000, 500));
      line.passed(Tier.APP, 2_049);
      assertThat(line.traces).isEmpty();
      line.passed(Tier.APP, 2_050);
      assertThat(line.traces)
          .singleElement()
          .satisfies(trace -> assertThat(trace.getApp()).hasSize(1));
    }
  }

  @Test
  void retriesWithTheSameIdAreSeveralExchangesAndEachHasItsOwnRecords() {
    try (Timeline line = new Timeline(Tier.EDGE, Tier.PROXY, Tier.APP)) {
      line.hear(edge("same", 90, 1_010, 502, 502), edge("same", 1_990, 3_010, 500, 500));
      line.hear(proxy("same", 100, 1_000, 502), proxy("same", 2_000, 3_000, 500));
      line.hear(app("same", 2_100, 2_900, 500));

      SiteSummary said = line.allPassed(9_000);

      assertThat(Timeline.exchanges(said, Tier.PROXY)).isEqualTo(2);
      assertThat(Timeline.exchanges(said, Tier.EDGE)).isEqualTo(2);
      assertThat(trace(line, Tier.PROXY, 1_000).getApp()).isEmpty();
      assertThat(trace(line, Tier.PROXY, 3_000).getApp()).hasSize(1);
      assertThat(trace(line, Tier.EDGE, 1_010).getProxy().getStatus()).isEqualTo(502);
      assertThat(trace(line, Tier.EDGE, 3_010).getProxy().getStatus()).isEqualTo(500);
      assertThat(trace(line, Tier.EDGE, 3_010).getApp()).hasSize(1);
    }
  }

  @Test
  void theRayTellsConcurrentRequestsWithOneIdApart() {
    EdgeEvent first = edge("same", 0, 1_000, 502, 502);
    EdgeEvent second = edge("same", 10, 990, 504, 504);
    ProxyEvent ofFirst = proxy("same", 20, 980, 502);
    ProxyEvent ofSecond = proxy("same", 15, 985, 504);
    first.setOtherId("ray-1");
    ofFirst.setOtherId("ray-1");
    second.setOtherId("ray-2");
    ofSecond.setOtherId("ray-2");
    try (Timeline line = new Timeline(Tier.EDGE, Tier.PROXY)) {
      line.hear(second, ofSecond, first, ofFirst);
      line.allPassed(9_000);

      assertThat(trace(line, Tier.EDGE, 1_000).getProxy().getStatus()).isEqualTo(502);
      assertThat(trace(line, Tier.EDGE, 990).getProxy().getStatus()).isEqualTo(504);
    }
  }

  @Test
  void theRayDecidesThoughTheClocksAreMinutesApart() {
    EdgeEvent edge = edge("r", 300_000, 301_000, 520, 0);
    ProxyEvent proxy = proxy("r", 100, 900, 502);
    edge.setOtherId("ray");
    proxy.setOtherId("ray");
    try (Timeline line = new Timeline(Tier.EDGE, Tier.PROXY)) {
      line.hear(proxy, edge);
      line.allPassed(303_000);

      assertThat(trace(line, Tier.EDGE, 301_000).getProxy()).isNotNull();
    }
  }

  @Test
  void aCopyUnderTheRayJoinsTheEdgeAndIsNotCounted() {
    ProxyEvent proxy = proxy("x-request-id", 100, 200, 502);
    proxy.setOtherId("ray");
    try (Timeline line = new Timeline(Tier.EDGE, Tier.PROXY)) {
      line.hear(proxy, copyUnder("ray", proxy), edge("ray", 90, 230, 502, 502));

      SiteSummary said = line.allPassed(3_000);

      assertThat(Timeline.exchanges(said, Tier.PROXY)).isEqualTo(1);
      assertThat(trace(line, Tier.EDGE, 230).getProxy().getAlias()).isTrue();
      assertThat(said.getRefinements()).noneMatch(Refinement::getAdded);
      assertThat(line.counters().correlated().aliases()).isEqualTo(1);
      assertThat(line.counters().correlated().joined()).isEqualTo(3);
    }
  }

  @Test
  void theEdgeGivesUpTheProxySeesAnAbortAndTheApplicationAnswersLater() {
    try (Timeline line = new Timeline(Tier.EDGE, Tier.PROXY, Tier.APP)) {
      line.hear(edge("r", 0, 5_000, 524, 0), proxy("r", 1, 5_000, 499));
      line.passed(Tier.PROXY, 7_000);
      SiteSummary counted = line.passed(Tier.EDGE, 7_000);
      assertThat(Timeline.failures(counted, Tier.EDGE)).hasSize(1);
      line.passed(Tier.APP, 7_000);
      assertThat(trace(line, Tier.EDGE, 5_000).getProxy().getStatus()).isEqualTo(499);
      assertThat(trace(line, Tier.EDGE, 5_000).getApp()).isEmpty();

      line.hear(app("r", 2, 8_284, 200));
      SiteSummary late = line.allPassed(9_000);

      assertThat(trace(line, Tier.EDGE, 5_000).getApp())
          .extracting(AppEvent::getStatus)
          .containsExactly(200);
      assertThat(Timeline.refinements(late, Tier.EDGE))
          .singleElement()
          .satisfies(r -> assertThat(r.getBecomes().getInstance()).isEqualTo("shop-1"));
      assertThat(Timeline.failures(late, Tier.PROXY)).isEmpty();
      assertThat(Timeline.refinements(late, Tier.PROXY)).isEmpty();
    }
  }

  @Test
  void aFailureThatTheEdgePassedOnAndNobodyBelowKnowsIsAdded() {
    try (Timeline line = new Timeline(Tier.EDGE, Tier.PROXY)) {
      line.hear(
          edge("lost", 0, 100, 502, 502),
          edge("known", 0, 100, 502, 502),
          proxy("known", 10, 90, 502));
      line.passed(Tier.EDGE, 3_000);

      SiteSummary said = line.passed(Tier.PROXY, 3_000);

      Refinement added = Timeline.refinements(said, Tier.EDGE).get(0);
      assertThat(Timeline.refinements(said, Tier.EDGE)).hasSize(1);
      assertThat(added.getAdded()).isTrue();
      assertThat(added.getBecomes().getHidden()).isFalse();
      assertThat(added.getBecomes().getCount()).isEqualTo(1);
      assertThat(added.getBecomes().getExemplars().get(0).getRequestId()).isEqualTo("lost");
      assertThat(added.getPassedOn()).isTrue();
    }
  }

  @Test
  void anUneventfulProxyRecordIsStillKnownToTheEdgeMinutesLater() {
    try (Timeline line = new Timeline(Tier.EDGE, Tier.PROXY, Tier.APP)) {
      line.hear(proxy("r", 10, 90, 200), app("r", 20, 80, 200));
      line.watermark(Events.SITE, Tier.APP, 300_000).passed(Tier.PROXY, 300_000);
      line.hear(edge("r", 0, 100, 520, 0));
      line.passed(Tier.EDGE, 300_000);

      RequestTrace trace = trace(line, Tier.EDGE, 100);
      assertThat(trace.getProxy().getStatus()).isEqualTo(200);
      assertThat(trace.getProxy().getDurationUs()).isEqualTo(80_000);
      assertThat(trace.getProxy().getAttempts().get(0).getAddress()).isEqualTo(Events.UPSTREAM);
    }
  }

  @Test
  void whereThereIsNoProxyLinesOfTheApplicationExplainItsAnswer() {
    try (Timeline line = new Timeline(Tier.APP)) {
      line.hear(log("r", 50, "ERROR", "connection to database lost"), app("r", 0, 100, 500));
      line.allPassed(1_000);

      assertThat(trace(line, Tier.APP, 100).getApp()).hasSize(2);
    }
  }

  private static RequestTrace trace(Timeline line, Tier view, double time) {
    List<RequestTrace> found =
        line.traces.stream()
            .filter(trace -> trace.getView() == view && trace.getTime() == Events.at(time))
            .toList();
    assertThat(found).as("trace of %s at %s", view, time).isNotEmpty();
    return found.get(found.size() - 1);
  }
}
