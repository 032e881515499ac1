package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.Severity;
import org.junit.jupiter.api.Test;

/** Answers that come late, before any of them fails. */
class ForeshadowTest {

  private static final String UPSTREAM = "10.0.0.2:80";

  private final Traffic traffic = new Traffic();

  @Test
  void anUpstreamThatBeginsToAnswerLateIsToldForInformation() {
    slots(400, 20_000);
    double began = traffic.seconds();
    slots(80, 2_000_000);

    assertThat(traffic.said).hasSize(1);
    Escalation said = traffic.said.get(0);
    assertThat(said.getSeverity()).isEqualTo(Severity.INFO);
    assertThat(said.getKey()).isEqualTo(Traffic.key(KeyKind.UPSTREAM, UPSTREAM));
    assertThat(said.getCause()).isEqualTo(Cause.RESPONSE_TIMEOUT);
    assertThat(said.getFailed()).isZero();
    assertThat(second(said) - began).isBetween(4.0, 12.0);
    assertThat(said.getEvidence()).anyMatch(words -> words.startsWith(UPSTREAM + " answers late"));
  }

  @Test
  void itIsOverWhenAnswersAreAsQuickAsUsual() {
    slots(400, 20_000);
    slots(200, 2_000_000);
    slots(80, 20_000);
    assertThat(traffic.said)
        .extracting(Escalation::getPhase)
        .containsExactly(Phase.OPENED, Phase.RESOLVED);
  }

  @Test
  void whatIsLateDoesNotTeachWhatIsUsual() {
    slots(400, 20_000);
    slots(4_000, 2_000_000);
    assertThat(traffic.said).extracting(Escalation::getPhase).containsExactly(Phase.OPENED);
  }

  @Test
  void anUpstreamThatWasAlwaysSlowIsNot() {
    slots(400, 2_000_000);
    slots(400, 2_500_000);
    assertThat(traffic.said).isEmpty();
  }

  /** From one to five milliseconds is five times as long, and nobody waits. */
  @Test
  void whatNobodyNoticesIsNotTold() {
    slots(400, 1_000);
    slots(400, 5_000);
    assertThat(traffic.said).isEmpty();
  }

  @Test
  void theIncidentThatFollowsSaysThatItWasForeshadowed() {
    slots(400, 20_000);
    slots(60, 2_000_000);
    for (int i = 0; i < 12; i++) {
      traffic.fail("shop/", UPSTREAM, Cause.RESPONSE_TIMEOUT);
      slots(1, 2_000_000);
    }
    assertThat(traffic.said.get(1).getSeverity()).isEqualTo(Severity.WARNING);
    assertThat(traffic.said.get(1).getEvidence()).anyMatch(words -> words.contains("answers late"));
  }

  @Test
  void aLullDoesNotMakeItForgetWhatIsUsual() {
    slots(400, 20_000);
    traffic.idle(4_000, 1);
    slots(80, 2_000_000);
    assertThat(traffic.said).extracting(Escalation::getSeverity).containsExactly(Severity.INFO);
  }

  @Test
  void afterTwoHoursWithoutTrafficWhatIsUsualIsLearnedAnew() {
    slots(400, 20_000);
    traffic.idle(28_800, 28_800);
    slots(80, 2_000_000);
    assertThat(traffic.said).isEmpty();
  }

  @Test
  void aSuccessorJudgesTheSame() {
    slots(400, 20_000);
    slots(13, 2_000_000);
    Stage2 successor = new Stage2(DetectConfig.DEFAULT);
    successor.restore(traffic.stage2.snapshot());
    Traffic next = traffic.continuedBy(successor);
    for (int i = 0; i < 60; i++) {
      assertThat(slot(next, 2_000_000).step()).isEqualTo(slot(traffic, 2_000_000).step());
    }
    assertThat(next.said).hasSize(1);
  }

  private void slots(int slots, long micros) {
    for (int i = 0; i < slots; i++) {
      slot(traffic, micros).step();
    }
  }

  private static Traffic slot(Traffic traffic, long micros) {
    Traffic.UPSTREAMS.forEach(up -> traffic.took(up, up.equals(UPSTREAM) ? micros : 20_000, 5));
    return traffic.usual("");
  }

  private static double second(Escalation said) {
    return (said.getEventTimeMs() * 1000 - Traffic.START) / 1e6;
  }
}
