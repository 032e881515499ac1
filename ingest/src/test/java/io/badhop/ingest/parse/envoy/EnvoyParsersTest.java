package io.badhop.ingest.parse.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.Detection;
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
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvoyParsersTest {

  private static final ParseContext CONTEXT = ParseContext.of("test");

  private static final String HEAD =
      "[2026-11-22T06:00:10.500Z] \"GET /cart?token=abc HTTP/1.1\" 503 UF,URX ";
  private static final String TAIL =
      "0 91 21 - \"203.0.113.7,192.0.2.9\" \"curl/8 \"x\"\" \"5f2a-1\" \"shop.example.com:8443\" \"198.51.100.7:8080\"";
  private static final String DEFAULT = HEAD + TAIL;
  private static final String ISTIO =
      HEAD
          + "upstream_reset_before_response_started{remote_connection_failure,delayed_connect_error:_111} - "
          + "\"delayed connect error: 111\" "
          + TAIL
          + " outbound|8080||shop.default.svc.cluster.local 198.51.100.20:40312 198.51.100.30:8080"
          + " 198.51.100.21:50000 - default";
  private static final String GATEWAY =
      "{\"start_time\":\"2026-11-22T06:00:10.500Z\",\"method\":\"GET\",\"x-envoy-origin-path\":\"/cart?token=abc\","
          + "\"response_code\":504,\"response_flags\":\"UT\",\"response_code_details\":\"upstream_response_timeout\","
          + "\"bytes_sent\":24,\"duration\":15000,\"x-forwarded-for\":\"203.0.113.7\",\"x-request-id\":\"5f2a-2\","
          + "\":authority\":\"shop.example.com\",\"upstream_host\":\"198.51.100.7:8080\","
          + "\"upstream_cluster\":\"shop\",\"upstream_transport_failure_reason\":null}";
  private static final String EJECTED =
      "{\"health_checker_type\":\"HTTP\",\"host\":{\"socket_address\":{\"protocol\":\"TCP\",\"address\":\"198.51.100.7\","
          + "\"port_value\":8080}},\"cluster_name\":\"shop\",\"eject_unhealthy_event\":{\"failure_type\":\"ACTIVE\"},"
          + "\"timestamp\":\"2026-11-22T06:00:10.500Z\"}";
  private static final String MESSAGE =
      "[2026-11-22 06:00:10.500][1][info][main] [source/server/server.cc:900] starting main dispatch loop";

  private static Detection detect(String... texts) {
    List<RawLine> lines = new ArrayList<>();
    for (String text : texts) {
      lines.add(RawLine.of(text, lines.size() * 1_000L));
    }
    return Formats.detect(lines, "x.log", ServerConfigs.EMPTY, CONTEXT).orElseThrow();
  }

  private static ProxyEvent event(String line) {
    return Parsed.proxy(detect(line).parser().get(), line);
  }

  private static LineParser json() {
    return new EnvoyJsonParser(Map.of(), CONTEXT);
  }

  private static ProxyEvent json(String from, String to) {
    return Parsed.proxy(json(), GATEWAY.replace(from, to));
  }

  private static LineParser text(String format) {
    return new EnvoyTextParser(format, CONTEXT);
  }

  @Test
  void theDefaultFormatBeginsWithTheStart() {
    ProxyEvent event = event(DEFAULT);

    assertThat(event.getSoftware()).isEqualTo("envoy");
    assertThat(event.getStartTime()).isEqualTo(Parsed.micros("2026-11-22T06:00:10.500Z"));
    assertThat(event.getTime()).isEqualTo(Parsed.micros("2026-11-22T06:00:10.521Z"));
    assertThat(event.getDurationUs()).isEqualTo(21_000);
    assertThat(event.getResolution()).isEqualTo(1_000);
    assertThat(event.getStatus()).isEqualTo(503);
    assertThat(event.getBytesSent()).isEqualTo(91);
    assertThat(event.getTermination()).isEqualTo("UF,URX");
  }

  @Test
  void theRequestInTheDefaultFormat() {
    ProxyEvent event = event(DEFAULT);

    assertThat(event.getMethod()).isEqualTo("GET");
    assertThat(event.getPath()).isEqualTo("/cart");
    assertThat(event.getHost()).isEqualTo("shop.example.com");
    assertThat(event.getClientIp()).isEqualTo("203.0.113.7");
    assertThat(event.getRequestId()).isEqualTo("5f2a-1");
    assertThat(event.getRequestIdKind()).isEqualTo(RequestIdKind.REQUEST_ID);
  }

  @Test
  void aTryWithoutAnAnswerHasStatusZeroAndNoHeader() {
    Attempt attempt = event(DEFAULT).getAttempts().get(0);

    assertThat(attempt.getAddress()).isEqualTo("198.51.100.7:8080");
    assertThat(attempt.getStatus()).isZero();
    assertThat(attempt.getHeaderUs()).isEqualTo(-1);
  }

  @Test
  void theTimeThatTheUpstreamTookShowsThatItAnswered() {
    Attempt attempt = event(DEFAULT.replace(" 21 - ", " 21 18 ")).getAttempts().get(0);

    assertThat(attempt.getStatus()).isEqualTo(503);
    assertThat(attempt.getHeaderUs()).isEqualTo(18_000);
  }

  @Test
  void whereAllWentWellThereIsNoTermination() {
    ProxyEvent event = event(DEFAULT.replace("503 UF,URX", "200 -").replace(" 21 - ", " 21 18 "));

    assertThat(event.getTermination()).isEmpty();
    assertThat(event.getCompleted()).isTrue();
    assertThat(event.getErrors()).isEmpty();
  }

  @Test
  void withoutAHealthyHostNoneWasTried() {
    ProxyEvent event =
        event(DEFAULT.replace("UF,URX", "UH").replace("\"198.51.100.7:8080\"", "\"-\""));

    assertThat(event.getAttempts()).isEmpty();
    assertThat(event.getAttemptsLogged()).isTrue();
    assertThat(event.getTermination()).isEqualTo("UH");
  }

  @Test
  void istioAddsDetailsTheReasonAndTheCluster() {
    ProxyEvent event = event(ISTIO);

    assertThat(detect(ISTIO).variant()).isEqualTo("istio");
    assertThat(event.getTermination())
        .isEqualTo(
            "UF,URX upstream_reset_before_response_started{remote_connection_failure,delayed_connect_error:_111}");
    assertThat(event.getErrors()).hasSize(1);
    assertThat(event.getErrors().get(0).getMessage()).isEqualTo("delayed connect error: 111");
    assertThat(event.getErrors().get(0).getUpstream()).isEqualTo("198.51.100.7:8080");
    assertThat(event.getPool()).isEqualTo("outbound|8080||shop.default.svc.cluster.local");
    assertThat(event.getProxy()).isEqualTo("198.51.100.20");
  }

  @Test
  void istioHadFewerFieldsOnce() {
    String mesh = ISTIO.substring(ISTIO.indexOf(" outbound"));
    ProxyEvent middle = event(HEAD + "\"-\" " + TAIL + mesh);
    ProxyEvent first = event(HEAD + "\"-\" \"-\" " + TAIL + mesh.replace(" default", ""));

    assertThat(middle.getPool()).startsWith("outbound|");
    assertThat(first.getPool()).startsWith("outbound|");
    assertThat(first.getRequestId()).isEqualTo("5f2a-1");
  }

  @Test
  void anAnswerOfTheUpstreamsOwnIsToldByTheDetails() {
    ProxyEvent event =
        event(
            ISTIO
                .replaceAll("UF,URX \\S+", "- via_upstream")
                .replace("\"delayed connect error: 111\"", "\"-\""));

    assertThat(event.getTermination()).isEqualTo("- via_upstream");
    assertThat(event.getAttempts().get(0).getStatus()).isEqualTo(503);
    assertThat(event.getErrors()).isEmpty();
  }

  @Test
  void keysOfAJsonLogAreTheUsualOnes() {
    ProxyEvent event = event(GATEWAY);

    assertThat(detect(GATEWAY).format().name()).isEqualTo("envoy-json");
    assertThat(event.getPath()).isEqualTo("/cart");
    assertThat(event.getHost()).isEqualTo("shop.example.com");
    assertThat(event.getStatus()).isEqualTo(504);
    assertThat(event.getDurationUs()).isEqualTo(15_000_000);
    assertThat(event.getTermination()).isEqualTo("UT upstream_response_timeout");
    assertThat(event.getRequestId()).isEqualTo("5f2a-2");
    assertThat(event.getPool()).isEqualTo("shop");
    assertThat(event.getErrors()).isEmpty();
  }

  @Test
  void valuesMayAllBeTexts() {
    assertThat(json("504", "\"504\"").getStatus()).isEqualTo(504);
    assertThat(json("15000", "\"15000\"").getDurationUs()).isEqualTo(15_000_000);
    assertThat(json("null", "\"-\"").getErrors()).isEmpty();
  }

  @Test
  void theCountOfTriesIsOneMoreThanThatOfRetries() {
    assertThat(
            json("\"bytes_sent\"", "\"upstream_request_attempt_count\":\"3\",\"bytes_sent\"")
                .getRetries())
        .isEqualTo(2);
    assertThat(json("", "").getRetries()).isEqualTo(-1);
  }

  @Test
  void nothingIsSentToAClientThatLeft() {
    ProxyEvent event = json("504,\"response_flags\":\"UT\"", "0,\"response_flags\":\"DC\"");

    assertThat(event.getStatus()).isEqualTo(-1);
    assertThat(event.getCompleted()).isFalse();
    assertThat(event.getTermination()).startsWith("DC");
  }

  @Test
  void anAnswerThatBrokeOffIsNotComplete() {
    assertThat(
            json("504,\"response_flags\":\"UT\"", "200,\"response_flags\":\"UC\"").getCompleted())
        .isFalse();
  }

  @Test
  void connectionsWithoutHttpAreNoRequests() {
    assertThat(
            Parsed.skipped(
                detect(DEFAULT).parser().get(),
                "[2026-11-22T06:00:10.500Z] \"- - -\" 0 - 10 20 30 - \"-\" \"-\" \"-\" \"-\" \"198.51.100.7:5432\""))
        .isEqualTo("tcp-connection");
  }

  @Test
  void addressesAreWithoutSchemeAndPipesArePaths() {
    assertThat(
            event(DEFAULT.replace("\"198.51", "\"tcp://198.51")).getAttempts().get(0).getAddress())
        .isEqualTo("198.51.100.7:8080");
    assertThat(json("198.51.100.7:8080", "/run/app.sock").getAttempts().get(0).getAddress())
        .isEqualTo("unix:/run/app.sock");
  }

  @Test
  void anyFormatStringIsRead() {
    ProxyEvent event =
        Parsed.proxy(
            text(
                "%START_TIME(%s.%3f)% %DOWNSTREAM_REMOTE_ADDRESS% %REQ(:METHOD)% %REQ(:PATH):200%"
                    + " %RESPONSE_CODE% flags=%RESPONSE_FLAGS% 100%% %REQUEST_DURATION% %RESPONSE_DURATION%"
                    + " %DURATION% %UPSTREAM_HOST% %REQ(TRACEPARENT)% %GRPC_STATUS%"),
            "1795327210.500 192.0.2.9:50123 GET /a?b=c 503 flags=UC 100% 1 18 21 198.51.100.7:80"
                + " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 -");

    assertThat(event.getStartTime()).isEqualTo(1_795_327_210_500_000L);
    assertThat(event.getClientIp()).isEqualTo("192.0.2.9");
    assertThat(event.getPath()).isEqualTo("/a");
    assertThat(event.getTermination()).isEqualTo("UC");
    assertThat(event.getAttempts().get(0).getHeaderUs()).isEqualTo(18_000);
    assertThat(event.getRequestId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(event.getRequestIdKind()).isEqualTo(RequestIdKind.TRACE_ID);
  }

  @Test
  void hostsAreTakenOutAndPutBack() {
    ComponentEvent out = Parsed.component(json(), EJECTED);
    String outlier =
        "{\"type\":\"CONSECUTIVE_5XX\",\"cluster_name\":\"shop\",\"upstream_url\":\"198.51.100.7:8080\","
            + "\"action\":\"EJECT\",\"enforced\":true,\"timestamp\":\"2026-11-22T06:00:10.500Z\"}";

    assertThat(out.getKind()).isEqualTo(ComponentEventKind.SERVER_DOWN);
    assertThat(out.getAddress()).isEqualTo("198.51.100.7:8080");
    assertThat(out.getComponent()).isEqualTo("shop");
    assertThat(
            Parsed.component(
                    json(),
                    EJECTED.replace(
                        "\"eject_unhealthy_event\":{\"failure_type\":\"ACTIVE\"}",
                        "\"add_healthy_event\":{}"))
                .getKind())
        .isEqualTo(ComponentEventKind.SERVER_UP);
    assertThat(Parsed.component(json(), outlier).getKind())
        .isEqualTo(ComponentEventKind.SERVER_DOWN);
    assertThat(Parsed.skipped(json(), outlier.replace("true", "false")))
        .isEqualTo("no-change-of-health");
  }

  @Test
  void envoysOwnMessagesMayStandBetween() {
    LineParser parser = detect(DEFAULT, MESSAGE).parser().get();

    assertThat(Parsed.component(parser, MESSAGE).getKind()).isEqualTo(ComponentEventKind.STARTED);
    assertThat(Parsed.skipped(parser, MESSAGE.replace("starting main dispatch loop", "x")))
        .isEqualTo("process-message");
    assertThat(detect(MESSAGE).format().name()).isEqualTo("envoy-log");
    assertThat(
            Parsed.skipped(
                parser,
                "2026-11-22T06:00:10.500000Z\tinfo\tenvoy upstream\tcm init: all clusters initialized"))
        .isEqualTo("process-message");
  }

  @Test
  void linesOfOthersAreRejected() {
    LineParser parser = detect(DEFAULT).parser().get();

    assertThat(Parsed.rejected(parser, "hello")).isEqualTo("not-the-format");
    assertThat(Parsed.rejected(parser, DEFAULT.replace(" 0 91 21 ", " 0 x 21 ")))
        .isEqualTo("not-the-format");
    assertThat(Parsed.rejected(json(), "{\"response_code\":200}")).isEqualTo("not-the-format");
    assertThat(Parsed.rejected(json(), GATEWAY.replace("2026-11-22T06:00:10.500Z", "x")))
        .isEqualTo("bad-timestamp");
    assertThat(Parsed.rejected(json(), GATEWAY.replace("504", "9999"))).isEqualTo("bad-status");
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    Parsed.fuzz(detect(DEFAULT).parser().get(), 53, DEFAULT, MESSAGE);
    Parsed.fuzz(detect(ISTIO).parser().get(), 54, ISTIO);
    Parsed.fuzz(json(), 55, GATEWAY, EJECTED);
  }
}
