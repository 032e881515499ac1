package io.badhop.ingest.parse.traefik;

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
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TraefikParserTest {

  private static final String COMBINED =
      "192.0.2.9 - - [22/Nov/2026:06:00:10 +0000] \"GET /cart?token=abc HTTP/1.1\" 502 11 \"-\" \"curl\"";
  private static final String COMMON =
      COMBINED + " 17 \"shop@docker\" \"http://198.51.100.7:8080\" 21ms";

  private static final String JSON =
      "{\"ClientAddr\":\"192.0.2.9:50123\",\"ClientHost\":\"192.0.2.9\",\"DownstreamContentSize\":11,"
          + "\"DownstreamStatus\":502,\"Duration\":21500600,\"OriginContentSize\":11,"
          + "\"OriginDuration\":21000000,\"OriginStatus\":502,\"RequestAddr\":\"shop.example.com:8443\","
          + "\"RequestHost\":\"shop.example.com\",\"RequestMethod\":\"GET\","
          + "\"RequestPath\":\"/cart?token=abc\",\"RetryAttempts\":1,\"RouterName\":\"shop@docker\","
          + "\"ServiceAddr\":\"198.51.100.7:8080\",\"ServiceName\":\"shop-svc@docker\","
          + "\"ServiceURL\":\"http://198.51.100.7:8080\",\"StartUTC\":\"2026-11-22T06:00:10.500001234Z\","
          + "\"level\":\"info\",\"msg\":\"\",\"request_X-Request-Id\":\"r-1\",\"time\":\"2026-11-22T06:00:10Z\"}";

  private static final String CAUSE_2 =
      "time=\"2026-11-22T06:00:10Z\" level=debug msg=\"'502 Bad Gateway' caused by: dial tcp"
          + " 198.51.100.7:8080: connect: connection refused\"";
  private static final String CAUSE_3 =
      "2026-11-22T06:00:10Z DBG github.com/traefik/traefik/v3/pkg/proxy/httputil/proxy.go:121 >"
          + " 502 Bad Gateway error=\"dial tcp 198.51.100.7:8080: connect: connection refused\"";
  private static final String CAUSE_JSON =
      "{\"level\":\"debug\",\"error\":\"EOF\",\"time\":\"2026-11-22T06:00:10Z\",\"message\":\"502 Bad Gateway\"}";
  private static final String VERSION =
      "time=\"2026-11-22T06:00:00Z\" level=info msg=\"Traefik version 2.11.0 built on 2024-02-12\"";

  private static LineParser parser() {
    return new TraefikParser(ParseContext.of("test"));
  }

  private static Attempt attempt(String line) {
    ProxyEvent event = Parsed.proxy(parser(), line);
    assertThat(event.getAttempts()).hasSize(1);
    return event.getAttempts().get(0);
  }

  @Test
  void aCommonLineBeginsWithTheStart() {
    ProxyEvent event = Parsed.proxy(parser(), COMMON);

    assertThat(event.getSoftware()).isEqualTo("traefik");
    assertThat(event.getStartTime()).isEqualTo(Parsed.micros("2026-11-22T06:00:10Z"));
    assertThat(event.getTime()).isEqualTo(Parsed.micros("2026-11-22T06:00:10.021Z"));
    assertThat(event.getDurationUs()).isEqualTo(21_000);
    assertThat(event.getResolution()).isEqualTo(1_000_000);
    assertThat(event.getClientIp()).isEqualTo("192.0.2.9");
    assertThat(event.getMethod()).isEqualTo("GET");
    assertThat(event.getPath()).isEqualTo("/cart");
    assertThat(event.getPool()).isEqualTo("shop@docker");
    assertThat(event.getAttemptsLogged()).isTrue();
  }

  @Test
  void theReasonAsTheBodyShowsThatTraefikMadeTheStatus() {
    assertThat(attempt(COMMON).getAddress()).isEqualTo("198.51.100.7:8080");
    assertThat(attempt(COMMON).getStatus()).isZero();
    assertThat(attempt(COMMON).getHeaderUs()).isEqualTo(-1);
    assertThat(attempt(JSON).getStatus()).isZero();
    assertThat(attempt(JSON.replace("502", "504").replace("Size\":11", "Size\":15")).getStatus())
        .isZero();
  }

  @Test
  void anyOtherBodyIsTheServersOwn() {
    Attempt common = attempt(COMMON.replace("502 11", "502 934"));
    Attempt json = attempt(JSON.replace("OriginContentSize\":11", "OriginContentSize\":934"));

    assertThat(common.getStatus()).isEqualTo(502);
    assertThat(common.getHeaderUs()).isEqualTo(21_000);
    assertThat(json.getStatus()).isEqualTo(502);
    assertThat(json.getHeaderUs()).isEqualTo(21_000);
    assertThat(json.getBytesReceived()).isEqualTo(934);
  }

  @Test
  void aGoodAnswerHasNoTimeOfItsHeader() {
    assertThat(attempt(JSON.replace("502", "200")).getStatus()).isEqualTo(200);
    assertThat(attempt(JSON.replace("502", "200")).getHeaderUs()).isEqualTo(-1);
    assertThat(attempt(JSON.replace("502", "200")).getResponseUs()).isEqualTo(21_000);
  }

  @Test
  void withoutAServerTheCommonFormatHasNoStatus() {
    assertThat(Parsed.skipped(parser(), COMBINED.replace("502 11", "- -") + " 17 \"-\" \"-\" 0ms"))
        .isEqualTo("no-status");
  }

  @Test
  void aServerNeedNotBeNamedInQuotes() {
    ProxyEvent event = Parsed.proxy(parser(), COMBINED + " 1 \"a router with blanks\" - 0ms");

    assertThat(event.getPool()).isEqualTo("a router with blanks");
    assertThat(event.getAttempts()).isEmpty();
  }

  @Test
  void aLineWithoutRouterIsTakenOnlyInALogOfTraefiks() {
    LineParser parser = parser();

    assertThat(Parsed.rejected(parser, COMBINED)).isEqualTo("not-the-format");
    Parsed.proxy(parser, COMMON);
    assertThat(Parsed.proxy(parser, COMBINED).getAttemptsLogged()).isFalse();
  }

  @Test
  void durationsInJsonAreNanoseconds() {
    ProxyEvent event = Parsed.proxy(parser(), JSON);

    assertThat(event.getStartTime()).isEqualTo(Parsed.micros("2026-11-22T06:00:10.500001Z"));
    assertThat(event.getDurationUs()).isEqualTo(21_500);
    assertThat(event.getTime()).isEqualTo(event.getStartTime() + 21_500);
    assertThat(event.getResolution()).isEqualTo(1);
    assertThat(attempt(JSON).getResponseUs()).isEqualTo(-1);
  }

  @Test
  void theRequestInJson() {
    ProxyEvent event = Parsed.proxy(parser(), JSON);

    assertThat(event.getHost()).isEqualTo("shop.example.com");
    assertThat(event.getPath()).isEqualTo("/cart");
    assertThat(event.getPool()).isEqualTo("shop-svc@docker");
    assertThat(event.getRetries()).isEqualTo(1);
    assertThat(event.getRequestId()).isEqualTo("r-1");
    assertThat(event.getRequestIdKind()).isEqualTo(RequestIdKind.REQUEST_ID);
  }

  @Test
  void theServerWasAnObjectOnceAndMayHaveNoPort() {
    String object =
        JSON.replace("\"ServiceAddr\":\"198.51.100.7:8080\",", "")
            .replace(
                "\"ServiceURL\":\"http://198.51.100.7:8080\"",
                "\"ServiceURL\":{\"Scheme\":\"http\",\"User\":null,\"Host\":\"198.51.100.7:8080\"}");

    assertThat(attempt(object).getAddress()).isEqualTo("198.51.100.7:8080");
    assertThat(attempt(JSON.replace("7:8080", "7")).getAddress()).isEqualTo("198.51.100.7:80");
    assertThat(attempt(COMMON.replace("http://198.51.100.7:8080", "https://app/x")).getAddress())
        .isEqualTo("app:443");
  }

  @Test
  void aRequestThatWasNeverProxiedHasNoTry() {
    ProxyEvent event =
        Parsed.proxy(
            parser(),
            JSON.replace("\"ServiceAddr\":\"198.51.100.7:8080\",", "")
                .replace("\"ServiceURL\":\"http://198.51.100.7:8080\",", "")
                .replace("\"OriginStatus\":502", "\"OriginStatus\":0"));

    assertThat(event.getAttemptsLogged()).isTrue();
    assertThat(event.getAttempts()).isEmpty();
    assertThat(event.getStatus()).isEqualTo(502);
  }

  @Test
  void anOpenConnectionIsNotASlowRequest() {
    ProxyEvent event = Parsed.proxy(parser(), JSON.replace("Status\":502", "Status\":0"));

    assertThat(event.getStatus()).isEqualTo(-1);
    assertThat(event.getDurationUs()).isEqualTo(-1);
  }

  @Test
  void theCauseIsAMessageOfTheProcess() {
    for (String line : List.of(CAUSE_2, CAUSE_3)) {
      ErrorRecord error = Parsed.error(parser(), line);

      assertThat(error.software()).isEqualTo("traefik");
      assertThat(error.note().getCode()).isEqualTo("502");
      assertThat(error.note().getUpstream()).isEqualTo("198.51.100.7:8080");
      assertThat(error.note().getMessage())
          .isEqualTo("dial tcp 198.51.100.7:8080: connect: connection refused");
      assertThat(error.note().getLevel()).isEqualTo("debug");
      assertThat(error.note().getTime()).isEqualTo(Parsed.micros("2026-11-22T06:00:10Z"));
    }
    assertThat(Parsed.error(parser(), CAUSE_JSON).note().getMessage()).isEqualTo("EOF");
  }

  @Test
  void theServersHealthIsTold() {
    ComponentEvent down =
        Parsed.component(
            parser(),
            "time=\"2026-11-22T06:00:10Z\" level=warning msg=\"Health check failed, removing from"
                + " server list. Backend: \\\"shop\\\" URL: \\\"http://198.51.100.7:8080\\\" Weight: 1\"");
    ComponentEvent newer =
        Parsed.component(
            parser(),
            "{\"level\":\"warn\",\"targetURL\":\"http://198.51.100.7:8080\",\"error\":\"EOF\","
                + "\"time\":\"2026-11-22T06:00:10Z\",\"message\":\"Health check failed.\"}");

    assertThat(down.getKind()).isEqualTo(ComponentEventKind.SERVER_DOWN);
    assertThat(down.getAddress()).isEqualTo("198.51.100.7:8080");
    assertThat(newer.getKind()).isEqualTo(ComponentEventKind.SERVER_DOWN);
    assertThat(newer.getAddress()).isEqualTo("198.51.100.7:8080");
    assertThat(Parsed.component(parser(), VERSION).getKind()).isEqualTo(ComponentEventKind.STARTED);
  }

  @Test
  void messagesOfOtherProgramsInTheSameNotationAreRejected() {
    LineParser parser = parser();
    String message = "time=\"2026-11-22T06:00:10Z\" level=info msg=\"hello\"";

    assertThat(Parsed.rejected(parser, message)).isEqualTo("not-the-format");
    Parsed.component(parser, VERSION);
    assertThat(Parsed.skipped(parser, message)).isEqualTo("process-message");
    assertThat(Parsed.rejected(parser(), "{\"level\":\"info\"}")).isEqualTo("not-the-format");
    assertThat(Parsed.rejected(parser(), "hello")).isEqualTo("bad-timestamp");
  }

  private static Optional<String> detected(String... texts) {
    List<RawLine> lines = new ArrayList<>();
    for (String text : texts) {
      lines.add(RawLine.of(text, lines.size() * 1_000L));
    }
    return Formats.detect(lines, "x.log", ServerConfigs.EMPTY, ParseContext.of("test"))
        .map(found -> found.format().name());
  }

  @Test
  void bothLogsAreFoundApartAndInOne() {
    assertThat(detected(COMMON)).contains("traefik-access");
    assertThat(detected(JSON)).contains("traefik-access");
    assertThat(detected(VERSION, CAUSE_2)).contains("traefik-process");
    assertThat(detected(VERSION, CAUSE_2, COMMON)).contains("traefik-access");
    assertThat(detected(COMBINED)).contains("nginx-access");
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    Parsed.fuzz(parser(), 52, COMMON, JSON, CAUSE_2, CAUSE_3, CAUSE_JSON, VERSION);
  }

  @Test
  void aMessageOfEscapesAloneIsRead() {
    assertThat(
            Parsed.rejected(
                parser(),
                "time=\"2026-11-22T06:00:10Z\" level=info msg=\"" + "\\\"".repeat(200_000)))
        .isEqualTo("not-the-format");
  }
}
