package io.badhop.streams.summarise;

import static io.badhop.streams.summarise.Events.app;
import static io.badhop.streams.summarise.Events.edge;
import static io.badhop.streams.summarise.Events.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.ClockPair;
import io.badhop.schemas.event.CoverageCount;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.Refinement;
import io.badhop.schemas.event.SiteSummary;
import io.badhop.schemas.event.Tier;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What exchanges that went well teach of the logs and the clocks. */
class LessonsTest {

  private static final String LOGGED = "10.0.0.1:80";
  private static final String UNLOGGED = "10.0.0.2:80";

  @Test
  void coverageIsLearnedByHostAndUpstream() {
    try (Timeline line = new Timeline(Tier.PROXY, Tier.APP)) {
      for (int i = 0; i < 1_600; i++) {
        line.hear(proxy("a" + i, i, i + 50, 200, LOGGED), app("a" + i, i + 2, i + 48, 200));
        line.hear(proxy("b" + i, i, i + 50, 200, UNLOGGED));
      }

      List<CoverageCount> learned = line.allPassed(60_000).getCoverage();

      assertThat(learned).extracting(CoverageCount::getUpstream).containsExactly(LOGGED, UNLOGGED);
      assertThat(learned).extracting(CoverageCount::getHost).containsOnly("shop.example.com");
      assertThat(learned.get(0).getExpected()).isBetween(60L, 150L);
      assertThat(learned.get(0).getJoined()).isEqualTo(learned.get(0).getExpected());
      assertThat(learned.get(1).getExpected()).isBetween(60L, 150L);
      assertThat(learned.get(1).getJoined()).isZero();
    }
  }

  @Test
  void theEdgeLearnsOfTheProxyThatItAddressed() {
    try (Timeline line = new Timeline(Tier.EDGE, Tier.PROXY)) {
      for (int i = 0; i < 800; i++) {
        line.hear(edge("a" + i, i, i + 60, 200, 200), proxy("a" + i, i + 5, i + 55, 200));
      }

      assertThat(line.allPassed(60_000).getCoverage())
          .singleElement()
          .satisfies(
              count -> {
                assertThat(count.getView()).isEqualTo(Tier.EDGE);
                assertThat(count.getUpstream()).isEqualTo("10.0.2.1");
                assertThat(count.getJoined()).isEqualTo(count.getExpected()).isPositive();
              });
    }
  }

  @Test
  void clocksAreComparedByTheMiddlesOfAFewRequestsATick() {
    try (Timeline line = new Timeline(Tier.PROXY, Tier.APP)) {
      for (int i = 0; i < 1_600; i++) {
        line.hear(proxy("a" + i, i, i + 50, 200), app("a" + i, i + 42, i + 88, 200));
      }

      ClockPair pair = line.allPassed(60_000).getClocks().get(0);

      assertThat(pair.getUpper()).isEqualTo(Tier.PROXY);
      assertThat(pair.getUpperNode()).isEqualTo("10.0.2.1");
      assertThat(pair.getLowerNode()).isEqualTo("shop-1");
      assertThat(pair.getSamples())
          .hasSize(Lessons.SAMPLES)
          .allSatisfy(sample -> assertThat(sample.getAheadUs()).isEqualTo(40_000));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-5_000, 0, 5_000})
  void aProxysClockIsComparedWithTheEdgesWhicheverIsAhead(int skew) {
    try (Timeline line = new Timeline(Tier.EDGE, Tier.PROXY)) {
      for (int i = 0; i < 1_600; i++) {
        int at = 10_000 + i;
        line.hear(
            edge("a" + i, at, at + 60, 200, 200),
            proxy("a" + i, at + 5 + skew, at + 55 + skew, 200));
      }

      ClockPair pair = line.allPassed(60_000).getClocks().get(0);

      assertThat(pair.getUpper()).isEqualTo(Tier.EDGE);
      assertThat(pair.getSamples())
          .isNotEmpty()
          .allSatisfy(sample -> assertThat(sample.getAheadUs()).isEqualTo(skew * 1_000L));
    }
  }

  @Test
  void aMissingRecordIsSaidBesidesForWhereTheTierIsLoggedInFull() {
    try (Timeline line = new Timeline(Tier.PROXY, Tier.APP)) {
      line.hear(refused("r"));
      SiteSummary said = line.allPassed(5_000);

      Refinement refinement = Timeline.refinements(said, Tier.PROXY).get(0);
      assertThat(evidence(refinement.getBecomes().getExemplars().get(0).getEvidence())).isFalse();
      assertThat(evidence(refinement.getIfCovered().getEvidence())).isTrue();
      assertThat(refinement.getWasIfCovered()).isNull();

      line.hear(app("r", 1_001, 1_002, 200));
      Refinement amended = Timeline.refinements(line.allPassed(5_250), Tier.PROXY).get(0);
      assertThat(amended.getIfCovered()).as("it is not missing any more").isNull();
      assertThat(amended.getWasIfCovered()).isEqualTo(refinement.getIfCovered().getCause());
    }
  }

  @Test
  void nothingIsMissingWhereNoApplicationIsLogged() {
    try (Timeline line = new Timeline(Tier.PROXY)) {
      line.hear(refused("r"));

      assertThat(Timeline.refinements(line.allPassed(5_000), Tier.PROXY))
          .singleElement()
          .satisfies(refinement -> assertThat(refinement.getIfCovered()).isNull());
    }
  }

  private static boolean evidence(List<String> words) {
    return words.stream().anyMatch(said -> said.contains("the application has no record of it"));
  }

  private static ProxyEvent refused(String id) {
    ProxyEvent event = proxy(id, 1_000, 1_003, 502);
    event.getAttempts().get(0).setConnectUs(-1);
    event.getAttempts().get(0).setHeaderUs(-1);
    return event;
  }
}
