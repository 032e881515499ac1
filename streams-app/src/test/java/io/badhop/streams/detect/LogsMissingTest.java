package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.SourceChangeKind;
import io.badhop.schemas.event.Tier;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A tier whose logs stop coming, by slots of 250 ms. */
class LogsMissingTest {

  private final Traffic traffic = new Traffic().with(Tier.APP);

  @Test
  void isOpenedOnceAndResolvedWhenTheTierIsBack() {
    traffic.healthy(40);
    traffic.silent(Tier.APP).usual("").step();
    traffic.healthy(400);
    assertThat(phases()).containsExactly(Phase.OPENED);

    traffic.with(Tier.APP).change(SourceChangeKind.RESUMED, Tier.APP).usual("").step();
    traffic.healthy(40);

    assertThat(phases()).containsExactly(Phase.OPENED, Phase.RESOLVED);
    assertThat(traffic.said).extracting(Escalation::getCause).containsOnly(Cause.LOGS_MISSING);
    assertThat(traffic.said.get(1).getEventTimeMs() - traffic.said.get(0).getEventTimeMs())
        .isEqualTo(401 * 250);
  }

  @Test
  void aSilentSourceThatIsForgottenDoesNotBringTheTierBack() {
    traffic.healthy(40);
    traffic.silent(Tier.APP).usual("").step();
    traffic.change(SourceChangeKind.LEFT, Tier.APP).usual("").step();
    traffic.healthy(40);

    assertThat(phases()).containsExactly(Phase.OPENED);
  }

  @Test
  void anotherSourceThatIdlesOrLagsIsNoMissingTier() {
    traffic.healthy(40);
    traffic.change(SourceChangeKind.IDLED, Tier.APP).usual("").step();
    traffic.change(SourceChangeKind.LAGGED, Tier.APP).usual("").step();

    assertThat(traffic.said).isEmpty();
  }

  /** Silent for 30 s and back for 5 s, for two hours: 205 times. */
  @Test
  void aTierThatComesAndGoesIsOneIncidentThatIsToldEverMoreSeldom() {
    traffic.healthy(40);
    for (int i = 0; i < 205; i++) {
      traffic.silent(Tier.APP).usual("").step();
      traffic.healthy(119);
      traffic.with(Tier.APP).change(SourceChangeKind.RESUMED, Tier.APP).usual("").step();
      traffic.healthy(19);
    }

    assertThat(traffic.said.stream().map(Escalation::getIncidentId).distinct()).hasSize(1);
    assertThat(phases()).containsExactly(Phase.OPENED, Phase.RESOLVED, Phase.REOPENED);

    traffic.healthy(41);
    assertThat(phases()).last().isEqualTo(Phase.RESOLVED);
  }

  @Test
  void aSiteThatWasNeverSeenAtWorkSaysWhenItsLogsStopped() {
    traffic.silent(Tier.APP).step();

    assertThat(traffic.said)
        .singleElement()
        .satisfies(
            said ->
                assertThat(said.getEventTimeMs())
                    .isBetween(Traffic.START / 1000, Traffic.START / 1000 + 1_000));
  }

  private List<Phase> phases() {
    return traffic.said.stream().map(Escalation::getPhase).toList();
  }
}
