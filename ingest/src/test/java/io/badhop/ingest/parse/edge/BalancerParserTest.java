package io.badhop.ingest.parse.edge;

import static io.badhop.ingest.parse.Parsed.edge;
import static io.badhop.ingest.parse.Parsed.micros;
import static io.badhop.ingest.parse.Parsed.rejected;
import static io.badhop.ingest.parse.Parsed.skipped;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.Parsed;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.RequestIdKind;
import org.junit.jupiter.api.Test;

/** Access logs of AWS load balancers. */
class BalancerParserTest {
  private static final String ARN =
      "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/shop/aaaa";
  private static final String CLASSIC =
      "2026-11-22T06:00:00.500000Z shop 192.0.2.7:2817 10.0.0.1:80 0.000100 0.250000 0.000400 "
          + "502 502 0 29 \"GET http://www.example.com:80/a?b=c HTTP/1.1\" \"curl\" - -";

  private final BalancerParser alb = new BalancerParser(ParseContext.of("test"), false);
  private final BalancerParser elb = new BalancerParser(ParseContext.of("test"), true);

  /** A line of 29 columns that was answered at 06:00:10.5 and begun ten seconds earlier. */
  private static String line(String type, String target, String times, String statuses) {
    return line(type, target, times, statuses, "forward", "-");
  }

  private static String line(
      String type, String target, String times, String statuses, String action, String reason) {
    return type
        + " 2026-11-22T06:00:10.500001Z app/shop/50dc6c495c0c9188 192.0.2.7:2817 "
        + target
        + " "
        + times
        + " "
        + statuses
        + " 34 366 \"GET https://www.example.com:443/a/b?c=d HTTP/1.1\" \"curl/7.46 \\\"x\\\"\" "
        + "ECDHE TLSv1.2 "
        + ARN
        + " \"Self=1-58337364-aaaa;Root=1-58337262-36d228ad5d99923122bbe354\" \"sni.example.com\" "
        + "\"-\" 0 2026-11-22T06:00:00.500000Z \""
        + action
        + "\" \"-\" \""
        + reason
        + "\" \"10.0.0.1:80\" \"200\" \"-\" \"-\" TID_1";
  }

  @Test
  void aTargetThatAnsweredIsTheOrigin() {
    EdgeEvent event = edge(alb, line("https", "10.0.0.1:80", "0.001 0.048 0.037", "503 503"));

    assertThat(event.getVendor()).isEqualTo("alb");
    assertThat(event.getTime()).isEqualTo(micros("2026-11-22T06:00:10.500001Z"));
    assertThat(event.getStartTime()).isEqualTo(micros("2026-11-22T06:00:00.500Z"));
    assertThat(event.getDurationUs()).isEqualTo(10_000_001);
    assertThat(event.getResolution()).isEqualTo(1);
    assertThat(event.getStatus()).isEqualTo(503);
    assertThat(event.getOriginStatus()).isEqualTo(503);
    assertThat(event.getOriginAddress()).isEqualTo("10.0.0.1:80");
    assertThat(event.getOriginConnectUs()).isEqualTo(1_000);
    assertThat(event.getOriginHeaderUs()).isEqualTo(48_000);
    assertThat(event.getMethod()).isEqualTo("GET");
    assertThat(event.getHost()).isEqualTo("www.example.com");
    assertThat(event.getPath()).isEqualTo("/a/b");
    assertThat(event.getClientIp()).isEqualTo("192.0.2.7");
    assertThat(event.getEdgeLocation()).isEqualTo("eu-west-1");
    assertThat(event.getDetail()).isEmpty();
  }

  @Test
  void theRootOfTheTraceIsTheId() {
    EdgeEvent event = edge(alb, line("https", "10.0.0.1:80", "0.001 0.048 0.037", "503 503"));

    assertThat(event.getRequestId()).isEqualTo("5833726236d228ad5d99923122bbe354");
    assertThat(event.getRequestIdKind()).isEqualTo(RequestIdKind.TRACE_ID);
  }

  @Test
  void aDashForTheTargetsStatusMeansThatNoneCame() {
    EdgeEvent event = edge(alb, line("h2", "10.0.0.1:80", "-1 -1 -1", "504 -"));

    assertThat(event.getOriginStatus()).isZero();
    assertThat(event.getOriginConnectUs()).isEqualTo(-1);
    assertThat(event.getOriginHeaderUs()).isEqualTo(-1);
    assertThat(event.getDurationUs()).isEqualTo(10_000_001);
  }

  @Test
  void aRequestWithoutTargetHasNoOriginAddress() {
    EdgeEvent event = edge(alb, line("http", "-", "-1 -1 -1", "503 -"));

    assertThat(event.getOriginAddress()).isEmpty();
    assertThat(event.getOriginStatus()).isZero();
  }

  @Test
  void theErrorReasonIsTheDetail() {
    String failed = line("http", "-", "0.0 0.1 0.0", "502 -", "forward", "LambdaUnhandled");

    assertThat(edge(alb, failed).getDetail()).isEqualTo("LambdaUnhandled");
  }

  @Test
  void anAnswerThatARuleGaveSaysSo() {
    String ruled = line("http", "-", "-1 -1 -1", "503 -", "waf,fixed-response", "-");

    assertThat(edge(alb, ruled).getDetail()).isEqualTo("waf,fixed-response");
  }

  @Test
  void aWebSocketIsNotASlowRequest() {
    EdgeEvent event = edge(alb, line("wss", "10.0.0.1:80", "0.001 0.002 0.000", "101 101"));

    assertThat(event.getDurationUs()).isEqualTo(-1);
    assertThat(event.getStartTime()).isEqualTo(micros("2026-11-22T06:00:00.500Z"));
  }

  @Test
  void shorterLinesOfOlderFilesAreRead() {
    String whole = line("http", "10.0.0.1:80", "0.001 0.048 0.037", "502 -");
    EdgeEvent event = edge(alb, whole.substring(0, whole.indexOf(" \"sni.")));

    assertThat(event.getRequestId()).startsWith("58337262");
    assertThat(event.getDurationUs()).isEqualTo(86_000);
    assertThat(event.getStartTime()).isEqualTo(micros("2026-11-22T06:00:10.414001Z"));
  }

  @Test
  void aCreationYearsBeforeTheAnswerIsNotBelieved() {
    String line =
        line("http", "10.0.0.1:80", "0.001 0.048 0.037", "200 200")
            .replace("2026-11-22T06:00:00.5", "2018-07-02T22:22:48.3");

    assertThat(edge(alb, line).getDurationUs()).isEqualTo(86_000);
  }

  @Test
  void aMalformedRequestHasNoMethod() {
    String line =
        line("http", "-", "-1 -1 -1", "400 -")
            .replace(
                "\"GET https://www.example.com:443/a/b?c=d HTTP/1.1\"",
                "\"- http://192.0.2.1:80- -\"");
    EdgeEvent event = edge(alb, line);

    assertThat(event.getMethod()).isEmpty();
    assertThat(event.getPath()).isEmpty();
    assertThat(event.getHost()).isEqualTo("sni.example.com");
  }

  @Test
  void addressesOfVersionSixComeWithAndWithoutBrackets() {
    String line = line("http", "-", "-1 -1 -1", "503 -");

    assertThat(edge(alb, line.replace("192.0.2.7:", "[2001:db8::7]:")).getClientIp())
        .isEqualTo("2001:db8::7");
    assertThat(edge(alb, line.replace("192.0.2.7:", "2001:db8::7:")).getClientIp())
        .isEqualTo("2001:db8::7");
  }

  @Test
  void aClassicBalancerStampsTheStart() {
    EdgeEvent event = edge(elb, CLASSIC);

    assertThat(event.getVendor()).isEqualTo("elb");
    assertThat(event.getStartTime()).isEqualTo(micros("2026-11-22T06:00:00.500Z"));
    assertThat(event.getTime()).isEqualTo(micros("2026-11-22T06:00:00.750500Z"));
    assertThat(event.getDurationUs()).isEqualTo(250_500);
    assertThat(event.getPath()).isEqualTo("/a");
    assertThat(event.getRequestIdKind()).isEqualTo(RequestIdKind.NONE);
  }

  @Test
  void aClassicBalancerWithoutBackendMeasuresNothing() {
    EdgeEvent event =
        edge(
            elb,
            "2026-11-22T06:00:00.500000Z shop 192.0.2.7:2817 - -1 -1 -1 503 0 0 0 "
                + "\"GET http://www.example.com:80/ HTTP/1.1\"");

    assertThat(event.getDurationUs()).isEqualTo(-1);
    assertThat(event.getTime()).isEqualTo(micros("2026-11-22T06:00:00.500Z"));
    assertThat(event.getOriginStatus()).isZero();
  }

  @Test
  void connectionsOfAClassicBalancerAreNoRequests() {
    assertThat(
            skipped(
                elb,
                "2026-11-22T06:00:00.500000Z shop 192.0.2.7:2817 10.0.0.1:80 0.001 0.000 0.000 "
                    + "- - 82 305 \"- - - \" \"-\" - -"))
        .isEqualTo("no-http-request");
  }

  @Test
  void otherLogsOfAmazonAreNamedOrRefused() {
    assertThat(
            rejected(
                alb,
                "79a5 bucket [06/Feb/2026:00:00:38 +0000] 192.0.2.3 79a5 3E57 REST.GET.OBJECT - x"))
        .isEqualTo("s3-access-log");
    assertThat(rejected(alb, "tls 2.0 2026-11-22T06:00:00 net/lb/1 a 192.0.2.1:1 10.0.0.1:2"))
        .isEqualTo("not-the-format");
    assertThat(rejected(alb, CLASSIC)).isEqualTo("not-the-format");
    assertThat(rejected(alb, line("http", "-", "-1 -1 -1", "5o3 -"))).isEqualTo("bad-status");
    assertThat(rejected(alb, line("http", "-", "-1 -1 -1", "503 -").replace("11-22T", "11-42T")))
        .isEqualTo("bad-timestamp");
  }

  @Test
  void everyDamagedLineHasOneOutcome() {
    Parsed.fuzz(alb, 7, line("https", "10.0.0.1:80", "0.001 0.048 0.037", "503 503"));
    Parsed.fuzz(elb, 8, CLASSIC);
  }
}
