package io.badhop.ingest.parse.apache;

import static io.badhop.ingest.parse.Parsed.micros;
import static io.badhop.ingest.parse.Parsed.proxy;
import static io.badhop.ingest.parse.Parsed.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.AddressBook;
import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.Parsed;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestIdKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Apache access lines. */
class ApacheAccessParserTest {
  private static final ParseContext CONTEXT =
      ParseContext.of("test")
          .withAddresses(new AddressBook(Map.of(), Map.of("10.1.1.1:8080", "shop")));
  private static final String COMMON = "%h %l %u %t \"%r\" %>s %b";
  private static final String HEAD = "192.0.2.7 - ann [03/Mar/2026:10:00:05 +0100] ";
  private static final String GET = "\"GET /cart?id=7 HTTP/1.1\" ";

  private static LineParser parser(String format) {
    return new ApacheAccessParser(format, List.of(), CONTEXT);
  }

  @Test
  void aCommonLineHasNoDurationAndNoUpstream() {
    ProxyEvent event = proxy(parser(COMMON), HEAD + GET + "503 -");

    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T09:00:05Z"));
    assertThat(event.getStartTime()).isEqualTo(-1);
    assertThat(event.getDurationUs()).isEqualTo(-1);
    assertThat(event.getBytesSent()).isEqualTo(-1);
    assertThat(event.getAttemptsLogged()).isFalse();
    assertThat(event.getRequestIdKind()).isEqualTo(RequestIdKind.NONE);
  }

  @Test
  void theLoggedTimeIsTheStartAndTheDurationLeadsToTheEnd() {
    ProxyEvent event = proxy(parser(COMMON + " %D"), HEAD + GET + "502 12 2500000");

    assertThat(event.getStartTime()).isEqualTo(micros("2026-03-03T09:00:05Z"));
    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T09:00:07.500Z"));
  }

  @Test
  void durationsComeInSecondsMilliAndMicroSeconds() {
    String line = HEAD + GET + "502 12 3";
    assertThat(proxy(parser(COMMON + " %T"), line).getDurationUs()).isEqualTo(3_000_000);
    assertThat(proxy(parser(COMMON + " %{ms}T"), line).getDurationUs()).isEqualTo(3_000);
    assertThat(proxy(parser(COMMON + " %{us}T"), line).getDurationUs()).isEqualTo(3);
  }

  @Test
  void escapedQuotesInAReferrerDoNotEndIt() {
    ProxyEvent event =
        proxy(
            parser(COMMON + " \"%{Referer}i\" \"%{User-Agent}i\" %{X-Request-ID}i"),
            HEAD + GET + "502 12 \"http://a/\\\"x\\\" y\" \"b\\\\\" r-1");

    assertThat(event.getRequestId()).isEqualTo("r-1");
  }

  @Test
  void aVirtualHostComesFirst() {
    ProxyEvent event = proxy(parser("%v:%p " + COMMON), "shop.test:443 " + HEAD + GET + "502 1");

    assertThat(event.getHost()).isEqualTo("shop.test");
    assertThat(event.getClientIp()).isEqualTo("192.0.2.7");
  }

  @Test
  void aTimeIsFoundBeforeASpaceAlone() {
    assertThat(proxy(parser("%t %>s"), "[03/Mar/2026:10:00:05 +0100] 502").getTime())
        .isEqualTo(micros("2026-03-03T09:00:05Z"));
  }

  @Test
  void theErrorLogsIdTellsThatApacheLoggedAnError() {
    LineParser parser = parser(COMMON + " lid=%L");

    assertThat(proxy(parser, HEAD + GET + "500 1 lid=Zx9/k").getErrorLogged()).isTrue();
    assertThat(proxy(parser, HEAD + GET + "500 1 lid=-").getErrorLogged()).isFalse();
  }

  @Test
  void aConnectionThatTheClientCutIsNotCompleted() {
    LineParser parser = parser(COMMON + " %X");

    assertThat(proxy(parser, HEAD + GET + "200 1 X").getCompleted()).isFalse();
    assertThat(proxy(parser, HEAD + GET + "200 1 -").getCompleted()).isTrue();
  }

  @Test
  void theWorkerIsTheAttemptsAddressWithoutItsScheme() {
    ProxyEvent event =
        proxy(
            parser(COMMON + " w=%{BALANCER_WORKER_NAME}e"),
            HEAD + GET + "503 1 w=http://10.1.1.1:8080");

    assertThat(event.getAttempts())
        .extracting(Attempt::getAddress, Attempt::getPool)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("10.1.1.1:8080", "shop"));
    assertThat(event.getAttemptsLogged()).isTrue();
  }

  @Test
  void withoutAWorkerTheFirstPrefixThatFitsNamesTheUpstream() {
    LineParser parser =
        new ApacheAccessParser(
            COMMON,
            List.of(
                Map.entry("/static/", ""),
                Map.entry("/pay/", "10.1.1.9:443"),
                Map.entry("/", "10.1.1.1:8080")),
            CONTEXT);

    assertThat(attempted(parser, "/pay/1")).containsExactly("10.1.1.9:443");
    assertThat(attempted(parser, "/cart")).containsExactly("10.1.1.1:8080");
    assertThat(attempted(parser, "/static/a.css")).isEmpty();
  }

  private static List<String> attempted(LineParser parser, String path) {
    return proxy(parser, HEAD + "\"GET " + path + " HTTP/1.1\" 502 1").getAttempts().stream()
        .map(Attempt::getAddress)
        .toList();
  }

  @Test
  void aRequestThatAnotherHandlerAnsweredHasNoAttempt() {
    LineParser parser =
        new ApacheAccessParser(COMMON + " %R", List.of(Map.entry("/", "10.1.1.1:8080")), CONTEXT);

    assertThat(proxy(parser, HEAD + GET + "500 1 server-status").getAttempts()).isEmpty();
    assertThat(proxy(parser, HEAD + GET + "500 1 proxy-server").getAttempts()).hasSize(1);
  }

  @Test
  void jsonWithATimeInPiecesIsRead() {
    LineParser parser =
        parser(
            "{\"time\":\"%{%Y-%m-%dT%H:%M:%S}t.%{msec_frac}t%{%z}t\",\"id\":\"%{X-Request-ID}i\","
                + "\"m\":\"%m\",\"uri\":\"%U%q\",\"s\":\"%>s\",\"D\":\"%D\"}");

    ProxyEvent event =
        proxy(
            parser,
            "{\"time\":\"2026-03-03T10:00:05.123+0100\",\"id\":\"r-2\","
                + "\"m\":\"GET\",\"uri\":\"/a/b?c=1\",\"s\":\"502\",\"D\":\"1000\"}");

    assertThat(event.getStartTime()).isEqualTo(micros("2026-03-03T09:00:05.123Z"));
    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T09:00:05.124Z"));
    assertThat(event.getResolution()).isEqualTo(1_000);
    assertThat(event.getPath()).isEqualTo("/a/b");
    assertThat(event.getMethod()).isEqualTo("GET");
    assertThat(event.getRequestId()).isEqualTo("r-2");
  }

  @Test
  void epochTimesAreRead() {
    assertThat(proxy(parser("%{sec}t %>s"), "1772528405 200").getTime())
        .isEqualTo(1_772_528_405_000_000L);
    assertThat(proxy(parser("%{msec}t %>s"), "1772528405250 200").getTime())
        .isEqualTo(1_772_528_405_250_000L);
    assertThat(proxy(parser("%{begin:usec}t %>s"), "1772528405250001 200").getTime())
        .isEqualTo(1_772_528_405_250_001L);
  }

  @Test
  void conditionalDirectivesAreRead() {
    assertThat(
            proxy(parser("%t %>s %!200,304{X-Request-ID}i"), "[03/Mar/2026:10:00:05 +0100] 502 q-1")
                .getRequestId())
        .isEqualTo("q-1");
  }

  @Test
  void theRequestOfAClientThatSentNothingIsEmpty() {
    ProxyEvent event = proxy(parser(COMMON), HEAD + "\"-\" 408 -");

    assertThat(event.getMethod()).isEmpty();
    assertThat(event.getPath()).isEmpty();
  }

  @Test
  void aLineOfAnotherFormIsRejectedByName() {
    assertThat(rejected(parser(COMMON), "hello")).isEqualTo("not-the-format");
    assertThat(rejected(parser(COMMON), HEAD + GET + "abc 1")).isEqualTo("bad-status");
    assertThat(rejected(parser(COMMON), "192.0.2.7 - - [never] " + GET + "200 1"))
        .isEqualTo("bad-timestamp");
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    Parsed.fuzz(
        parser(COMMON + " \"%{Referer}i\" %D %L w=%{BALANCER_WORKER_NAME}e"),
        5,
        HEAD + GET + "502 12 \"a\\\"b\" 2500 - w=unix:/run/a.sock|http://localhost",
        HEAD + GET + "502 12 \"-\" 2500 Zx w=https://[2001:db8::1]/x");
    Parsed.fuzz(parser("%{%FT%T}t.%{usec_frac}t%{%z}t %s"), 6, "2026-03-03T10:00:05.123456+0100 2");
    Parsed.fuzz(parser("%{%Y}t%t%U%q"), 7, "2026[03/Mar/2026:10:00:05 +0100]/a");
  }

  @Test
  void aRicherLineIsNotTakenForTheCommonFormat() {
    String withNames =
        "192.0.2.7 - - [22/Nov/2026:05:58:24 +0000] \"GET /cart?a=b HTTP/1.1\" 502 2 \"-\" \"curl/7\""
            + " rt=0.001 uct=\"-, 0.000\" uht=\"-, 0.001\" urt=\"0.001, 0.001\" us=\"502, 200\""
            + " ua=\"10.1.1.1:80, 10.1.1.2:80\" conn=17/3 rid=017ff662";

    assertThat(rejected(parser(COMMON), withNames)).isEqualTo("not-the-format");
  }
}
