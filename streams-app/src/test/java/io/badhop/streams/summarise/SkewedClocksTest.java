package io.badhop.streams.summarise;

import static io.badhop.streams.summarise.Events.app;
import static io.badhop.streams.summarise.Events.edge;
import static io.badhop.streams.summarise.Events.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.RequestTrace;
import io.badhop.schemas.event.Tier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hosts whose clocks are seconds or minutes off: the request ID alone joins what is unambiguous.
 */
class SkewedClocksTest {

  /** The application's source promises by its own clock; the proxy's by its own. */
  @ParameterizedTest
  @ValueSource(doubles = {-180_000, -5_000, 5_000, 180_000})
  void aFailureJoinsTheApplicationsOnlyRecordWhoseClockIsOff(double skew) {
    try (Timeline line = new Timeline(Tier.PROXY, Tier.APP)) {
      line.hear(app("r", 200_110 + skew, 200_190 + skew, 500), proxy("r", 200_100, 200_200, 500));
      line.passed(Tier.PROXY, 202_000);
      line.passed(Tier.APP, 202_000 + Math.max(0, skew));

      assertThat(trace(line, Tier.PROXY).getApp()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-180_000, -5_000})
  void theEdgeJoinsTheOnlyProxyWhoseClockIsOff(double skew) {
    try (Timeline line = new Timeline(Tier.EDGE, Tier.PROXY)) {
      line.hear(
          edge("r", 200_090, 200_230, 502, 502), proxy("r", 200_100 + skew, 200_200 + skew, 502));
      line.passed(Tier.EDGE, 202_000);
      line.passed(Tier.PROXY, 202_000 + Math.max(0, skew));

      assertThat(trace(line, Tier.EDGE).getProxy()).isNotNull();
      assertThat(line.site(Events.SITE).getRefinements())
          .as("no failure that nobody below knows of")
          .noneMatch(refinement -> refinement.getView() == Tier.EDGE && refinement.getAdded());
    }
  }

  /** A retry that went well is not the record of the try that was refused. */
  @Test
  void aRetrysRecordIsNotTakenForThatOfTheTryBefore() {
    try (Timeline line = new Timeline(Tier.PROXY, Tier.APP)) {
      line.hear(proxy("r", 200_100, 200_200, 502), app("r", 210_110, 210_190, 200));
      line.passed(Tier.APP, 220_000);
      line.passed(Tier.PROXY, 202_000);

      assertThat(trace(line, Tier.PROXY).getApp()).isEmpty();
    }
  }

  @Test
  void aRequestStillAtWorkWhenItsProxyGaveUpIsAmendedFortySecondsLater() {
    try (Timeline line = new Timeline(Tier.PROXY, Tier.APP)) {
      line.hear(proxy("r", 1_000, 61_000, 504));
      for (double now = 61_250; now <= 101_000; now += 250) {
        line.allPassed(now);
      }
      assertThat(trace(line, Tier.PROXY).getApp()).isEmpty();

      line.hear(app("r", 1_002, 101_000, 200));
      line.allPassed(101_250);

      assertThat(trace(line, Tier.PROXY).getApp()).hasSize(1);
      assertThat(Timeline.refinements(line.site(Events.SITE), Tier.PROXY)).hasSize(1);
    }
  }

  private static RequestTrace trace(Timeline line, Tier view) {
    return line.traces.stream()
        .filter(trace -> trace.getView() == view)
        .reduce((first, second) -> second)
        .orElseThrow();
  }
}
