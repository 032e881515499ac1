package io.badhop.ingest.parse.nginx;

import static io.badhop.ingest.parse.Parsed.proxy;
import static io.badhop.ingest.parse.Parsed.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.Parsed;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.ingest.parse.formats.Formats;
import io.badhop.ingest.parse.text.JsonEscapes;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestIdKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lines that nginx writes and that a plain reading gets wrong; each test is one of them. */
class NginxOddLinesTest {
  private static final ParseContext CONTEXT = ParseContext.of("test");
  private static final String TIME = "[22/Nov/2026:05:58:26 +0000]";
  private static final String INGRESS_HEAD =
      "192.0.2.7 - - " + TIME + " \"GET /cart?id=7 HTTP/1.1\" 200 2 \"-\" \"curl\" 86 0.004 ";

  private static LineParser parser(String format, String escape) {
    return new NginxAccessParser(format, escape, Map.of(), CONTEXT);
  }

  private static LineParser ingress() {
    return Formats.detectAs(
            "nginx-access",
            List.of(RawLine.of(INGRESS_HEAD + "[ns-web-80] [] 10.1.1.1:80 2 0.003 200 id", 0)),
            "x.log",
            ServerConfigs.EMPTY,
            CONTEXT)
        .parser()
        .get();
  }

  private static LineParser text(String rest) {
    return parser("[$time_local] \"$request\" $status " + rest, "default");
  }

  private static ProxyEvent event(String rest, String line) {
    return proxy(text(rest), TIME + " \"GET / HTTP/1.1\" " + line);
  }

  @Test
  void ingressWritesListsOfAttemptsWithoutQuotes() {
    ProxyEvent event =
        proxy(
            ingress(),
            INGRESS_HEAD
                + "[ns-web-80] [] 10.1.1.1:80, 10.1.1.2:80 0, 2 0.001, 0.003 502, 200 4bf92f35");

    assertThat(event.getRequestId()).isEqualTo("4bf92f35");
    assertThat(event.getPool()).isEqualTo("ns-web-80");
    assertThat(event.getAttempts())
        .extracting(Attempt::getAddress, Attempt::getStatus, Attempt::getResponseUs)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("10.1.1.1:80", 502, 1_000L),
            org.assertj.core.groups.Tuple.tuple("10.1.1.2:80", 200, 3_000L));
  }

  @Test
  void ingressWritesGroupsOfAttemptsWithoutQuotes() {
    ProxyEvent event =
        proxy(
            ingress(),
            INGRESS_HEAD
                + "[a] [] 10.1.1.1:80, 10.1.1.2:80 : unix:/a 0, 0 : 2 0.001, 0.0 : 0.0 502, 502 : 200 x");

    assertThat(event.getAttempts()).extracting(Attempt::getStatus).containsExactly(502, 502, 200);
    assertThat(event.getRequestId()).isEqualTo("x");
  }

  @Test
  void ingressNamesTheServiceThatTheOneGroupOfAllStandsFor() {
    ProxyEvent event =
        proxy(
            ingress(),
            INGRESS_HEAD.replace(" 200 ", " 502 ")
                + "[ns-web-80] [] upstream_balancer 0 0.000 502 x");

    assertThat(event.getPool()).isEqualTo("ns-web-80");
    assertThat(event.getAttempts()).extracting(Attempt::getPool).containsExactly("ns-web-80");
  }

  @Test
  void ingressWithoutAnEndpointTriedNone() {
    ProxyEvent event =
        proxy(ingress(), INGRESS_HEAD.replace(" 200 ", " 503 ") + "[a] [] - - - - x");

    assertThat(event.getAttempts()).isEmpty();
    assertThat(event.getAttemptsLogged()).isTrue();
    assertThat(event.getStatus()).isEqualTo(503);
  }

  @Test
  void aTimeWithoutBracketsHoldsABlank() {
    ProxyEvent event =
        proxy(
            parser("$remote_addr $time_local $request $status $request_time", "default"),
            "192.0.2.7 22/Nov/2026:05:58:26 +0000 GET /a b HTTP/1.1 502 0.250");

    assertThat(event.getTime()).isEqualTo(Parsed.micros("2026-11-22T05:58:26Z"));
    assertThat(event.getPath()).isEqualTo("/a b");
    assertThat(event.getDurationUs()).isEqualTo(250_000);
  }

  @Test
  void anAttemptWithoutAnswerIsNotAnAttemptWhoseStatusIsNotLogged() {
    Attempt inFlight =
        event("$upstream_addr $upstream_status", "499 10.1.1.1:80 -").getAttempts().get(0);
    Attempt unknown = event("$upstream_addr", "499 10.1.1.1:80").getAttempts().get(0);

    assertThat(inFlight.getStatus()).isZero();
    assertThat(unknown.getStatus()).isEqualTo(-1);
  }

  @Test
  void statusZeroMeansThatNothingWasSent() {
    assertThat(event("$body_bytes_sent", "000 0").getStatus()).isEqualTo(-1);
  }

  @Test
  void aNumberThatIsNoStatusIsRejected() {
    assertThat(rejected(text("x"), TIME + " \"GET / HTTP/1.1\" 4294967498 x"))
        .isEqualTo("bad-status");
  }

  @Test
  void thePathAsItWasSentCountsOverTheOneAfterARewrite() {
    assertThat(event("$uri", "502 /index.php").getPath()).isEqualTo("/");
    assertThat(proxy(parser("[$time_local] $status $uri", "default"), TIME + " 502 /a").getPath())
        .isEqualTo("/a");
  }

  @Test
  void aHandshakeOnThePlainPortIsARequestWithoutMethodAndPath() {
    ProxyEvent event =
        proxy(
            parser("[$time_local] \"$request\" $status", "default"),
            TIME + " \"\\x16\\x03\\x01\\x00t\\x01\\x00\\x00p\" 400");

    assertThat(event.getStatus()).isEqualTo(400);
    assertThat(event.getMethod()).isEmpty();
    assertThat(event.getPath()).isEmpty();
  }

  @Test
  void ofTwoVariablesForOneIdTheOneThatHasAValueCounts() {
    LineParser parser =
        new NginxAccessParser(
            "[$time_local] $status $rid $http_x_request_id",
            "default",
            Map.of("rid", "http_x_request_id"),
            CONTEXT);

    assertThat(proxy(parser, TIME + " 502 abc-1 -").getRequestId()).isEqualTo("abc-1");
    assertThat(proxy(parser, TIME + " 502 - abc-2").getRequestId()).isEqualTo("abc-2");
  }

  @Test
  void withoutEscapingABackslashIsABackslash() {
    ProxyEvent event =
        proxy(parser("[$time_local] $status $request_uri", "none"), TIME + " 502 /a\\x41");

    assertThat(event.getPath()).isEqualTo("/a\\x41");
  }

  @Test
  void jsonNumbersMayBeDashesListsOrHaveLeadingZeros() {
    ProxyEvent event =
        proxy(
            new NginxJsonParser(CONTEXT),
            "{\"msec\": 1795327101.661, \"status\": 009, \"request_time\": -, \"uri\": \"/a\","
                + " \"upstream_addr\": \"10.1.1.1:80, 10.1.1.2:80\","
                + " \"upstream_response_time\": 0.001, 0.002, \"upstream_status\": 502, 200}");

    assertThat(event.getStatus()).isEqualTo(9);
    assertThat(event.getDurationUs()).isEqualTo(-1);
    assertThat(event.getAttempts())
        .extracting(Attempt::getResponseUs)
        .containsExactly(1_000L, 2_000L);
    assertThat(event.getAttempts()).extracting(Attempt::getStatus).containsExactly(502, 200);
  }

  @Test
  void jsonWithTheDefaultEscapingIsRead() {
    ProxyEvent event =
        proxy(
            new NginxJsonParser(CONTEXT),
            "{\"time\":\"22/Nov/2026:05:58:26 +0000\",\"status\":502,\"request_time\":0.1,"
                + "\"agent\":\"say \\x22hi\\x22\",\"path\":\"/a\",\"vhost\":\"shop.test\"}");

    assertThat(event.getPath()).isEqualTo("/a");
    assertThat(event.getHost()).isEqualTo("shop.test");
    assertThat(event.getTime()).isEqualTo(Parsed.micros("2026-11-22T05:58:26Z"));
  }

  @Test
  void jsonThatAShipperWroteAnewIsReadByTheNamesOfItsTemplate() {
    LineParser parser =
        parser("{\"t\":\"$time_iso8601\",\"s\":\"$status\",\"id\":\"$http_x_request_id\"}", "json");

    ProxyEvent event =
        proxy(
            parser,
            "{\"id\": \"x-9\", \"host\": {\"name\": \"a\"}, \"s\": \"503\","
                + " \"t\": \"2026-11-22T05:58:26+00:00\"}");

    assertThat(event.getRequestId()).isEqualTo("x-9");
    assertThat(event.getRequestIdKind()).isEqualTo(RequestIdKind.REQUEST_ID);
    assertThat(event.getStatus()).isEqualTo(503);
  }

  @Test
  void jsonThatIsCutOffIsRejectedWithItsReason() {
    assertThat(rejected(new NginxJsonParser(CONTEXT), "{\"status\":502,\"request_time\":\"0."))
        .isEqualTo("bad-json");
  }

  @Test
  void theEscapesOfJsonAreResolved() {
    assertThat(JsonEscapes.resolve("a\\u00e9\\n\\\"\\\\\\/\\x22\\q\\")).isEqualTo("aé\n\"\\/\"q\\");
  }

  @Test
  void aCompiledConfigurationReadsItsOwnLines() {
    NginxConfig config =
        NginxConfig.parse(
            "nginx.conf",
            "http { map $http_x_request_id $rid { default $http_x_request_id; '' $request_id; }\n"
                + "log_format up '$time_iso8601 ${status} $rid ' 'a=\"$upstream_addr\"'; }",
            name -> Optional.empty());
    LineParser parser =
        new NginxAccessParser(
            config.logFormats().get("up"), config.escapes().get("up"), config.aliases(), CONTEXT);

    ProxyEvent event = proxy(parser, "2026-11-22T05:58:26+00:00 502 abc a=\"10.1.1.1:80\"");

    assertThat(event.getRequestId()).isEqualTo("abc");
    assertThat(event.getAttempts()).hasSize(1);
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    Parsed.fuzz(
        ingress(),
        11,
        INGRESS_HEAD + "[a] [] 10.1.1.1:80, 10.1.1.2:80 : b 0, 0 : 2 0.001 502, 502 : 200 x");
    Parsed.fuzz(
        new NginxJsonParser(CONTEXT),
        12,
        "{\"msec\": 1795327101.661, \"status\": 009, \"request_time\": -, \"a\":\"\\x22\\u00e9\"}");
    Parsed.fuzz(
        parser("$time_local $request $status ${upstream_addr}", "none"),
        13,
        "22/Nov/2026:05:58:26 +0000 GET / HTTP/1.1 502 a, b : c");
  }
}
