package io.badhop.ingest.parse.varnish;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.Parsed;
import io.badhop.ingest.parse.RawLine;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.ProxyEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VarnishLogParserTest {
  private static final String CLIENT =
      """
      *   << Request  >> 2
      -   Begin          req 1 rxreq
      -   Timestamp      Start: 1795327463.000000 0.000000 0.000000
      -   ReqStart       10.0.0.9 50123 a0
      -   ReqMethod      GET
      -   ReqURL         /cart?id=7
      -   ReqHeader      Host: shop.example.com:8080
      -   ReqHeader      X-Request-ID: abc-1
      -   ReqHeader      X-Forwarded-For: 192.0.2.9, 10.0.0.9
      -   RespStatus     503
      -   Timestamp      Resp: 1795327463.250000 0.250000 0.000100
      -   ReqAcct        90 0 90 200 82 282
      -   End
      """;
  private static final String FETCH =
      """
      **  << BeReq    >> 3
      --  Begin          bereq 2 fetch
      --  Timestamp      Fetch: 1795327463.000100 0.000000 0.000000
      --  Timestamp      Connected: 1795327463.000300 0.000200 0.000200
      --  BackendOpen    22 app 2001:db8::1 8080 2001:db8::2 41000 connect
      --  FetchError     first byte timeout
      --  Timestamp      Error: 1795327463.200100 0.200000 0.000000
      --  BerespStatus   503
      --  End
      """;
  private static final String ALONE = FETCH.replace("**", "* ").replace("--", "- ");

  private static LineParser parser() {
    return new VarnishLogParser(ParseContext.of("test"));
  }

  private static List<ParseResult> results(LineParser parser, String text) {
    List<ParseResult> results = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      results.add(parser.parse(RawLine.of(line, results.size() * 100L)));
    }
    return results;
  }

  private static List<ProxyEvent> events(String text) {
    return results(parser(), text).stream()
        .filter(ParseResult.Event.class::isInstance)
        .map(result -> (ProxyEvent) ((ParseResult.Event) result).event())
        .toList();
  }

  private static ProxyEvent one(String text) {
    List<ProxyEvent> events = events(text);
    assertThat(events).hasSize(1);
    return events.get(0);
  }

  @Test
  void aGroupIsOneRequestWithItsFetches() {
    ProxyEvent event = one(CLIENT + FETCH);

    assertThat(event.getRequestId()).isEqualTo("abc-1");
    assertThat(event.getPath()).isEqualTo("/cart");
    assertThat(event.getHost()).isEqualTo("shop.example.com");
    assertThat(event.getClientIp()).isEqualTo("192.0.2.9");
    assertThat(event.getMethod()).isEqualTo("GET");
    assertThat(event.getBytesSent()).isEqualTo(282);
    assertThat(event.getDurationUs()).isEqualTo(250_000);
    assertThat(event.getAttempts()).hasSize(1);
    assertThat(event.getAttempts().get(0).getAddress()).isEqualTo("[2001:db8::1]:8080");
    assertThat(event.getAttempts().get(0).getConnectUs()).isEqualTo(200);
    assertThat(event.getAttempts().get(0).getResponseUs()).isEqualTo(200_000);
    assertThat(event.getErrors().get(0).getUpstream()).isEqualTo("[2001:db8::1]:8080");
  }

  @Test
  void aStatusThatVarnishMadeUpIsNoneOfTheBackend() {
    assertThat(one(CLIENT + FETCH).getAttempts().get(0).getStatus()).isZero();
  }

  @Test
  void theEventIsTheOutcomeOfTheBlankLine() {
    List<ParseResult> results = results(parser(), CLIENT + FETCH);

    assertThat(results.get(results.size() - 1)).isInstanceOf(ParseResult.Event.class);
    assertThat(results.subList(0, results.size() - 1))
        .allMatch(ParseResult.Continued.class::isInstance);
  }

  @Test
  void withoutBlankLinesTheNextGroupEndsTheOneBefore() {
    assertThat(events(CLIENT + CLIENT.replace("abc-1", "abc-2")))
        .extracting(ProxyEvent::getRequestId)
        .containsExactly("abc-1", "abc-2");
  }

  @Test
  void anEventHasTheIdentityOfItsFirstLineHoweverItEnds() {
    assertThat(one(CLIENT).getEventId())
        .isEqualTo(events(CLIENT + CLIENT).get(0).getEventId())
        .isEqualTo(RawLine.of(CLIENT.lines().findFirst().orElseThrow(), 0).identity());
  }

  @Test
  void ungroupedTheFetchThatWasLoggedBeforeIsFound() {
    ProxyEvent event = one(ALONE + "\n" + CLIENT);

    assertThat(event.getErrors()).hasSize(1);
    assertThat(event.getAttempts()).hasSize(1);
  }

  @Test
  void ungroupedAFetchThatFailsAfterItsRequestIsAnEventOfTheBackend() {
    List<ParseResult> results = results(parser(), CLIENT + "\n" + ALONE);
    ParseResult last = results.get(results.size() - 1);

    assertThat(last).isInstanceOf(ParseResult.Component.class);
    assertThat(((ParseResult.Component) last).event().getKind())
        .isEqualTo(ComponentEventKind.UPSTREAM_ERROR);
    assertThat(((ParseResult.Component) last).event().getComponent()).isEqualTo("app");
  }

  @Test
  void aRepeatedFetchIsASecondAttempt() {
    String again =
        FETCH
            .replace(">> 3", ">> 4")
            .replace("bereq 2 fetch", "bereq 3 retry")
            .replace("--  FetchError     first byte timeout\n", "")
            .replace("Error:", "Beresp:")
            .replace("503", "200");

    assertThat(one(CLIENT.replace("503", "200") + FETCH + again).getAttempts())
        .extracting(attempt -> attempt.getStatus())
        .containsExactly(0, 200);
  }

  @Test
  void aRestartIsThePartOfTheRequestThatIsAnswered() {
    String first = CLIENT.replace("-   RespStatus     503\n", "-   VCL_return     restart\n");
    String second =
        CLIENT
            .replace("*   ", "**  ")
            .replace("\n-   ", "\n--  ")
            .replace(">> 2", ">> 5")
            .replace("req 1 rxreq", "req 2 restart")
            .replace("463.0", "463.2");
    ProxyEvent event = one(first + FETCH + second);

    assertThat(event.getStatus()).isEqualTo(503);
    assertThat(event.getConnection()).isEqualTo("2");
    assertThat(event.getDurationUs()).isEqualTo(250_000);
    assertThat(event.getAttempts()).hasSize(1);
  }

  @Test
  void ungroupedARestartHasTheFetchesOfWhatLedToIt() {
    String first = CLIENT.replace("-   RespStatus     503\n", "-   VCL_return     restart\n");
    String second = CLIENT.replace(">> 2", ">> 5").replace("req 1 rxreq", "req 2 restart");

    assertThat(one(ALONE + "\n" + first + "\n" + second).getAttempts()).hasSize(1);
  }

  @Test
  void aPartOfAPageIsNoRequest() {
    String part = CLIENT.replace(">> 2", ">> 6").replace("req 1 rxreq", "req 2 esi 1");

    assertThat(events(CLIENT + part.replace("*   ", "**  ").replace("\n-   ", "\n--  ")))
        .hasSize(1);
    assertThat(events(part)).isEmpty();
  }

  @Test
  void aRefreshInTheBackgroundIsNoAttempt() {
    assertThat(one(CLIENT + FETCH.replace("2 fetch", "2 bgfetch")).getErrors()).isEmpty();
  }

  @Test
  void theRequestsOfASessionAreToldApart() {
    String first = CLIENT.replace("*   ", "**  ").replace("\n-   ", "\n--  ");

    assertThat(
            events(
                "*   << Session  >> 1\n-   Begin          sess 0 HTTP/1\n"
                    + first
                    + first.replace(">> 2", ">> 7").replace("abc-1", "abc-2")))
        .extracting(ProxyEvent::getRequestId)
        .containsExactly("abc-1", "abc-2");
  }

  @Test
  void aSickBackendIsNotTried() {
    String sick =
        "**  << BeReq    >> 3\n--  Begin          bereq 2 fetch\n"
            + "--  FetchError     backend app: unhealthy\n--  End\n";
    ProxyEvent event = one(CLIENT + sick);

    assertThat(event.getAttempts()).isEmpty();
    assertThat(event.getAttemptsLogged()).isTrue();
    assertThat(event.getPool()).isEqualTo("app");
    assertThat(event.getErrors().get(0).getUpstream()).isEqualTo("app");
  }

  @Test
  void aPipedConnectionIsNotASlowRequest() {
    assertThat(one(CLIENT.replace("RespStatus     503", "VCL_return     pipe")).getDurationUs())
        .isEqualTo(-1);
  }

  @Test
  void otherLinesAreRejectedAndBlankOnesSkipped() {
    assertThat(Parsed.skipped(parser(), "")).isEqualTo("blank");
    assertThat(Parsed.rejected(parser(), "hello")).isEqualTo("not-the-format");
    assertThat(Parsed.rejected(parser(), "- [22/Nov/2026] x")).isEqualTo("not-the-format");
    List<ParseResult> untimed = results(parser(), "*   << Request  >> 2\n-   ReqURL         /\n");
    assertThat(untimed.get(2)).isInstanceOf(ParseResult.Rejected.class);
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    String all = CLIENT + FETCH + "\n" + ALONE + "*   << Session  >> 1\n";
    Parsed.fuzz(parser(), 52, all.split("\n"));
  }
}
