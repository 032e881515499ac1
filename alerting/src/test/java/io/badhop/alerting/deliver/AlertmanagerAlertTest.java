package io.badhop.alerting.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.badhop.alerting.Samples;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.SentNotification;
import io.badhop.schemas.event.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The body of a request to Alertmanager, one fact each. */
class AlertmanagerAlertTest {

  private static final Instant NOW = Instant.parse("2026-11-22T06:08:30Z");
  private static final Instant END = NOW.plusSeconds(240);

  private final AlertmanagerAlert alerts =
      new AlertmanagerAlert(
          options(Map.of("team", "payments"), "https://b.example/i/{incidentId}"));

  private static AlertmanagerOptions options(Map<String, String> labels, String link) {
    return new AlertmanagerOptions(
        List.of(URI.create("http://127.0.0.1:9093")), labels, link, Duration.ofMinutes(1));
  }

  @Test
  void labelsAreWhatStaysTheSameWhileItLasts() {
    JsonNode opened = only(Samples.refused(0, Phase.OPENED, Severity.WARNING), null);
    JsonNode louder = only(Samples.refused(3, Phase.ESCALATED, Severity.CRITICAL), null);

    assertThat(opened.get("labels")).isEqualTo(louder.get("labels"));
    assertThat(opened.get("labels"))
        .hasToString(
            "{\"team\":\"payments\",\"alertname\":\"BadhopIncident\",\"site\":\"shop\","
                + "\"fault_domain\":\"APP\",\"cause\":\"CONNECTION_REFUSED\","
                + "\"key_kind\":\"UPSTREAM\",\"key\":\"10.0.3.7:8080\"}");
    assertThat(louder.at("/annotations/severity").asText()).isEqualTo("CRITICAL");
  }

  @Test
  void annotationsCarryTheProof() {
    JsonNode annotations =
        only(Samples.refused(0, Phase.OPENED, Severity.MAJOR), null).get("annotations");

    assertThat(annotations.get("summary").asText())
        .isEqualTo("MAJOR  CONNECTION_REFUSED at APP: UPSTREAM 10.0.3.7:8080");
    assertThat(annotations.get("incident_id").asText()).isEqualTo("1f2e3d4c5b6a7980");
    assertThat(annotations.get("request_ids").asText()).isEqualTo("a1, b2");
    assertThat(annotations.get("client_ips").asText()).isEqualTo("192.0.2.7");
    assertThat(annotations.get("statuses").asText()).isEqualTo("12 x 502");
    assertThat(annotations.get("timings").asText()).startsWith("proxy");
    assertThat(annotations.get("evidence").asText()).startsWith("nginx: connect() failed");
    assertThat(annotations.get("reproduce").asText()).startsWith("curl ");
    assertThat(annotations.has("runbook_url")).as("what is empty is left out").isFalse();
  }

  @Test
  void itBeginsWithTheFirstFailureAndMayEndOnlyWhenNothingMoreIsHeard() {
    JsonNode alert = only(Samples.refused(0, Phase.OPENED, Severity.MAJOR), null);

    assertThat(alert.get("startsAt").asText()).isEqualTo("2026-11-22T06:07:52.750Z");
    assertThat(alert.get("endsAt").asText()).isEqualTo("2026-11-22T06:12:30Z");
  }

  @Test
  void itIsOverAtTheEventTimeOfTheEnd() {
    JsonNode alert = only(Samples.refused(4, Phase.RESOLVED, Severity.MAJOR), null);

    assertThat(alert.get("endsAt").asText()).isEqualTo("2026-11-22T06:07:53.750Z");
  }

  @Test
  void logsWhoseClockIsAheadDoNotPutItIntoTheFuture() {
    Escalation ahead = Samples.refused(4, Phase.RESOLVED, Severity.MAJOR);
    ahead.setFirstFailureMs(NOW.plusSeconds(600).toEpochMilli());
    ahead.setEventTimeMs(NOW.plusSeconds(660).toEpochMilli());
    JsonNode alert = only(ahead, null);

    assertThat(alert.get("startsAt").asText()).isEqualTo("2026-11-22T06:08:30Z");
    assertThat(alert.get("endsAt").asText()).isEqualTo("2026-11-22T06:08:30.001Z");
  }

  @Test
  void aCorrectedCauseEndsTheAlertOfTheOldOne() {
    Escalation now = Samples.refused(2, Phase.UPDATED, Severity.MAJOR);
    now.setCause(Cause.POOL_EXHAUSTED);
    JsonNode both =
        body(now, Samples.told(Samples.refused(1, Phase.ESCALATED, Severity.MAJOR), NOW));

    assertThat(both).hasSize(2);
    assertThat(both.at("/0/labels/cause").asText()).isEqualTo("CONNECTION_REFUSED");
    assertThat(both.at("/0/endsAt").asText()).isEqualTo("2026-11-22T06:07:53.750Z");
    assertThat(both.at("/1/labels/cause").asText()).isEqualTo("POOL_EXHAUSTED");
    assertThat(both.at("/1/endsAt").asText()).isEqualTo("2026-11-22T06:12:30Z");
  }

  @Test
  void whatWasToldUnderTheSameLabelsIsNotEnded() {
    Escalation now = Samples.refused(2, Phase.UPDATED, Severity.CRITICAL);

    assertThat(body(now, Samples.told(Samples.refused(1, Phase.ESCALATED, Severity.MAJOR), NOW)))
        .hasSize(1);
  }

  @Test
  void theLinkLeadsToTheIncidentElseToTheRunbook() {
    Escalation escalation = Samples.refused(0, Phase.OPENED, Severity.MAJOR);
    escalation.setRunbookUrl("https://runbooks.example/connection_refused");
    AlertmanagerAlert plain = new AlertmanagerAlert(options(Map.of(), ""));

    assertThat(only(escalation, null).get("generatorURL").asText())
        .isEqualTo("https://b.example/i/1f2e3d4c5b6a7980");
    assertThat(read(plain.body(notification(escalation, null), END)).at("/0/generatorURL").asText())
        .isEqualTo("https://runbooks.example/connection_refused");
  }

  @Test
  void aHugePathIsCutAndNotRefused() {
    Escalation escalation = Samples.refused(0, Phase.OPENED, Severity.MAJOR);
    escalation.getKey().setValue("shop.example.com/" + "a".repeat(100_000));

    assertThat(only(escalation, null).at("/labels/key").asText()).hasSize(2_000).endsWith("...");
  }

  @Test
  void labelsThatAlertmanagerOrBadhopWouldNotTakeAreRefused() {
    assertThatThrownBy(() -> options(Map.of("my-team", "x"), ""))
        .hasMessageContaining("label 'my-team'");
    assertThatThrownBy(() -> options(Map.of("cause", "x"), ""))
        .hasMessageContaining("label 'cause' is set by badhop itself");
  }

  private JsonNode only(Escalation escalation, SentNotification before) {
    JsonNode body = body(escalation, before);
    assertThat(body).hasSize(1);
    return body.get(0);
  }

  private JsonNode body(Escalation escalation, SentNotification before) {
    return read(alerts.body(notification(escalation, before), END));
  }

  private static JsonNode read(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Notification notification(Escalation escalation, SentNotification before) {
    return new Notification("pager", escalation, "first", before, NOW);
  }
}
