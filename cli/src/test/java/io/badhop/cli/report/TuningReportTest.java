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
import io.badhop.streams.detect.DetectConfig;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said where nothing can be proposed. */
class TuningReportTest {

  private static final Outage TOLD =
      new Outage(Instant.ofEpochSecond(100), Instant.ofEpochSecond(130));
  private static final Outage ELSEWHERE =
      new Outage(Instant.ofEpochSecond(9_000), Instant.ofEpochSecond(9_030));

  @Test
  void anOutageThatNoSettingTellsOfIsNamed() {
    String text = print(List.of(TOLD, ELSEWHERE), 10);

    assertThat(text)
        .contains("as given: 1 alarm, 0 of them false, 1 of 2 outages not told")
        .contains("No setting tells of the outage 1970-01-01T02:30:00Z/1970-01-01T02:30:30Z")
        .doesNotContain("never");
  }

  @Test
  void whatWouldBeFastEnoughIsSaid() {
    assertThat(print(List.of(TOLD), 2))
        .contains("slowest outage told after 4.2 s")
        .contains("within 2 s; the fastest takes 4.2 s, so give it --delay 5.");
  }

  @Test
  void whatIsToldInTimeIsProposed() {
    assertThat(print(List.of(TOLD), 10))
        .contains("it is the one that you have")
        .contains("minFailures: 3");
  }

  private static String print(List<Outage> outages, long delay) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new TuningReport(
            List.of(new Trial(DetectConfig.DEFAULT, List.of(alarm()))),
            outages,
            Duration.ofSeconds(delay))
        .print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** 4.2 s after the first outage began. */
  private static Escalation alarm() {
    return Escalation.newBuilder()
        .setIncidentId("a")
        .setSite("default")
        .setSequence(0)
        .setPhase(Phase.OPENED)
        .setSeverity(Severity.MINOR)
        .setEventTimeMs(104_200)
        .setFirstFailureMs(103_000)
        .setLastFailureMs(104_000)
        .setFaultDomain(FaultDomain.APP)
        .setCause(Cause.APP_ERROR)
        .setConfidence(0.9)
        .setKey(new Key(KeyKind.PATH, "shop.example/pay"))
        .setFailed(9)
        .setTotal(9)
        .setBaselineRatio(0)
        .setStatuses(Map.of("500", 9L))
        .setTimings(new Timings())
        .setRetries(new Retries(0L, 0L, 0L, -1L))
        .build();
  }
}
