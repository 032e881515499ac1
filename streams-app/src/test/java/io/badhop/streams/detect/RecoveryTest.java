package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When an incident is over: on evidence, and not before it has lasted. */
class RecoveryTest {

  private final Traffic traffic = new Traffic();

  @Test
  void aPauseInWhichNobodyAskedIsNoPauseOfTheFailure() {
    traffic.healthy(60);
    login(20, true);
    others(20);
    login(20, true);
    double end = traffic.seconds();
    login(40, false);

    assertThat(last().getPhase()).isEqualTo(Phase.RESOLVED);
    assertThat(second(last()) - end).isBetween(4.5, 6.0);
  }

  @Test
  void whatDidWellForFourSecondsAndFailedAgainMustDoWellForEight() {
    traffic.healthy(60);
    login(20, true);
    login(16, false);
    login(20, true);
    double end = traffic.seconds();
    login(60, false);

    assertThat(traffic.said.stream().filter(said -> said.getPhase() == Phase.RESOLVED)).hasSize(1);
    assertThat(second(last()) - end).isBetween(7.5, 9.0);
  }

  @Test
  void aThirdThatStillFailsIsNoRecovery() {
    traffic.healthy(60);
    login(20, true);
    for (int i = 0; i < 80; i++) {
      login(1, i % 3 == 0);
    }
    assertThat(traffic.said).noneMatch(said -> said.getPhase() == Phase.RESOLVED);
  }

  @Test
  void successesOfOthersAreNoRecoveryOfThePath() {
    traffic.healthy(60);
    login(20, true);
    others(200);
    assertThat(traffic.said).noneMatch(said -> said.getPhase() == Phase.RESOLVED);
  }

  private void login(int slots, boolean failing) {
    for (int i = 0; i < slots; i++) {
      if (failing) {
        traffic.fail("shop/login", Traffic.UPSTREAMS.get(i % 3), Cause.HEADER_TOO_LARGE);
      } else {
        traffic.ok("shop/login", Traffic.UPSTREAMS.get(i % 3), 1);
      }
      others(1);
    }
  }

  private void others(int slots) {
    for (int i = 0; i < slots; i++) {
      for (String path : List.of("shop/", "shop/cart", "shop/search")) {
        traffic.ok(path, Traffic.UPSTREAMS.get(i % 3), 2);
      }
      traffic.step();
    }
  }

  private Escalation last() {
    return traffic.said.get(traffic.said.size() - 1);
  }

  private static double second(Escalation said) {
    return (said.getEventTimeMs() * 1000 - Traffic.START) / 1e6;
  }
}
