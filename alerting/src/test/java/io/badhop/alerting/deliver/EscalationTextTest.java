package io.badhop.alerting.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.alerting.Samples;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

class EscalationTextTest {

  private final Escalation escalation = Samples.refused(0, Phase.OPENED, Severity.MAJOR);

  @Test
  void theFirstLineSaysHowLoudWhatAndWhere() {
    assertThat(EscalationText.block(escalation))
        .startsWith("== MAJOR  CONNECTION_REFUSED at APP: UPSTREAM 10.0.3.7:8080  [OPENED]\n");
  }

  @Test
  void theBlockHasEverythingToActOn() {
    assertThat(EscalationText.block(escalation))
        .contains("since 2026-11-22 06:07:52 UTC")
        .contains("12 of 12 failed (100.0 %; usual: 0.10 %): 12 x 502")
        .contains("nginx: connect() failed (111: Connection refused)")
        .contains("Start the application")
        .contains("PATH shop.example.com/login")
        .contains("a1, b2")
        .contains("192.0.2.7")
        .contains("p50 0.4 ms")
        .contains("curl -sv 'http://10.0.3.7:8080/login'");
  }

  @Test
  void theLineToCopyIsNeverWrapped() {
    escalation.setReproduce("curl " + "x".repeat(400));
    assertThat(EscalationText.block(escalation).lines())
        .anyMatch(line -> line.endsWith("curl " + "x".repeat(400)));
  }

  @Test
  void controlCharactersFromLogsDoNotReachTheTerminal() {
    escalation.setEvidence(List.of("\u001b[2Jgone"));
    assertThat(EscalationText.block(escalation)).doesNotContain("\u001b").contains("[2Jgone");
  }

  @Test
  void whatIsNotKnownHasNoLine() {
    escalation.setRunbookUrl("");
    escalation.setReproduce("");
    assertThat(EscalationText.block(escalation))
        .doesNotContain("runbook")
        .doesNotContain("   try ");
  }
}
