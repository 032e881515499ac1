package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.CoverageCount;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.Tier;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a missing record means something. */
class CoverageTest {

  private final Stage2Counters counters = new Stage2Counters();
  private final Coverage coverage = new Coverage(counters);

  @Test
  void needsFiftyExchangesOfTheHostAndUpstream() {
    learn("shop", "10.0.0.1:80", 49, 49);
    assertThat(full("shop", "10.0.0.1:80")).isFalse();

    learn("shop", "10.0.0.1:80", 1, 1);
    assertThat(full("shop", "10.0.0.1:80")).isTrue();
  }

  @Test
  void oneInAHundredMayBeMissingAndNotTwo() {
    learn("shop", "10.0.0.1:80", 100, 99);
    learn("shop", "10.0.0.2:80", 100, 98);

    assertThat(full("shop", "10.0.0.1:80")).isTrue();
    assertThat(full("shop", "10.0.0.2:80")).isFalse();
  }

  @Test
  void aHostWhoseLogIsOffIsNotCoveredByItsNeighbours() {
    learn("shop", "10.0.0.1:80", 1_000, 1_000);
    learn("static", "10.0.0.1:80", 10, 0);

    assertThat(full("static", "10.0.0.1:80")).isFalse();
    assertThat(coverage.fullByAll(Tier.PROXY, cell("static", "10.0.0.1:80"))).isFalse();
    assertThat(coverage.fullByAll(Tier.PROXY, cell("new", "10.0.0.1:80"))).isTrue();
  }

  @Test
  void aLogThatIsSwitchedOffIsNoticedHoweverLongItWasComplete() {
    for (int i = 0; i < 1_000; i++) {
      learn("shop", "10.0.0.1:80", 1_000, 1_000);
    }
    learn("shop", "10.0.0.1:80", 50, 0);

    assertThat(full("shop", "10.0.0.1:80")).isFalse();
  }

  @Test
  void whatIsBeyondTheBoundIsJudgedTogetherAndCounted() {
    for (int i = 0; i < Coverage.MAX_PLACES; i++) {
      learn("host-" + i, "10.0.0.1:80", 1, 1);
    }
    learn("late-1", "10.0.0.1:80", 60, 60);
    assertThat(full("late-2", "10.0.0.1:80")).isTrue();
    learn("late-2", "10.0.0.1:80", 60, 0);

    assertThat(full("late-1", "10.0.0.1:80")).isFalse();
    assertThat(counters.snapshot().coverageOverflowed()).isEqualTo(2);
    assertThat(coverage.state()).hasSize(Coverage.MAX_PLACES + 1);
  }

  @Test
  void isRestoredAsItWas() {
    learn("shop", "10.0.0.1:80", 100, 100);
    Coverage restored = new Coverage(counters);
    restored.restore(coverage.state());

    assertThat(restored.state()).isEqualTo(coverage.state());
    assertThat(restored.full(Tier.PROXY, cell("shop", "10.0.0.1:80"))).isTrue();
  }

  private void learn(String host, String upstream, long expected, long joined) {
    coverage.learn(List.of(new CoverageCount(Tier.PROXY, host, upstream, expected, joined)));
  }

  private boolean full(String host, String upstream) {
    return coverage.full(Tier.PROXY, cell(host, upstream));
  }

  private static FailureCell cell(String host, String upstream) {
    return FailureCell.newBuilder()
        .setHost(host)
        .setUpstream(upstream)
        .setPool("app")
        .setStatus(502)
        .setCause(Cause.CONNECTION_REFUSED)
        .setFaultDomain(FaultDomain.APP)
        .setConfidence(0.9)
        .setCount(1)
        .build();
  }
}
