package io.badhop.ingest.parse.haproxy;

import static io.badhop.ingest.parse.Parsed.micros;
import static io.badhop.ingest.parse.Parsed.proxy;
import static io.badhop.ingest.parse.Parsed.rejected;
import static io.badhop.ingest.parse.Parsed.skipped;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.Parsed;
import io.badhop.schemas.event.ProxyEvent;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** HAProxy's records in JSON. */
class HaproxyJsonTest {

  private static final String LINE =
      "{\"ts\":\"03/Mar/2026:10:00:05.253\",\"client\":\"192.0.2.7:40001\",\"frontend\":\"web~\","
          + "\"backend\":\"bk\",\"server\":\"a\",\"server_ip\":\"10.0.0.1\",\"server_port\":\"8080\","
          + "\"TR\":1,\"Tw\":2,\"Tc\":-1,\"Tr\":-1,\"Ta\":2003,\"status\":503,\"bytes\":217,\"tsc\":\"SC--\",\"retries\":\"2\",\"uid\":\"u-1\",\"req\":\"GET"
          + " /cart?id=7 HTTP/1.1\"}";

  private static HaproxyParser parser(String config) {
    return new HaproxyParser(
        ParseContext.of("test"),
        List.of(HaproxyConfig.parse("haproxy.cfg", config, name -> Optional.empty())));
  }

  @Test
  void withoutConfigurationTheUsualNamesAreKnown() {
    ProxyEvent event = proxy(parser(""), "Mar  3 10:00:07 lb-2 haproxy[77]: " + LINE);

    assertThat(event.getStartTime()).isEqualTo(micros("2026-03-03T10:00:05.253Z"));
    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T10:00:07.256Z"));
    assertThat(event.getClientIp()).isEqualTo("192.0.2.7");
    assertThat(event.getProxy()).isEqualTo("lb-2");
    assertThat(event.getStatus()).isEqualTo(503);
    assertThat(event.getTermination()).isEqualTo("SC--");
    assertThat(event.getRequestId()).isEqualTo("u-1");
    assertThat(event.getMethod()).isEqualTo("GET");
    assertThat(event.getPath()).isEqualTo("/cart");
    assertThat(event.getQueueUs()).isEqualTo(2_000);
    assertThat(event.getRetries()).isEqualTo(2);
    assertThat(event.getAttempts().get(0).getAddress()).isEqualTo("10.0.0.1:8080");
    assertThat(event.getAttempts().get(0).getStatus()).isZero();
  }

  @Test
  void jsonOfOthersIsRejected() {
    assertThat(rejected(parser(""), "{\"status\":502,\"msg\":\"x\"}")).isEqualTo("not-the-format");
    assertThat(rejected(parser(""), "{\"status\":502,\"termination_state\":\"done\"}"))
        .isEqualTo("not-the-format");
    assertThat(rejected(parser(""), LINE.substring(0, 90))).isEqualTo("not-the-format");
  }

  @Test
  void aConnectionInJsonIsNoRequest() {
    assertThat(
            skipped(
                parser(""),
                "{\"time\":\"03/Mar/2026:10:00:05.253\",\"server\":\"a\",\"termination_state\":\"SC\"}"))
        .isEqualTo("tcp-session");
  }

  @Test
  void haproxysOwnJsonHasTheNamesOfTheFormat() {
    HaproxyParser parser =
        parser(
            """
            frontend web
              log-format "%{+json}o %(when)tr %(who:str)ci %(code:sint)ST %(how)tsc %(rid)[var(txn.rid)] %Ta %b %s %(what){+Q}r"
              http-request set-var(txn.rid) req.hdr(x-request-id)
            """);

    ProxyEvent event =
        proxy(
            parser,
            "{\"when\": \"03/Mar/2026:10:00:05.253\", \"who\": \"192.0.2.7\", \"code\": 504,"
                + " \"how\": \"sH--\", \"rid\": \"r-9\", \"Ta\": 1000, \"b\": \"bk\", \"s\": \"a\","
                + " \"what\": \"GET /x HTTP/1.1\"}");

    assertThat(event.getRequestId()).isEqualTo("r-9");
    assertThat(event.getStatus()).isEqualTo(504);
    assertThat(event.getDurationUs()).isEqualTo(1_000_000);
    assertThat(event.getPath()).isEqualTo("/x");
    assertThat(event.getAttempts().get(0).getAddress()).isEqualTo("bk/a");
  }

  @Test
  void aFormatThatLooksLikeJsonIsReadInItsOrderAndInAnother() {
    HaproxyParser parser =
        parser(
            """
            frontend web
              http-request set-var(txn.rid) req.hdr(x-request-id)
              log-format '{"when":"%tr","who":"%ci:%cp","what":"%HM %HU %HV","code":%ST,"end":"%tsc","rid":"%[var(txn.rid),json(utf8s)]","took":%Ta}'
            """);

    ProxyEvent scanned =
        proxy(
            parser,
            "{\"when\":\"03/Mar/2026:10:00:05.253\",\"who\":\"192.0.2.7:4\",\"what\":\"GET /x?y"
                + " HTTP/1.1\",\"code\":502,\"end\":\"SH--\",\"rid\":\"r\\\"9\",\"took\":7}");
    ProxyEvent shipped =
        proxy(
            parser,
            "{\"code\":502,\"end\":\"SH--\",\"rid\":\"r\\\"9\",\"took\":7,\"what\":\"GET /x?y"
                + " HTTP/1.1\",\"when\":\"03/Mar/2026:10:00:05.253\",\"who\":\"192.0.2.7:4\"}");

    assertThat(scanned.getRequestId()).isEqualTo("r\"9");
    assertThat(scanned.getPath()).isEqualTo("/x");
    assertThat(scanned.getMethod()).isEqualTo("GET");
    shipped.setEventId(scanned.getEventId());
    assertThat(shipped).isEqualTo(scanned);
  }

  /** A record of many fields widens the table that the next one's values are kept in. */
  @Test
  void ofTwoNamesOfAFieldTheSameCountsInEachRecord() {
    StringBuilder many = new StringBuilder(LINE.substring(0, LINE.length() - 1));
    for (int i = 0; i < 200; i++) {
      many.append(",\"k").append(i).append("\":1");
    }
    many.append('}');
    String head =
        "{\"time\":\"2026-03-03T10:00:05.253Z\",\"status\":502,\"termination_state\":\"SH--\",";
    String uris = "\"path\":\"/path\",\"url\":\"/url\",\"uri\":\"/uri\",\"request_path\":\"/r\"";
    String ids =
        "\"x_request_id\":\"x\",\"correlation_id\":\"c\",\"request_id\":\"r\",\"request-id\":\"-\"";
    HaproxyParser parser = parser("");
    for (String line : List.of(head + uris + "," + ids + "}", head + ids + "," + uris + "}")) {
      for (int i = 0; i < 2; i++) {
        ProxyEvent event = proxy(parser, line);
        assertThat(event.getPath()).isEqualTo("/uri");
        assertThat(event.getRequestId()).isEqualTo("r");
        assertThat(proxy(parser, many.toString()).getRequestId()).isEqualTo("u-1");
      }
    }
  }

  @Test
  void timesAreReadInOtherFormsToo() {
    String tail = "\",\"status\":200,\"Ta\":5,\"termination_state\":\"----\"}";

    assertThat(proxy(parser(""), "{\"time\":\"2026-03-03T10:00:05.253Z" + tail).getStartTime())
        .isEqualTo(micros("2026-03-03T10:00:05.253Z"));
    assertThat(proxy(parser(""), "{\"time\":\"1772532005253" + tail).getStartTime())
        .isEqualTo(micros("2026-03-03T10:00:05.253Z"));
    assertThat(rejected(parser(""), "{\"time\":\"soon" + tail)).isEqualTo("bad-timestamp");
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    Parsed.fuzz(parser(""), 31, LINE, "Mar  3 10:00:07 lb-2 haproxy[77]: " + LINE);
  }
}
