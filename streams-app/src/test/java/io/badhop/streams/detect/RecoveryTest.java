package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When an incident is over: on evidence, and not before it has lasted. */
class RecoveryTest {

  private static final String RIGHT = "10.0.1.1:80";
  private static final String WRONG = "10.0.1.9:80";

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

  @Test
  void anAddressThatIsAskedForNothingAnyMoreIsOverWhenAnotherServesItsPathsInItsPlace() {
    traffic.healthy(60);
    export(60, RIGHT, true);
    export(60, WRONG, false);
    double end = traffic.seconds();
    export(40, RIGHT, true);

    assertThat(last().getPhase()).isEqualTo(Phase.RESOLVED);
    assertThat(second(last()) - end).isBetween(4.5, 6.5);
  }

  @Test
  void aPoolThatIsNamedOnlyWhileItIsEmptyIsOverWhenItsPathsDoWell() {
    traffic.healthy(60);
    export(60, RIGHT, true);
    for (int i = 0; i < 60; i++) {
      Cause cause = Cause.NO_HEALTHY_UPSTREAM;
      FailureCell cell = traffic.cell("shop/export", "", cause, Traffic.domain(cause), false);
      cell.setPool("web");
      traffic.fail(cell);
      others(1);
    }
    double end = traffic.seconds();
    export(40, RIGHT, true);

    assertThat(last().getKey().getKind()).isEqualTo(KeyKind.POOL);
    assertThat(last().getPhase()).isEqualTo(Phase.RESOLVED);
    assertThat(second(last()) - end).isBetween(4.5, 6.5);
  }

  @Test
  void anAddressThatIsTakenOutIsNotOverAsOthersHadAShareOfItsPathsAllTheTime() {
    traffic.healthy(60);
    for (int i = 0; i < 60; i++) {
      traffic.fail("shop/export", WRONG, Cause.CONNECTION_REFUSED);
      export(1, RIGHT, true);
    }
    export(100, RIGHT, true);

    assertThat(traffic.said).noneMatch(said -> said.getPhase() == Phase.RESOLVED);
  }

  @Test
  void aWrongAddressIsOverThoughTheRightOneServedWhileItsLastFailuresCame() {
    traffic.healthy(60);
    export(60, RIGHT, true);
    export(60, WRONG, false);
    for (int i = 0; i < 6; i++) {
      traffic.ok("shop/export", RIGHT, 1);
      export(1, WRONG, false);
    }
    double end = traffic.seconds();
    export(40, RIGHT, true);

    assertThat(last().getPhase()).isEqualTo(Phase.RESOLVED);
    assertThat(second(last()) - end).isBetween(4.5, 6.5);
  }

  private void export(int slots, String upstream, boolean well) {
    for (int i = 0; i < slots; i++) {
      if (well) {
        traffic.ok("shop/export", upstream, 1);
      } else {
        traffic.fail("shop/export", upstream, Cause.CONNECTION_REFUSED);
      }
      others(1);
    }
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
