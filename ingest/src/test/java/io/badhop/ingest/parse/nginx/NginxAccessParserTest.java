package io.badhop.ingest.parse.nginx;

import static io.badhop.ingest.parse.Parsed.micros;
import static io.badhop.ingest.parse.Parsed.proxy;
import static io.badhop.ingest.parse.Parsed.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.Parsed;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestIdKind;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** nginx access lines, text and JSON. */
class NginxAccessParserTest {
  private static final ParseContext CONTEXT = ParseContext.of("test");
  private static final String FORMAT =
      "$remote_addr [$time_local] \"$request\" $status $body_bytes_sent id=$http_x_request_id"
          + " ray=$http_cf_ray rt=$request_time a=\"$upstream_addr\" s=\"$upstream_status\""
          + " c=\"$upstream_connect_time\" h=\"$upstream_header_time\" r=\"$upstream_response_time\"";
  private static final String HEAD = "192.0.2.7 [03/Mar/2026:10:00:05 +0100] ";
  private static final String GET = "\"GET /cart?id=7 HTTP/1.1\" ";

  private static NginxAccessParser parser(String format, String escape) {
    return new NginxAccessParser(format, escape, Map.of(), CONTEXT);
  }

  private static ProxyEvent rich(String rest) {
    return proxy(parser(FORMAT, "default"), HEAD + GET + rest);
  }

  private static String line(String lists) {
    return "502 150 id=req-1 ray=- rt=0.250 " + lists;
  }

  @Test
  void aTraceMayComeInTheHeadersOfB3OrJaeger() {
    String trace = "0af7651916cd43dd8448eb211c80319c";
    String end = "[03/Mar/2026:10:00:05 +0100] 200 ";

    assertThat(
            proxy(
                    parser("[$time_local] $status $http_b3", "default"),
                    end + trace + "-b7ad6b7169203331-1")
                .getRequestId())
        .isEqualTo(trace);
    assertThat(
            proxy(
                    parser("[$time_local] $status $http_uber_trace_id", "default"),
                    end + trace.substring(1) + ":b7ad6b7169203331:0:1")
                .getRequestId())
        .isEqualTo(trace);
  }

  @Test
  void theTimeIsTheEndAndTheStartFollowsFromRequestTime() {
    ProxyEvent event = rich(line("a=\"10.1.1.1:80\" s=\"502\" c=\"0.001\" h=\"-\" r=\"0.249\""));

    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T09:00:05Z"));
    assertThat(event.getStartTime()).isEqualTo(event.getTime() - 250_000);
    assertThat(event.getResolution()).isEqualTo(1_000_000);
    assertThat(event.getPath()).isEqualTo("/cart");
    assertThat(event.getMethod()).isEqualTo("GET");
  }

  @Test
  void aDashForTheHeaderTimeMeansThatNoHeaderCame() {
    ProxyEvent event = rich(line("a=\"10.1.1.1:80\" s=\"502\" c=\"0.001\" h=\"-\" r=\"0.249\""));

    Attempt attempt = event.getAttempts().get(0);
    assertThat(attempt.getConnectUs()).isEqualTo(1_000);
    assertThat(attempt.getHeaderUs()).isEqualTo(-1);
    assertThat(attempt.getResponseUs()).isEqualTo(249_000);
  }

  @Test
  void commasSeparateTheAttemptsOfOneGroup() {
    ProxyEvent event =
        rich(
            line(
                "a=\"10.1.1.1:80, [2001:db8::2]:80\" s=\"502, 200\" c=\"-, 0.002\""
                    + " h=\"-, 0.010\" r=\"0.001, 0.011\""));

    assertThat(event.getAttempts())
        .extracting(Attempt::getAddress, Attempt::getStatus, Attempt::getHeaderUs)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("10.1.1.1:80", 502, -1L),
            org.assertj.core.groups.Tuple.tuple("[2001:db8::2]:80", 200, 10_000L));
  }

  @Test
  void aColonBetweenSpacesSeparatesGroups() {
    ProxyEvent event =
        rich(
            line(
                "a=\"10.1.1.1:80, 10.1.1.2:80 : unix:/run/x.sock\" s=\"503, 502 : 200\""
                    + " c=\"0.001, - : 0.000\" h=\"0.004, - : 0.001\" r=\"0.004, 0.000 : 0.001\""));

    assertThat(event.getAttempts())
        .extracting(Attempt::getAddress)
        .containsExactly("10.1.1.1:80", "10.1.1.2:80", "unix:/run/x.sock");
    assertThat(event.getAttempts()).extracting(Attempt::getStatus).containsExactly(503, 502, 200);
  }

  @Test
  void listsOfUnequalLengthKeepWhatTheyHave() {
    ProxyEvent event =
        rich(line("a=\"10.1.1.1:80, 10.1.1.2:80\" s=\"502, 200\" c=\"-\" h=\"-\" r=\"0.001\""));

    assertThat(event.getAttempts()).extracting(Attempt::getResponseUs).containsExactly(1_000L, -1L);
  }

  @Test
  void aGroupThatEndedWithoutAPeerIsNoAttempt() {
    ProxyEvent event =
        rich(line("a=\"10.1.1.1:80 : \" s=\"502 : \" c=\"- : \" h=\"- : \" r=\"0.0 : \""));

    assertThat(event.getAttempts()).extracting(Attempt::getAddress).containsExactly("10.1.1.1:80");
  }

  @Test
  void theNameOfAGroupStandsForAnAddressWhenNoServerIsAlive() {
    Attempt attempt =
        rich(line("a=\"shop_pool\" s=\"502\" c=\"-\" h=\"-\" r=\"0.000\"")).getAttempts().get(0);

    assertThat(attempt.getAddress()).isEqualTo("shop_pool");
    assertThat(attempt.getPool()).isEqualTo("shop_pool");
  }

  @Test
  void dashesForAllUpstreamVariablesMeanThatNoneWasTried() {
    ProxyEvent event = rich(line("a=\"-\" s=\"-\" c=\"-\" h=\"-\" r=\"-\""));

    assertThat(event.getAttemptsLogged()).isTrue();
    assertThat(event.getAttempts()).isEmpty();
  }

  @Test
  void anUpstreamThatIsNotLoggedIsNotTakenForNone() {
    ProxyEvent event =
        proxy(
            parser("$remote_addr [$time_local] \"$request\" $status", "default"),
            HEAD + GET + "502");

    assertThat(event.getAttemptsLogged()).isFalse();
  }

  @Test
  void statusNineIsAnAnswerWithoutAHeader() {
    assertThat(
            rich("009 10 id=- ray=- rt=0.001 a=\"10.1.1.1:80\" s=\"200\" c=\"0.0\" h=\"-\" r=\"-\"")
                .getStatus())
        .isEqualTo(9);
  }

  @Test
  void theEdgesIdComesWithoutItsLocation() {
    ProxyEvent event =
        rich("502 1 id=- ray=8a3f00c2b1d4e5f6-AMS rt=0.1 a=\"-\" s=\"-\" c=\"-\" h=\"-\" r=\"-\"");

    assertThat(event.getRequestId()).isEqualTo("8a3f00c2b1d4e5f6");
    assertThat(event.getRequestIdKind()).isEqualTo(RequestIdKind.EDGE_ID);
  }

  @Test
  void withoutAnIdTheKeyIsTheIdentityOfTheRecord() {
    ProxyEvent event = rich("502 1 id=- ray=- rt=0.1 a=\"-\" s=\"-\" c=\"-\" h=\"-\" r=\"-\"");

    assertThat(event.getRequestIdKind()).isEqualTo(RequestIdKind.NONE);
    assertThat(event.getRequestId())
        .isEqualTo(String.format(Locale.ROOT, "%016x", event.getEventId()));
  }

  @Test
  void hexEscapesAreResolved() {
    ProxyEvent event =
        proxy(
            parser("[$time_local] \"$request\" $status \"$http_x_request_id\"", "default"),
            "[03/Mar/2026:10:00:05 +0000] \"GET /caf\\xC3\\xA9/\\x22a\\x22 HTTP/1.1\" 502 \"i\"");

    assertThat(event.getPath()).isEqualTo("/café/\"a\"");
  }

  @Test
  void milliSecondsCountOverTheLocalTime() {
    ProxyEvent event =
        proxy(
            parser("[$time_local] $msec \"$request\" $status", "default"),
            "[03/Mar/2026:09:00:05 +0000] 1772528405.250 " + GET + "200");

    assertThat(event.getTime()).isEqualTo(1_772_528_405_250_000L);
    assertThat(event.getResolution()).isEqualTo(1_000);
  }

  @Test
  void aRenamedIdCountsAsTheHeaderThatItStandsFor() {
    NginxAccessParser parser =
        new NginxAccessParser(
            "[$time_local] $status $rid", "default", Map.of("rid", "http_x_request_id"), CONTEXT);

    assertThat(proxy(parser, "[03/Mar/2026:09:00:05 +0000] 502 abc-1").getRequestId())
        .isEqualTo("abc-1");
  }

  @Test
  void variablesWithNothingBetweenThemAreReadAsOne() {
    NginxAccessParser parser = parser("[$time_local] $uri$is_args$args $status", "default");

    assertThat(proxy(parser, "[03/Mar/2026:09:00:05 +0000] /a?b=1 502").getPath()).isEqualTo("/a");
  }

  @Test
  void aResponseThatWasNotCompletedIsKnown() {
    NginxAccessParser parser = parser("[$time_local] $status ($request_completion)", "default");

    assertThat(proxy(parser, "[03/Mar/2026:09:00:05 +0000] 200 ()").getCompleted()).isFalse();
    assertThat(proxy(parser, "[03/Mar/2026:09:00:05 +0000] 200 (OK)").getCompleted()).isTrue();
  }

  @Test
  void aLineOfAnotherFormIsRejectedByName() {
    LineParser parser = parser(FORMAT, "default");

    assertThat(rejected(parser, "hello")).isEqualTo("not-the-format");
    assertThat(rejected(parser, HEAD + GET + "abc 1 id=- ray=- rt=- " + none()))
        .isEqualTo("bad-status");
    assertThat(
            rejected(parser, "192.0.2.7 [33/Mar/2026] " + GET + "200 1 id=- ray=- rt=- " + none()))
        .isEqualTo("bad-timestamp");
  }

  private static String none() {
    return "a=\"-\" s=\"-\" c=\"-\" h=\"-\" r=\"-\"";
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    String valid =
        HEAD + GET + line("a=\"10.1.1.1:80, b\" s=\"502, 200\" c=\"-\" h=\"-\" r=\"0.0 : 1\"");
    Parsed.fuzz(parser(FORMAT, "default"), 1, valid, HEAD + GET + "200 1 id=\\x22 ray=- rt=-");
  }
}
