package io.badhop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.DeadLetter;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Percentiles;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.Retries;
import io.badhop.schemas.event.Severity;
import io.badhop.schemas.event.Timings;
import io.badhop.schemas.serde.RecordJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.IndexedRecord;
import org.junit.jupiter.api.Test;

class EscalationLineTest {

  @Test
  void anEscalationHasTheFieldsAndTypesOfTheContract() throws IOException {
    assertThat(json(escalation()))
        .isEqualTo(
            "{\"incidentId\":\"i1\",\"site\":\"default\",\"sequence\":0,\"phase\":\"OPENED\",\"severity\":\"MAJOR\",\"eventTimeMs\":3000,"
                + "\"firstFailureMs\":1000,\"lastFailureMs\":2000,\"faultDomain\":\"APP\",\"cause\":\"CONNECTION_REFUSED\",\"confidence\":0.9,"
                + "\"key\":{\"kind\":\"UPSTREAM\",\"value\":\"10.0.3.7:8080\"},\"keyAnd\":null,\"explains\":[{\"kind\":\"PATH\",\"value\":\"a/b\"}],"
                + "\"failed\":5,\"total\":9,\"baselineRatio\":0.0,\"statuses\":{\"502\":4,\"504\":1},\"requestIds\":[\"r1\"],\"upstreamIps\":[],"
                + "\"clientIps\":[],\"timings\":{\"edge\":null,\"proxy\":{\"count\":5,\"p50\":1,\"p95\":2,\"p99\":3,\"max\":4},"
                + "\"upstreamConnect\":null,\"upstreamHeader\":null,\"upstreamResponse\":null,\"app\":null},\"sampleTrace\":[],"
                + "\"retries\":{\"retried\":1,\"succeededOnRetry\":0,\"instantFailures\":2,\"constantDurationUs\":-1},\"staticRatio\":0.0,"
                + "\"dynamicRatio\":0.0,\"evidence\":[\"said \\\"no\\\"\"],\"quickFix\":\"\",\"runbookUrl\":\"\",\"reproduce\":\"\",\"users\":-1}\n");
  }

  @Test
  void bytesAreBase64AndStayUnread() throws IOException {
    ByteBuffer payload = ByteBuffer.wrap(new byte[] {1, 2, 3});
    DeadLetter letter =
        DeadLetter.newBuilder()
            .setSource("s")
            .setOffset(7)
            .setRejectedAt(1)
            .setReason("bad")
            .setPayload(payload)
            .build();
    assertThat(json(letter)).contains("\"payload\":\"AQID\"").isEqualTo(json(letter));
  }

  @Test
  void everyRecordIsOneLine() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RecordJson writer = new RecordJson(out)) {
      writer.write(new Key(KeyKind.HOST, "two\nlines"));
      writer.write(new Key(KeyKind.ALL, "*"));
    }
    assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(2);
  }

  private static String json(IndexedRecord record) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RecordJson writer = new RecordJson(out)) {
      writer.write(record);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Escalation escalation() {
    return Escalation.newBuilder()
        .setIncidentId("i1")
        .setSite("default")
        .setSequence(0)
        .setPhase(Phase.OPENED)
        .setSeverity(Severity.MAJOR)
        .setEventTimeMs(3000)
        .setFirstFailureMs(1000)
        .setLastFailureMs(2000)
        .setFaultDomain(FaultDomain.APP)
        .setCause(Cause.CONNECTION_REFUSED)
        .setConfidence(0.9)
        .setKey(new Key(KeyKind.UPSTREAM, "10.0.3.7:8080"))
        .setExplains(List.of(new Key(KeyKind.PATH, "a/b")))
        .setFailed(5)
        .setTotal(9)
        .setBaselineRatio(0)
        .setStatuses(Map.of("504", 1L, "502", 4L))
        .setRequestIds(List.of("r1"))
        .setTimings(Timings.newBuilder().setProxy(new Percentiles(5L, 1L, 2L, 3L, 4L)).build())
        .setRetries(Retries.newBuilder().setRetried(1).setInstantFailures(2).build())
        .setEvidence(List.of("said \"no\""))
        .build();
  }
}
