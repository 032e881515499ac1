package io.badhop.ingest.parse.iis;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.Parsed;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestIdKind;
import org.junit.jupiter.api.Test;

class IisAccessParserTest {
  private static final String HEADER =
      "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip"
          + " cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken";
  private static final String ROUTED =
      "2026-11-22 06:00:10 10.0.0.5 GET /cart id=7&X-ARR-CACHE-HIT=0&X-ARR-LOG-ID=1f0c-22&SERVER-STATUS=500"
          + " 443 - 192.0.2.9 curl/8+x - 500 0 0 1500";
  private static final String UNREACHED =
      "2026-11-22 06:00:10 10.0.0.5 GET /cart X-ARR-LOG-ID=1f0c-23&SERVER-STATUS=502"
          + " 443 - 192.0.2.9 curl/8 - 502 3 12002 30015";

  private static LineParser parser() {
    return new IisAccessParser(ParseContext.of("test"));
  }

  private static ProxyEvent row(String header, String row) {
    LineParser parser = parser();
    assertThat(Parsed.skipped(parser, header)).isEqualTo("comment");
    return Parsed.proxy(parser, row);
  }

  @Test
  void theTimeIsTheEndAndUtc() {
    ProxyEvent event = row(HEADER, ROUTED);

    assertThat(event.getTime()).isEqualTo(Parsed.micros("2026-11-22T06:00:10Z"));
    assertThat(event.getStartTime()).isEqualTo(Parsed.micros("2026-11-22T06:00:08.500Z"));
    assertThat(event.getDurationUs()).isEqualTo(1_500_000);
    assertThat(event.getResolution()).isEqualTo(1_000_000);
  }

  @Test
  void theRouterLeavesItsIdAndTheServersStatusInTheQueryThatIsDropped() {
    ProxyEvent event = row(HEADER, ROUTED);

    assertThat(event.getRequestId()).isEqualTo("1f0c-22");
    assertThat(event.getRequestIdKind()).isEqualTo(RequestIdKind.REQUEST_ID);
    assertThat(event.getAttemptsLogged()).isTrue();
    assertThat(event.getAttempts()).hasSize(1);
    assertThat(event.getAttempts().get(0).getStatus()).isEqualTo(500);
    assertThat(event.getPath()).isEqualTo("/cart");
  }

  @Test
  void statusSubStatusAndWindowsErrorAreTheTermination() {
    ProxyEvent event = row(HEADER, UNREACHED);

    assertThat(event.getSoftware()).isEqualTo("iis");
    assertThat(event.getTermination()).isEqualTo("502.3/12002");
  }

  @Test
  void aStatusThatTheRouterMadeUpIsNoAnswerOfTheServer() {
    assertThat(row(HEADER, UNREACHED).getAttempts().get(0).getStatus()).isZero();
  }

  @Test
  void anOrdinaryAnswerHasNoTermination() {
    ProxyEvent event =
        row(HEADER, "2026-11-22 06:00:10 10.0.0.5 GET / - 80 - 192.0.2.9 x - 200 0 0 3");

    assertThat(event.getTermination()).isEmpty();
    assertThat(event.getRequestIdKind()).isEqualTo(RequestIdKind.NONE);
    assertThat(event.getAttemptsLogged()).isFalse();
  }

  @Test
  void aNetworkNameThatIsGoneMeansThatTheAnswerWasNotTaken() {
    ProxyEvent event =
        row(HEADER, "2026-11-22 06:00:10 10.0.0.5 GET / - 80 - 192.0.2.9 x - 200 0 64 3");

    assertThat(event.getCompleted()).isFalse();
    assertThat(event.getTermination()).isEqualTo("200.0/64");
  }

  @Test
  void theColumnsMayChangeInTheMiddleOfAFile() {
    LineParser parser = parser();
    Parsed.skipped(parser, HEADER);
    Parsed.proxy(parser, ROUTED);
    Parsed.skipped(
        parser, "#Fields: date time cs-method cs-uri-stem sc-status X-Forwarded-For cs-host");
    ProxyEvent event =
        Parsed.proxy(
            parser, "2026-11-22 06:00:11 POST /pay 503 203.0.113.7,+10.0.0.1 shop.example.com:443");

    assertThat(event.getClientIp()).isEqualTo("203.0.113.7");
    assertThat(event.getHost()).isEqualTo("shop.example.com");
    assertThat(event.getDurationUs()).isEqualTo(-1);
    assertThat(event.getTermination()).isEmpty();
  }

  @Test
  void withoutAHeaderTheDefaultLayoutsAreTold() {
    String head = "2026-11-22 06:00:10 10.0.0.5 GET /a - 80 - 192.0.2.9 UA ";

    assertThat(Parsed.proxy(parser(), head + "404 0 2 31").getDurationUs()).isEqualTo(31_000);
    assertThat(Parsed.proxy(parser(), head + "404 0 2").getTermination()).isEqualTo("404.0/2");
    assertThat(Parsed.proxy(parser(), head + "- 404 0 2 31").getDurationUs()).isEqualTo(31_000);
    assertThat(Parsed.proxy(parser(), head + "- 404 0 2 1405 242 283").getBytesSent())
        .isEqualTo(1_405);
    assertThat(Parsed.proxy(parser(), head + "- 404 0 2 31 203.0.113.7").getClientIp())
        .isEqualTo("203.0.113.7");
    assertThat(
            Parsed.proxy(
                    parser(),
                    "2026-11-22 06:00:10 W3SVC1 10.0.0.5 GET /a - 80 - 192.0.2.9 UA 404 0 2")
                .getStatus())
        .isEqualTo(404);
    assertThat(
            Parsed.proxy(
                    parser(),
                    "2026-11-22 06:00:10 W3SVC1 web1 10.0.0.5 GET /a - 80 - 192.0.2.9 HTTP/1.1 UA"
                        + " - - shop.example.com 404 0 2 1405 242 283")
                .getProxy())
        .isEqualTo("web1");
  }

  @Test
  void anInterfaceBehindAnAddressIsDropped() {
    ProxyEvent event =
        row(HEADER, "2026-11-22 06:00:10 fe80::1%3 GET / - 80 - fe80::2%3 x - 200 0 0 3");

    assertThat(event.getProxy()).isEqualTo("fe80::1");
    assertThat(event.getClientIp()).isEqualTo("fe80::2");
  }

  @Test
  void anOpenWebSocketIsNotASlowRequest() {
    ProxyEvent event =
        row(HEADER, "2026-11-22 06:00:10 10.0.0.5 GET /ws - 80 - 192.0.2.9 x - 101 0 0 60000");

    assertThat(event.getDurationUs()).isEqualTo(-1);
    assertThat(event.getStartTime()).isEqualTo(Parsed.micros("2026-11-22T05:59:10Z"));
  }

  @Test
  void advancedLoggingQuotesAndHasLocalTimesWithMilliseconds() {
    ProxyEvent event =
        row(
            "#Fields:  date-local time-local cs-method cs-uri-stem cs(User-Agent) cs(Host) sc-status TimeTakenMS",
            "2026-11-22 06:00:10.250 GET /a \"a \"\"b\"\" c\" \"shop.example.com\" 500 20");

    assertThat(event.getHost()).isEqualTo("shop.example.com");
    assertThat(event.getTime()).isEqualTo(Parsed.micros("2026-11-22T06:00:10.250Z"));
    assertThat(event.getResolution()).isEqualTo(1_000);
    assertThat(event.getDurationUs()).isEqualTo(20_000);
  }

  @Test
  void aLoneQuoteInABrowsersNameIsACharacter() {
    assertThat(
            row(HEADER, "2026-11-22 06:00:10 10.0.0.5 GET / - 80 - 192.0.2.9 \"x - 503 0 0 3")
                .getTermination())
        .isEqualTo("503.0");
  }

  @Test
  void aRequestInTheEventLogIsAnXmlDocument() {
    ProxyEvent event =
        Parsed.proxy(
            parser(),
            "<Event xmlns=\"x\"><EventData><Data Name=\"date\">2026-11-22</Data><Data"
                + " Name=\"time\">06:00:10</Data><Data Name=\"cs-method\">GET</Data><Data"
                + " Name=\"cs-uri-stem\">/a</Data><Data Name=\"cs-uri-query\">a=1&amp;X-ARR-LOG-ID=77</Data><Data"
                + " Name=\"sc-status\">502</Data><Data Name=\"sc-substatus\">4</Data></EventData></Event>");

    assertThat(event.getRequestId()).isEqualTo("77");
    assertThat(event.getTermination()).isEqualTo("502.4");
  }

  @Test
  void rowsOfOthersAreRejected() {
    LineParser parser = parser();
    assertThat(Parsed.rejected(parser, "2026-11-22 06:00:10 what is this"))
        .isEqualTo("not-the-format");
    Parsed.skipped(parser, "#Software: Some CDN");
    assertThat(Parsed.rejected(parser, ROUTED)).isEqualTo("other-software");
  }

  @Test
  void damagedRowsHaveAnOutcome() {
    Parsed.fuzz(
        parser(), 41, HEADER, ROUTED, UNREACHED, "<Event <Data Name=\"cs-uri-stem\">/</Data>");
  }
}
