package io.badhop.ingest.parse.varnish;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.Corpus;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestIdKind;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Logs of a laboratory in which each fault was made on purpose. */
class VarnishCorpusTest {

  private static Map<String, ProxyEvent> byPath() {
    return Corpus.events("varnish", "lab-varnishlog-grouped.log").stream()
        .map(ProxyEvent.class::cast)
        .collect(Collectors.toMap(ProxyEvent::getPath, event -> event, (one, other) -> one));
  }

  @Test
  void everyLineIsUnderstood() {
    assertThat(Corpus.outcomes("varnish", "lab-ncsa-client.log"))
        .isEqualTo("varnish-ncsa event=16");
    assertThat(Corpus.outcomes("varnish", "lab-ncsa-default.log"))
        .isEqualTo("varnish-ncsa event=16");
    assertThat(Corpus.outcomes("varnish", "lab-varnishlog-grouped.log"))
        .isEqualTo("varnish-log continued=466 event=16");
  }

  @Test
  void eachFaultsErrorIsBoundToItsRequest() {
    Map<String, ProxyEvent> events = byPath();
    Map<String, String> errors =
        Map.of(
            "/refused", "backend refused: fail errno 111 (Connection refused)",
            "/conn_timeout", "backend conn_timeout: fail errno 110 (Connection timed out)",
            "/fb_timeout", "first byte timeout",
            "/fin", "HTC eof (-1)",
            "/bighdr", "overflow",
            "/garbage", "http format error",
            "/partbody", "straight insufficient bytes",
            "/stall", "Resource temporarily unavailable",
            "/sick", "backend sick: unhealthy",
            "/busy", "backend busy: busy");

    errors.forEach(
        (path, text) ->
            assertThat(events.get(path).getErrors().get(0).getMessage()).as(path).isEqualTo(text));
    assertThat(events.get("/app503").getErrors()).isEmpty();
  }

  @Test
  void onlyABackendsOwnAnswerIsAStatusOfTheTry() {
    Map<String, ProxyEvent> events = byPath();

    assertThat(events.get("/app503").getAttempts().get(0).getStatus()).isEqualTo(503);
    assertThat(events.get("/partbody").getAttempts().get(0).getStatus()).isEqualTo(200);
    for (String path : List.of("/refused", "/fin", "/badstatus", "/garbage", "/fb_timeout")) {
      assertThat(events.get(path).getAttempts().get(0).getStatus()).as(path).isZero();
    }
    for (String path : List.of("/sick", "/busy", "/synth")) {
      assertThat(events.get(path).getAttempts()).as(path).isEmpty();
    }
  }

  @Test
  void anAccessLineOfTheLaboratoryCarriesNoRequestId() {
    assertThat(Corpus.events("varnish", "lab-ncsa-client.log"))
        .map(ProxyEvent.class::cast)
        .allMatch(event -> event.getRequestIdKind() == RequestIdKind.NONE)
        .noneMatch(event -> event.getConnection().isEmpty());
  }
}
