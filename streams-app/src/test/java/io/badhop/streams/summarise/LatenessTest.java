package io.badhop.streams.summarise;

import static io.badhop.streams.summarise.Events.app;
import static io.badhop.streams.summarise.Events.component;
import static io.badhop.streams.summarise.Events.edge;
import static io.badhop.streams.summarise.Events.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.Refinement;
import io.badhop.schemas.event.SiteSummary;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.TierWatermark;
import io.badhop.streams.correlate.CorrelatorCounters;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that come too late, twice, or in a later epoch. */
class LatenessTest {

  @Test
  void aLateFailureIsCountedAsLateAndAddedToItsBucket() {
    try (Timeline line = new Timeline(Tier.PROXY)) {
      line.passed(Tier.PROXY, 5_000);
      line.hear(proxy("late", 1_000, 1_300, 502));

      SiteSummary said = line.passed(Tier.PROXY, 5_250);

      assertThat(said.getLate()).isEqualTo(1);
      assertThat(said.getBuckets()).isEmpty();
      Refinement amendment = Timeline.refinements(said, Tier.PROXY).get(0);
      assertThat(amendment.getAdded()).isTrue();
      assertThat(amendment.getBucket()).isEqualTo(Events.at(1_250));
      assertThat(amendment.getBecomes().getCount()).isEqualTo(1);
      assertThat(line.passed(Tier.PROXY, 5_500).getLate()).isZero();
    }
  }

  @Test
  void aLateSuccessIsCountedAsLateOnly() {
    try (Timeline line = new Timeline(Tier.PROXY)) {
      line.passed(Tier.PROXY, 5_000);
      line.hear(proxy("late", 1_000, 1_300, 200));

      SiteSummary said = line.passed(Tier.PROXY, 5_250);

      assertThat(said.getLate()).isEqualTo(1);
      assertThat(said.getRefinements()).isEmpty();
      assertThat(said.getBuckets()).isEmpty();
    }
  }

  @Test
  void aLateFailureIsRefinedWhenTheTierBelowHasCaughtUp() {
    try (Timeline line = new Timeline(Tier.PROXY, Tier.APP)) {
      line.passed(Tier.PROXY, 5_000);
      line.hear(proxy("late", 1_000, 1_300, 500), app("late", 1_010, 1_290, 500));

      SiteSummary amended = line.passed(Tier.PROXY, 5_250);
      SiteSummary refined = line.passed(Tier.APP, 5_250);

      assertThat(Timeline.refinements(amended, Tier.PROXY))
          .extracting(Refinement::getAdded)
          .containsExactly(true);
      assertThat(Timeline.refinements(refined, Tier.PROXY))
          .extracting(Refinement::getAdded)
          .containsExactly(false);
    }
  }

  @Test
  void aLateRecordOfTheApplicationRevisesAFailureThatIsStillKept() {
    try (Timeline line = new Timeline(Tier.PROXY, Tier.APP)) {
      line.hear(proxy("r", 1_000, 1_300, 500));
      line.allPassed(5_000);
      assertThat(line.traces).hasSize(1);

      line.hear(app("r", 1_010, 1_290, 500));
      SiteSummary said = line.allPassed(5_250);

      assertThat(said.getLate()).isEqualTo(1);
      assertThat(Timeline.refinements(said, Tier.PROXY))
          .singleElement()
          .satisfies(r -> assertThat(r.getBecomes().getInstance()).isEqualTo("shop-1"));
    }
  }

  @Test
  void afterTheHorizonALateFailureStandsForItself() {
    try (Timeline line = new Timeline(Tier.PROXY, Tier.APP)) {
      line.hear(proxy("r", 1_000, 1_300, 500));
      line.allPassed(200_000);
      line.hear(app("r", 1_010, 1_290, 500), proxy("r2", 1_000, 1_300, 500));

      SiteSummary said = line.allPassed(200_250);

      assertThat(said.getLate()).isEqualTo(2);
      assertThat(Timeline.refinements(said, Tier.PROXY))
          .extracting(Refinement::getAdded)
          .startsWith(true);
    }
  }

  @Test
  void whatComesAfterATickTakesNoPartInIt() {
    try (Timeline line = new Timeline(Tier.PROXY, Tier.APP)) {
      line.hear(proxy("r", 100, 200, 500));
      Tick next = tick(line.nextTick(), 3_000);
      line.stage1.event(2, 50, next, line);
      line.stage1.event(2, 51, app("r", 110, 190, 500), line);
      for (int topic : new int[] {0, 1, 3}) {
        line.stage1.event(topic, 50, next, line);
      }

      assertThat(line.traces)
          .singleElement()
          .satisfies(trace -> assertThat(trace.getApp()).isEmpty());
      assertThat(line.site(Events.SITE).getLate()).isZero();

      SiteSummary after = line.tick(tick(next.getNumber() + 1, 3_250));
      assertThat(after.getLate()).isEqualTo(1);
    }
  }

  private static Tick tick(long number, double watermark) {
    long mark = Events.at(watermark);
    return new Tick(
        number,
        List.of(
            new TierWatermark(Events.SITE, Tier.PROXY, mark),
            new TierWatermark(Events.SITE, Tier.APP, mark)),
        List.of());
  }

  @Test
  void anEventThatIsSentAgainIsDropped() {
    ProxyEvent failed = proxy("r", 100, 200, 502);
    try (Timeline line = new Timeline(Tier.PROXY)) {
      line.hear(failed, ProxyEvent.newBuilder(failed).build());
      assertThat(Timeline.exchanges(line.allPassed(1_000), Tier.PROXY)).isEqualTo(1);

      line.hear(ProxyEvent.newBuilder(failed).build());
      SiteSummary again = line.allPassed(1_250);

      assertThat(again.getLate()).as("a duplicate, late as it is").isZero();
      assertThat(again.getRefinements()).isEmpty();
      assertThat(line.counters().correlated().duplicate()).isEqualTo(2);
    }
  }

  @Test
  void aFailureThatIsSentAgainWhenTheJoinHasForgottenItIsNotAddedAgain() {
    try (Timeline line = new Timeline(Tier.PROXY)) {
      line.hear(proxy("r", 1_000, 1_200, 502));
      line.allPassed(5_000);
      line.allPassed(90_000);
      line.hear(proxy("r", 1_000, 1_200, 502));

      SiteSummary said = line.allPassed(90_250);

      assertThat(said.getLate()).isEqualTo(1);
      assertThat(said.getRefinements()).noneMatch(Refinement::getAdded);
      assertThat(said.getBuckets()).isEmpty();
    }
  }

  @Test
  void twoShippersOnOneFileTellEverythingOnce() {
    try (Timeline line = new Timeline(Tier.EDGE, Tier.PROXY, Tier.APP)) {
      for (int i = 0; i < 100; i++) {
        String id = "r" + i;
        int status = i % 10 == 0 ? 500 : 200;
        for (String shipper : new String[] {"first", "second"}) {
          EdgeEvent edge = edge(id, i, i + 100, status, status);
          ProxyEvent proxy = proxy(id, i + 1, i + 90, status);
          AppEvent app = app(id, i + 2, i + 80, status);
          edge.setSource(shipper);
          proxy.setSource(shipper);
          app.setSource(shipper);
          line.hear(edge, proxy, app, component(i, "pool " + i + " is full"));
        }
      }

      SiteSummary said = line.allPassed(5_000);

      assertThat(Timeline.exchanges(said, Tier.EDGE)).isEqualTo(100);
      assertThat(Timeline.exchanges(said, Tier.PROXY)).isEqualTo(100);
      assertThat(Timeline.failures(said, Tier.PROXY))
          .singleElement()
          .satisfies(cell -> assertThat(cell.getCount()).isEqualTo(10));
      assertThat(Timeline.refinements(said, Tier.PROXY)).hasSize(10);
      assertThat(Timeline.components(said)).hasSize(100);
      CorrelatorCounters counts = line.counters().correlated();
      assertThat(counts.events()).isEqualTo(600);
      assertThat(counts.joined()).isEqualTo(300);
      assertThat(counts.duplicate()).isEqualTo(300);
    }
  }

  @Test
  void theOpeningOfAProxysFailureDoesNotWaitForAnEdgeThatIsMinutesLate() {
    try (Timeline line = new Timeline(Tier.EDGE, Tier.PROXY)) {
      line.hear(proxy("r", 100, 200, 502));
      assertThat(Timeline.failures(line.passed(Tier.PROXY, 300), Tier.PROXY)).hasSize(1);
      line.passed(Tier.PROXY, 300_000);
      line.hear(edge("r", 90, 230, 502, 502));

      SiteSummary said = line.passed(Tier.EDGE, 300);

      assertThat(Timeline.exchanges(said, Tier.EDGE)).isEqualTo(1);
      assertThat(said.getRefinements()).as("its proxy's record is known").isEmpty();
    }
  }

  @Test
  void aTierWhoseSourcesHaveEndedAndComeBackIsCountedAgain() {
    try (Timeline line = new Timeline(Tier.PROXY)) {
      line.passed(Tier.PROXY, Timeline.END);
      line.passed(Tier.PROXY, 60_000);
      line.hear(proxy("again", 60_100, 60_200, 502));

      assertThat(Timeline.failures(line.passed(Tier.PROXY, 61_000), Tier.PROXY)).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20})
  void afterTheEndAFailureIsStillRevisedHoweverManyFailedWithIt(int failures) {
    try (Timeline line = new Timeline(Tier.PROXY, Tier.APP)) {
      for (int i = 0; i < failures; i++) {
        line.hear(proxy("r" + i, 1_000, 1_300, 500));
      }
      line.allPassed(Timeline.END);
      line.hear(app("r0", 1_010, 1_290, 500));

      assertThat(Timeline.refinements(line.tick(), Tier.PROXY))
          .singleElement()
          .satisfies(r -> assertThat(r.getBecomes().getInstance()).isEqualTo("shop-1"));
    }
  }
}
