package io.badhop.streams.summarise;

import static io.badhop.streams.summarise.Events.app;
import static io.badhop.streams.summarise.Events.component;
import static io.badhop.streams.summarise.Events.edge;
import static io.badhop.streams.summarise.Events.proxy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.LatencyBins;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestIdKind;
import io.badhop.schemas.event.SiteSummary;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.event.Tier;
import io.badhop.streams.correlate.CorrelatorLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is counted, when, and under what. */
class CountingTest {

  private static final String PATH = "shop.example.com/orders/{id}";

  @Test
  void anExchangeIsCountedWhenItsOwnWatermarkHasPassedItsBucket() {
    try (Timeline line = new Timeline(Tier.EDGE, Tier.PROXY, Tier.APP)) {
      line.hear(proxy("r1", 100, 200, 200));

      assertThat(Timeline.exchanges(line.passed(Tier.APP, 900), Tier.PROXY)).isZero();
      assertThat(Timeline.exchanges(line.passed(Tier.PROXY, 249.999), Tier.PROXY)).isZero();
      assertThat(Timeline.exchanges(line.passed(Tier.PROXY, 250), Tier.PROXY)).isEqualTo(1);
      assertThat(Timeline.exchanges(line.passed(Tier.PROXY, 900), Tier.PROXY)).isZero();
    }
  }

  @Test
  void aCountDoesNotDependOnOtherTiers() {
    try (Timeline alone = new Timeline(Tier.PROXY);
        Timeline joined = new Timeline(Tier.EDGE, Tier.PROXY, Tier.APP)) {
      alone.hear(proxy("r1", 100, 200, 200), proxy("r2", 100, 210, 502));
      joined.hear(
          app("r2", 110, 190, 500), edge("r2", 90, 230, 502, 502), app("r1", 110, 190, 200));
      joined.passed(Tier.APP, 5_000);
      joined.hear(proxy("r1", 100, 200, 200), proxy("r2", 100, 210, 502));

      assertThat(Timeline.buckets(joined.passed(Tier.PROXY, 1_000), Tier.PROXY))
          .isEqualTo(Timeline.buckets(alone.passed(Tier.PROXY, 1_000), Tier.PROXY))
          .hasSize(1);
    }
  }

  @Test
  void aBucketHoldsAQuarterOfASecondOfEventTime() {
    try (Timeline line = new Timeline(Tier.PROXY)) {
      line.hear(proxy("a", 0, 249.999, 200), proxy("b", 0, 250, 200), proxy("c", 0, 499, 200));

      assertThat(line.allPassed(10_000).getBuckets())
          .extracting(bucket -> (bucket.getStart() - Events.START) / 1_000, b -> b.getExchanges())
          .containsExactly(tuple(0L, 1L), tuple(250L, 2L));
    }
  }

  @Test
  void aTemplateThatWasGivenGoesBeforeOneThatIsGuessed() {
    Routes routes = Routes.of(List.of(RouteTemplate.of("/orders/{orderId}")));
    Stage1Config config =
        new Stage1Config(0, 1, 1, CorrelatorLimits.DEFAULT, Map.of(Events.SITE, routes));
    try (Timeline line = new Timeline(config, Tier.PROXY)) {
      line.hear(proxy("r1", 100, 200, 200), proxy("r2", 110, 210, 502));

      SiteSummary said = line.allPassed(1_000);

      String given = "shop.example.com/orders/{orderId}";
      assertThat(Timeline.successes(said, Tier.PROXY, KeyKind.PATH, given)).isEqualTo(1);
      assertThat(said.getBuckets().get(0).getFailures())
          .extracting(FailureCell::getPath)
          .containsExactly(given);
    }
  }

  @Test
  void aSuccessCountsUnderAllThatItsViewKnows() {
    try (Timeline line = new Timeline(Tier.EDGE, Tier.PROXY, Tier.APP)) {
      line.hear(edge("r", 90, 230, 200, 200), proxy("r", 100, 200, 200), app("r", 110, 190, 200));

      SiteSummary said = line.allPassed(1_000);

      assertThat(Timeline.successes(said, Tier.PROXY, KeyKind.PATH, PATH)).isEqualTo(1);
      assertThat(Timeline.successes(said, Tier.PROXY, KeyKind.UPSTREAM, Events.UPSTREAM))
          .isEqualTo(1);
      assertThat(Timeline.successes(said, Tier.PROXY, KeyKind.POOL, "app")).isEqualTo(1);
      assertThat(Timeline.successes(said, Tier.PROXY, KeyKind.PROXY, "10.0.2.1")).isEqualTo(1);
      assertThat(Timeline.successes(said, Tier.EDGE, KeyKind.ORIGIN, "10.0.2.1")).isEqualTo(1);
      assertThat(Timeline.successes(said, Tier.EDGE, KeyKind.EDGE_LOCATION, "FRA")).isEqualTo(1);
      assertThat(Timeline.successes(said, Tier.EDGE, KeyKind.UPSTREAM, Events.UPSTREAM)).isZero();
      assertThat(Timeline.buckets(said, Tier.PROXY).get(0).getSuccesses())
          .filteredOn(count -> count.getAnd() != null)
          .singleElement()
          .satisfies(
              pair -> {
                assertThat(pair.getKey().getValue()).isEqualTo(PATH);
                assertThat(pair.getAnd().getValue()).isEqualTo(Events.UPSTREAM);
              });
    }
  }

  @Test
  void anAddressThatNeverAnsweredIsNoSuccessOfIt() {
    try (Timeline line = new Timeline(Tier.PROXY)) {
      line.hear(proxy("gone", 0, 100, 499));

      SiteSummary said = line.allPassed(1_000);

      assertThat(Timeline.exchanges(said, Tier.PROXY)).isEqualTo(1);
      assertThat(Timeline.successes(said, Tier.PROXY, KeyKind.UPSTREAM, Events.UPSTREAM)).isZero();
    }
  }

  @Test
  void aFailureCarriesProofAndLatencies() {
    try (Timeline line = new Timeline(Tier.PROXY)) {
      line.hear(proxy("bad", 100, 160, 502));

      FailureCell cell = Timeline.failures(line.allPassed(1_000), Tier.PROXY).get(0);

      assertThat(cell.getPath()).isEqualTo(PATH);
      assertThat(cell.getStatus()).isEqualTo(502);
      assertThat(cell.getCount()).isEqualTo(1);
      assertThat(cell.getExemplars())
          .singleElement()
          .satisfies(e -> assertThat(e.getRequestId()).isEqualTo("bad"));
      assertThat(cell.getExemplars().get(0).getHops())
          .extracting(hop -> hop.getTier())
          .contains(Tier.PROXY);
      assertThat(cell.getLatencies()).extracting(LatencyBins::getHop).contains("proxy", "response");
      assertThat(cell.getLatencies())
          .filteredOn(bins -> bins.getHop().equals("proxy"))
          .singleElement()
          .satisfies(bins -> assertThat(bins.getMaxUs()).isEqualTo(60_000));
    }
  }

  @Test
  void aCellKeepsThreeExemplarsChosenByData() {
    List<ProxyEvent> failures = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      failures.add(proxy("bad" + i, 100, 160, 502));
    }
    try (Timeline forwards = new Timeline(Tier.PROXY);
        Timeline backwards = new Timeline(Tier.PROXY)) {
      failures.forEach(forwards::hear);
      java.util.Collections.reverse(failures);
      failures.forEach(backwards::hear);

      FailureCell one = Timeline.failures(forwards.allPassed(1_000), Tier.PROXY).get(0);

      assertThat(one.getCount()).isEqualTo(40);
      assertThat(one.getExemplars()).hasSize(3);
      assertThat(Timeline.failures(backwards.allPassed(1_000), Tier.PROXY)).containsExactly(one);
    }
  }

  @Test
  void anAttemptThatARetryMadeGoodIsAHiddenFailureOfItsUpstream() {
    ProxyEvent saved = proxy("r", 0, 100, 200);
    Attempt refused =
        Attempt.newBuilder()
            .setAddress("10.0.0.9:80")
            .setPool("app")
            .setStatus(502)
            .setResponseUs(900)
            .build();
    saved.setAttempts(new ArrayList<>(List.of(refused, saved.getAttempts().get(0))));
    try (Timeline line = new Timeline(Tier.PROXY)) {
      line.hear(saved);

      SiteSummary said = line.allPassed(1_000);

      assertThat(Timeline.failures(said, Tier.PROXY))
          .singleElement()
          .satisfies(
              cell -> {
                assertThat(cell.getHidden()).isTrue();
                assertThat(cell.getUpstream()).isEqualTo("10.0.0.9:80");
                assertThat(cell.getCount()).isEqualTo(1);
              });
      assertThat(Timeline.buckets(said, Tier.PROXY).get(0).getSucceededOnRetry()).isEqualTo(1);
      assertThat(Timeline.successes(said, Tier.PROXY, KeyKind.UPSTREAM, Events.UPSTREAM))
          .isEqualTo(1);
      assertThat(Timeline.successes(said, Tier.PROXY, KeyKind.UPSTREAM, "10.0.0.9:80")).isZero();
    }
  }

  @Test
  void aRequestWithoutAnIdIsCountedInItsView() {
    ProxyEvent nameless = proxy("00c0ffee", 0, 100, 502);
    nameless.setRequestIdKind(RequestIdKind.NONE);
    try (Timeline line = new Timeline(Tier.EDGE, Tier.PROXY, Tier.APP)) {
      line.hear(nameless);

      assertThat(Timeline.failures(line.allPassed(1_000), Tier.PROXY)).hasSize(1);
    }
  }

  @Test
  void theApplicationsViewDetectsOnlyWhereNoProxyDoes() {
    try (Timeline proxied = new Timeline(Tier.PROXY, Tier.APP);
        Timeline bare = new Timeline(Tier.APP)) {
      proxied.hear(app("r", 0, 100, 500));
      bare.hear(app("r", 0, 100, 500));

      SiteSummary behindProxy = proxied.allPassed(1_000);
      assertThat(Timeline.failures(behindProxy, Tier.APP)).isEmpty();
      assertThat(Timeline.failures(bare.allPassed(1_000), Tier.APP)).hasSize(1);
    }
  }

  @Test
  void anAnswerThatTheEdgePassedOnIsNoFailureOfTheEdge() {
    try (Timeline line = new Timeline(Tier.EDGE, Tier.PROXY);
        Timeline edgeOnly = new Timeline(Tier.EDGE)) {
      line.hear(edge("r", 0, 100, 502, 502));
      edgeOnly.hear(edge("r", 0, 100, 502, 502));

      SiteSummary said = line.passed(Tier.EDGE, 1_000);
      assertThat(Timeline.exchanges(said, Tier.EDGE)).isEqualTo(1);
      assertThat(Timeline.failures(said, Tier.EDGE)).isEmpty();
      assertThat(Timeline.failures(edgeOnly.passed(Tier.EDGE, 1_000), Tier.EDGE)).hasSize(1);
    }
  }

  @Test
  void sitesKnowNothingOfEachOther() {
    try (Timeline line = new Timeline(Tier.PROXY)) {
      line.watermark("other", Tier.PROXY, 0).tick();
      ProxyEvent there = proxy("same-id", 0, 100, 502);
      there.setSite("other");
      line.hear(proxy("same-id", 0, 100, 502), there);

      line.passed(Tier.PROXY, 1_000);
      assertThat(Timeline.failures(line.site(Events.SITE), Tier.PROXY)).hasSize(1);
      assertThat(line.site("other").getBuckets()).isEmpty();
      line.watermark("other", Tier.PROXY, 1_000).tick();
      assertThat(Timeline.failures(line.site("other"), Tier.PROXY)).hasSize(1);
      assertThat(line.counters().correlated().duplicate()).isZero();
    }
  }

  @Test
  void componentEventsAreHandedOnOnceTheirTierHasPassedThem() {
    ComponentEvent full = component(500, "reached pm.max_children");
    try (Timeline line = new Timeline(Tier.PROXY, Tier.APP)) {
      line.hear(full);

      assertThat(Timeline.components(line.passed(Tier.PROXY, 900))).isEmpty();
      assertThat(Timeline.components(line.passed(Tier.APP, 900))).containsExactly(full);
      line.hear(ComponentEvent.newBuilder(full).build());
      assertThat(Timeline.components(line.passed(Tier.APP, 950))).isEmpty();
    }
  }

  @Test
  void everyPartitionOfStage2HearsOneSummaryATick() {
    List<Integer> heard = new ArrayList<>();
    Stage1 stage1 =
        new Stage1(new Stage1Config(2, 4, 3, io.badhop.streams.correlate.CorrelatorLimits.DEFAULT));
    Stage1.Output out =
        new Stage1.Output() {
          @Override
          public void summary(int sitePartition, io.badhop.schemas.event.TrafficSummary summary) {
            heard.add(sitePartition);
            assertThat(summary.getPartition()).isEqualTo(2);
            assertThat(summary.getPartitionCount()).isEqualTo(4);
          }

          @Override
          public void trace(io.badhop.schemas.event.RequestTrace trace) {}
        };
    for (int topic = 0; topic < Stage1.TOPICS; topic++) {
      assertThat(heard).isEmpty();
      stage1.event(topic, 0, new Tick(1L, new ArrayList<>(), new ArrayList<>()), out);
    }

    assertThat(heard).containsExactly(0, 1, 2);
  }
}
