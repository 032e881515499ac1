package io.badhop.ingest.parse.caddy;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.ErrorRecord;
import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.Parsed;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.ingest.parse.formats.Formats;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestIdKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaddyParserTest {

  private static final String REQUEST =
      "\"request\":{\"remote_ip\":\"192.0.2.9\",\"remote_port\":\"50123\",\"proto\":\"HTTP/1.1\","
          + "\"method\":\"GET\",\"host\":\"shop.example.com:8443\",\"uri\":\"/cart?token=abc\","
          + "\"headers\":{\"User-Agent\":[\"curl\"],\"X-Request-Id\":[\"r-1\",\"r-2\"]}}";

  private static final String ACCESS =
      "{\"level\":\"error\",\"ts\":1795327210.5001234,\"logger\":\"http.log.access.log0\","
          + "\"msg\":\"handled request\","
          + REQUEST
          + ",\"user_id\":\"\",\"duration\":0.250123,\"size\":12,\"status\":502,"
          + "\"resp_headers\":{\"Server\":[\"Caddy\"]}}";

  private static final String REFUSED =
      "{\"level\":\"error\",\"ts\":1795327210.5000001,\"logger\":\"http.log.error.log0\","
          + "\"msg\":\"dial tcp 198.51.100.7:8080: connect: connection refused\","
          + REQUEST
          + ",\"duration\":0.250123,\"status\":502,\"err_id\":\"x1\",\"err_trace\":\"x (y.go:1)\"}";

  private static final String TRY =
      "{\"level\":\"debug\",\"ts\":1795327210.4,\"logger\":\"http.handlers.reverse_proxy\","
          + "\"msg\":\"upstream roundtrip\",\"upstream\":\"198.51.100.7:8080\",\"duration\":0.0002,"
          + REQUEST
          + ",\"error\":\"EOF\"}";

  private static LineParser parser() {
    return new CaddyParser(ParseContext.of("test"));
  }

  private static ProxyEvent access(String from, String to) {
    return Parsed.proxy(parser(), ACCESS.replace(from, to));
  }

  private static String message(String level, String logger, String rest) {
    return "{\"level\":\""
        + level
        + "\",\"ts\":1795327210.5,\"logger\":\""
        + logger
        + "\",\"msg\":"
        + rest
        + "}";
  }

  @Test
  void anAccessRecordIsWrittenAtTheEnd() {
    ProxyEvent event = Parsed.proxy(parser(), ACCESS);

    assertThat(event.getSoftware()).isEqualTo("caddy");
    assertThat(event.getTime()).isEqualTo(1_795_327_210_500_123L);
    assertThat(event.getStartTime()).isEqualTo(1_795_327_210_250_000L);
    assertThat(event.getDurationUs()).isEqualTo(250_123);
    assertThat(event.getResolution()).isEqualTo(1);
    assertThat(event.getStatus()).isEqualTo(502);
    assertThat(event.getBytesSent()).isEqualTo(12);
  }

  @Test
  void theRequestIsKnownByItsHeaderAndHasNoQuery() {
    ProxyEvent event = Parsed.proxy(parser(), ACCESS);

    assertThat(event.getMethod()).isEqualTo("GET");
    assertThat(event.getHost()).isEqualTo("shop.example.com");
    assertThat(event.getPath()).isEqualTo("/cart");
    assertThat(event.getClientIp()).isEqualTo("192.0.2.9");
    assertThat(event.getConnection()).isEqualTo("192.0.2.9:50123");
    assertThat(event.getRequestId()).isEqualTo("r-1");
    assertThat(event.getRequestIdKind()).isEqualTo(RequestIdKind.REQUEST_ID);
    assertThat(event.getAttemptsLogged()).isFalse();
    assertThat(event.getAttempts()).isEmpty();
  }

  @Test
  void anIdThatCaddyMadeStandsInTheResponse() {
    ProxyEvent event =
        Parsed.proxy(
            parser(),
            ACCESS
                .replace(",\"X-Request-Id\":[\"r-1\",\"r-2\"]", "")
                .replace("{\"Server\"", "{\"X-Request-Id\":[\"made\"],\"Server\""));

    assertThat(event.getRequestId()).isEqualTo("made");
  }

  @Test
  void anUpstreamInAResponseHeaderHasAnswered() {
    ProxyEvent event =
        access(
            "{\"Server\"",
            "{\"X-Upstream\":[\"198.51.100.7:8080\"],\"X-Upstream-Latency\":[\"1.5ms\"],\"Server\"");

    assertThat(event.getAttempts()).hasSize(1);
    Attempt attempt = event.getAttempts().get(0);
    assertThat(attempt.getAddress()).isEqualTo("198.51.100.7:8080");
    assertThat(attempt.getStatus()).isEqualTo(502);
    assertThat(attempt.getHeaderUs()).isEqualTo(1_500);
  }

  @Test
  void anUpstreamInAFieldMayHaveFailed() {
    ProxyEvent event = access("\"size\":12", "\"size\":12,\"upstream\":\"198.51.100.7:8080\"");

    assertThat(event.getAttemptsLogged()).isTrue();
    assertThat(event.getAttempts().get(0).getStatus()).isEqualTo(-1);
    assertThat(event.getAttempts().get(0).getHeaderUs()).isEqualTo(-1);
  }

  @Test
  void theClientBehindATrustedProxyIsTheClient() {
    assertThat(access("\"proto\"", "\"client_ip\":\"203.0.113.7\",\"proto\"").getClientIp())
        .isEqualTo("203.0.113.7");
    assertThat(
            access(
                    "\"headers\":{",
                    "\"headers\":{\"X-Forwarded-For\":[\"203.0.113.8, 192.0.2.9\"],")
                .getClientIp())
        .isEqualTo("203.0.113.8");
  }

  @Test
  void beforeVersion25TheAddressHeldThePort() {
    ProxyEvent event =
        access(
            "\"remote_ip\":\"192.0.2.9\",\"remote_port\":\"50123\"",
            "\"remote_addr\":\"[2001:db8::9]:50123\"");

    assertThat(event.getClientIp()).isEqualTo("2001:db8::9");
    assertThat(event.getConnection()).isEqualTo("[2001:db8::9]:50123");
  }

  @Test
  void timesAndDurationsMayBeConfigured() {
    assertThat(access("1795327210.5001234", "\"2026-11-22T06:00:10.500+0100\"").getTime())
        .isEqualTo(Parsed.micros("2026-11-22T05:00:10.500Z"));
    assertThat(access("1795327210.5001234", "\"2026/11/22 06:00:10.500\"").getTime())
        .isEqualTo(Parsed.micros("2026-11-22T06:00:10.500Z"));
    assertThat(access("1795327210.5001234", "1795327210500123456").getTime())
        .isEqualTo(1_795_327_210_500_123L);
    assertThat(access("0.250123", "\"250.123ms\"").getDurationUs()).isEqualTo(250_123);
    assertThat(access("0.250123", "\"1m0.5s\"").getDurationUs()).isEqualTo(60_500_000);
    assertThat(access("0.250123", "250123000").getDurationUs()).isEqualTo(250_123);
    assertThat(access("0.250123", "250").getDurationUs()).isEqualTo(250_000);
    assertThat(access("0.250123", "\"soon\"").getDurationUs()).isEqualTo(-1);
  }

  @Test
  void nothingWasWrittenForAClientThatLeft() {
    assertThat(access("\"status\":502", "\"status\":0").getStatus()).isEqualTo(-1);
  }

  @Test
  void aSocketIsNamedByItsPath() {
    assertThat(
            Parsed.error(parser(), TRY.replace("198.51.100.7:8080", "unix//run/app.sock"))
                .note()
                .getUpstream())
        .isEqualTo("unix:/run/app.sock");
  }

  @Test
  void anErrorQuotesItsRequestAndTheServer() {
    ErrorRecord error = Parsed.error(parser(), REFUSED);

    assertThat(error.software()).isEqualTo("caddy");
    assertThat(error.requestLine()).isEqualTo("GET /cart HTTP/1.1");
    assertThat(error.connection()).isEqualTo("192.0.2.9:50123");
    assertThat(error.note().getUpstream()).isEqualTo("198.51.100.7:8080");
    assertThat(error.note().getMessage()).endsWith("connection refused");
    assertThat(error.note().getTime()).isEqualTo(1_795_327_210_500_000L);
  }

  @Test
  void aTryThatFailedIsAnErrorAndOneThatWentWellIsNot() {
    ErrorRecord failed = Parsed.error(parser(), TRY);
    String answered = TRY.replace("\"error\":\"EOF\"", "\"status\":500");

    assertThat(failed.note().getMessage()).isEqualTo("EOF");
    assertThat(failed.note().getUpstream()).isEqualTo("198.51.100.7:8080");
    assertThat(Parsed.error(parser(), answered).note().getMessage())
        .isEqualTo("upstream roundtrip: status 500");
    assertThat(Parsed.skipped(parser(), answered.replace("500}", "200}"))).isEqualTo("no-trouble");
  }

  @Test
  void anAnswerThatBrokeOffNamesItsRequestOnlyInNewerVersions() {
    String broken =
        message(
            "error",
            "http.handlers.reverse_proxy",
            "\"aborting with incomplete response\",\"error\":\"unexpected EOF\"");
    ComponentEvent event = Parsed.component(parser(), broken);

    assertThat(event.getKind()).isEqualTo(ComponentEventKind.UPSTREAM_ERROR);
    assertThat(event.getNote().getMessage()).contains("unexpected EOF");
    assertThat(
            Parsed.error(
                    parser(),
                    TRY.replace("upstream roundtrip", "aborting with incomplete response"))
                .note()
                .getMessage())
        .isEqualTo("aborting with incomplete response: EOF");
  }

  @Test
  void theServerTellsOfItselfAndOfItsUpstreams() {
    String health = "http.handlers.reverse_proxy.health_checker.active";
    ComponentEvent down =
        Parsed.component(
            parser(), message("info", health, "\"host is down\",\"host\":\"198.51.100.7:8080\""));

    assertThat(down.getKind()).isEqualTo(ComponentEventKind.SERVER_DOWN);
    assertThat(down.getAddress()).isEqualTo("198.51.100.7:8080");
    assertThat(kind("{\"level\":\"info\",\"ts\":1.5,\"msg\":\"serving initial configuration\"}"))
        .isEqualTo(ComponentEventKind.STARTED);
    assertThat(kind(message("error", "http.stdlib", "\"http: Accept error: too many open files\"")))
        .isEqualTo(ComponentEventKind.CONNECTIONS_EXHAUSTED);
    assertThat(Parsed.skipped(parser(), message("info", "tls", "\"cleaning storage unit\"")))
        .isEqualTo("process-message");
  }

  private static ComponentEventKind kind(String line) {
    return Parsed.component(parser(), line).getKind();
  }

  @Test
  void whatAFirewallFoundInTheRequestIsNotKept() {
    ComponentEvent event =
        Parsed.component(
            parser(),
            message(
                "error",
                "http.handlers.waf",
                "\"[client \\\"192.0.2.9\\\"] Coraza: Warning. [file \\\"a\\\"] [uri \\\"/x?token=abc\\\"]\""));

    assertThat(event.getMessage()).isEqualTo("Coraza: Warning.");
  }

  @Test
  void theConsoleFormatHasTheSameFieldsBehindTabs() {
    ProxyEvent event =
        Parsed.proxy(
            parser(),
            "2026/11/22 06:00:10.500\tERROR\thttp.log.access.log0\thandled request\t{"
                + REQUEST
                + ",\"duration\":0.25,\"status\":502}");

    assertThat(event.getTime()).isEqualTo(Parsed.micros("2026-11-22T06:00:10.500Z"));
    assertThat(event.getStatus()).isEqualTo(502);
    assertThat(Parsed.skipped(parser(), "2026/11/22 06:00:10.500\tINFO\tautosaved config"))
        .isEqualTo("process-message");
  }

  @Test
  void recordsOfOthersAreRejected() {
    assertThat(Parsed.rejected(parser(), message("info", "shop", "\"hello\"")))
        .isEqualTo("not-the-format");
    assertThat(Parsed.rejected(parser(), "{\"level\":\"info\",\"ts\":1.5,\"msg\":\"hello\"}"))
        .isEqualTo("not-the-format");
    assertThat(Parsed.rejected(parser(), ACCESS.replace("1795327210.5001234", "\"x\"")))
        .isEqualTo("bad-timestamp");
    assertThat(Parsed.rejected(parser(), ACCESS.replace("\"status\":502", "\"status\":\"x\"")))
        .isEqualTo("bad-status");
    assertThat(Parsed.rejected(parser(), "hello")).isEqualTo("bad-json");
  }

  private static String detected(String... texts) {
    List<RawLine> lines = new ArrayList<>();
    for (String text : texts) {
      lines.add(RawLine.of(text, lines.size() * 1_000L));
    }
    return Formats.detect(lines, "x.log", ServerConfigs.EMPTY, ParseContext.of("test"))
        .orElseThrow()
        .format()
        .name();
  }

  @Test
  void aLogIsOneOfErrorsUntilItHasRequests() {
    String started = "{\"level\":\"info\",\"ts\":1.5,\"msg\":\"serving initial configuration\"}";

    assertThat(detected(ACCESS)).isEqualTo("caddy-access");
    assertThat(detected(started, REFUSED)).isEqualTo("caddy-runtime");
    assertThat(detected(started, REFUSED, ACCESS)).isEqualTo("caddy-access");
  }

  @Test
  void damagedRecordsHaveAnOutcome() {
    Parsed.fuzz(parser(), 51, ACCESS, REFUSED, TRY, "2026/11/22 06:00:10.500\tINFO\ta\tb\t{}");
  }
}
