package io.badhop.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.Retries;
import io.badhop.schemas.event.Severity;
import io.badhop.schemas.event.Timings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IncidentReportTest {

  @Test
  void anIncidentIsToldOnceWithTheStepsOfItsLife() {
    IncidentReport report =
        new IncidentReport(
            List.of(
                step("a", 0, 1000, Phase.OPENED, Severity.MINOR),
                step("a", 1, 2000, Phase.UPDATED, Severity.MINOR),
                step("a", 2, 3000, Phase.ESCALATED, Severity.MAJOR),
                step("a", 3, 9000, Phase.RESOLVED, Severity.MAJOR)));
    assertThat(print(report))
        .containsOnlyOnce("CONNECTION_REFUSED")
        .contains(
            "life        00:00:01.000 OPENED MINOR, 00:00:03.000 ESCALATED MAJOR, 00:00:09.000 RESOLVED");
    assertThat(report.summary()).isEqualTo("1 incident: 1 to act on, all over.");
  }

  @Test
  void whatOnlyInformsComesLast() {
    IncidentReport report =
        new IncidentReport(
            List.of(
                step("quiet", 0, 1000, Phase.OPENED, Severity.WARNING),
                step("loud", 0, 2000, Phase.OPENED, Severity.CRITICAL)));
    String text = print(report);
    assertThat(text.indexOf("CRITICAL")).isLessThan(text.indexOf("WARNING"));
    assertThat(report.summary())
        .isEqualTo("2 incidents: 1 to act on, 1 for information, 2 still open.");
  }

  @Test
  void nothingFoundIsSaid() {
    assertThat(new IncidentReport(List.of()).summary()).isEqualTo("No incident.");
  }

  private static String print(IncidentReport report) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    report.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static Escalation step(String id, int sequence, long at, Phase phase, Severity severity) {
    return Escalation.newBuilder()
        .setIncidentId(id)
        .setSite("default")
        .setSequence(sequence)
        .setPhase(phase)
        .setSeverity(severity)
        .setEventTimeMs(at)
        .setFirstFailureMs(500)
        .setLastFailureMs(at)
        .setFaultDomain(FaultDomain.APP)
        .setCause(Cause.CONNECTION_REFUSED)
        .setConfidence(0.9)
        .setKey(new Key(KeyKind.UPSTREAM, "10.0.3.7:8080"))
        .setFailed(5)
        .setTotal(9)
        .setBaselineRatio(0)
        .setStatuses(Map.of("502", 5L))
        .setTimings(Timings.newBuilder().build())
        .setRetries(Retries.newBuilder().build())
        .build();
  }
}
