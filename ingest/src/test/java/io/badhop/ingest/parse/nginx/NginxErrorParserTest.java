package io.badhop.ingest.parse.nginx;

import static io.badhop.ingest.parse.Parsed.component;
import static io.badhop.ingest.parse.Parsed.error;
import static io.badhop.ingest.parse.Parsed.micros;
import static io.badhop.ingest.parse.Parsed.rejected;
import static io.badhop.ingest.parse.Parsed.skipped;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.ErrorRecord;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.Parsed;
import io.badhop.ingest.parse.RawLine;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.ErrorNote;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** nginx error lines. */
class NginxErrorParserTest {
  private static final String HEAD = "2026/03/03 10:00:05 [error] 31#32: *7 ";
  private static final String REFUSED =
      HEAD
          + "connect() failed (111: Connection refused) while connecting to upstream,"
          + " client: 192.0.2.7, server: shop.test, request: \"GET /cart?id=7 HTTP/1.1\","
          + " upstream: \"http://10.1.1.1:8080/cart?id=7\", host: \"shop.test\"";

  private final NginxErrorParser parser = new NginxErrorParser(ParseContext.of("test"));

  @Test
  void everyPartIsTaken() {
    ErrorRecord record = error(parser, REFUSED);

    ErrorNote note = record.note();
    assertThat(note.getTime()).isEqualTo(micros("2026-03-03T10:00:05Z"));
    assertThat(note.getLevel()).isEqualTo("error");
    assertThat(note.getMessage()).isEqualTo("connect() failed (111: Connection refused)");
    assertThat(note.getAction()).isEqualTo("connecting to upstream");
    assertThat(note.getErrno()).isEqualTo(111);
    assertThat(note.getUpstream()).isEqualTo("10.1.1.1:8080");
    assertThat(record.connection()).isEqualTo("7");
    assertThat(record.clientIp()).isEqualTo("192.0.2.7");
    assertThat(record.requestLine()).isEqualTo("GET /cart?id=7 HTTP/1.1");
    assertThat(record.host()).isEqualTo("shop.test");
    assertThat(record.process()).isEqualTo("31#32");
  }

  @Test
  void theTimeIsOfTheZoneOfTheServer() {
    ParseContext base = ParseContext.of("test");
    ParseContext berlin =
        new ParseContext(
            "s", "x", "", ZoneId.of("Europe/Berlin"), base.fields(), base.ids(), base.addresses());

    assertThat(error(new NginxErrorParser(berlin), REFUSED).note().getTime())
        .isEqualTo(micros("2026-03-03T09:00:05Z"));
  }

  @Test
  void aRecordThatWasCutAt2048BytesKeepsWhatItHas() {
    String longer =
        HEAD
            + "upstream timed out (110: Connection timed out) while reading response header from"
            + " upstream, client: 192.0.2.7, server: shop.test, request: \"GET /"
            + "a".repeat(2_000);

    ErrorRecord record = error(parser, longer.substring(0, 2_047));

    assertThat(record.note().getErrno()).isEqualTo(110);
    assertThat(record.requestLine()).startsWith("GET /aaa");
    assertThat(record.note().getUpstream()).isEmpty();
  }

  @Test
  void aCutInTheUpstreamStillGivesTheAddress() {
    String cut = REFUSED.substring(0, REFUSED.indexOf("/cart?id=7\", host"));

    assertThat(error(parser, cut).note().getUpstream()).isEqualTo("10.1.1.1:8080");
  }

  @Test
  void quotesInTheRequestAreText() {
    String line = REFUSED.replace("/cart?id=7 HTTP", "/say?\"hi\" HTTP");

    assertThat(error(parser, line).requestLine()).isEqualTo("GET /say?\"hi\" HTTP/1.1");
  }

  @Test
  void aSocketIsAnAddress() {
    String line =
        HEAD
            + "connect() to unix:/run/fpm.sock failed (11: Resource temporarily unavailable) while"
            + " connecting to upstream, client: 192.0.2.7, server: s, request: \"GET /r HTTP/1.1\","
            + " upstream: \"fastcgi://unix:/run/fpm.sock:\", host: \"s\"";

    ErrorNote note = error(parser, line).note();
    assertThat(note.getErrno()).isEqualTo(11);
    assertThat(note.getUpstream()).isEqualTo("unix:/run/fpm.sock");
  }

  @Test
  void aGroupWithoutLiveServersIsNamed() {
    String line = REFUSED.replace("http://10.1.1.1:8080/cart?id=7", "http://shop_pool/cart?id=7");

    assertThat(error(parser, line).note().getUpstream()).isEqualTo("shop_pool");
  }

  @Test
  void aFailedResolutionNamesNoUpstream() {
    String line =
        HEAD
            + "app.internal could not be resolved (3: Host not found), client: 192.0.2.7,"
            + " server: s, request: \"GET / HTTP/1.1\", host: \"s\"";

    ErrorNote note = error(parser, line).note();
    assertThat(note.getUpstream()).isEmpty();
    assertThat(note.getErrno()).isEqualTo(3);
    assertThat(note.getAction()).isEmpty();
  }

  @Test
  void furtherLinesOfAFastCgiRecordContinueIt() {
    error(
        parser,
        HEAD
            + "FastCGI sent in stderr: \"PHP message: first\" while reading response header from"
            + " upstream, client: 192.0.2.7, server: s, request: \"GET / HTTP/1.1\"");

    assertThat(parser.parse(RawLine.of("PHP message: second", 1)))
        .isInstanceOf(ParseResult.Continued.class);
  }

  @Test
  void aContinuationWithoutABeginningIsNoErrorLog() {
    assertThat(rejected(parser, "PHP message: second")).isEqualTo("not-the-format");
  }

  @Test
  void aFastCgiRecordWhoseFirstLineEndsBeforeTheClientIsKnownByItsConnection() {
    ErrorRecord record =
        error(parser, HEAD + "FastCGI sent in stderr: \"PHP Fatal error:  Uncaught Exception: x");

    assertThat(record.connection()).isEqualTo("7");
    assertThat(record.clientIp()).isEmpty();
    assertThat(record.requestLine()).isEmpty();
    assertThat(record.note().getMessage()).endsWith("Uncaught Exception: x");
  }

  @Test
  void connectionsThatComeAndGoAreSkipped() {
    String head = HEAD.replace("[error]", "[info]");
    assertThat(skipped(parser, head + "client 192.0.2.7 closed keepalive connection"))
        .isEqualTo("info-without-request");
    assertThat(skipped(parser, head + "client logged in, client: 192.0.2.7, server: 0.0.0.0:25"))
        .isEqualTo("info-without-request");
  }

  @Test
  void aBodyThatWentToDiskIsNoError() {
    assertThat(
            skipped(
                parser,
                HEAD.replace("[error]", "[warn]")
                    + "a client request body is buffered to a temporary file /tmp/1, client:"
                    + " 192.0.2.7, server: s, request: \"POST / HTTP/1.1\""))
        .isEqualTo("buffered-to-file");
  }

  @Test
  void linesWithoutAClientTellOfTheServer() {
    String head = "2026/03/03 10:00:05 [notice] 31#31: ";
    assertThat(component(parser, head + "start worker processes").getKind())
        .isEqualTo(ComponentEventKind.STARTED);
    assertThat(component(parser, head + "worker process 40 exited on signal 9").getKind())
        .isEqualTo(ComponentEventKind.WORKER_KILLED);
    assertThat(component(parser, head + "signal 1 (SIGHUP) received from 1").getKind())
        .isEqualTo(ComponentEventKind.RELOADED);
    assertThat(
            component(
                    parser,
                    "2026/03/03 10:00:05 [alert] 31#31: 512 worker_connections are not" + " enough")
                .getKind())
        .isEqualTo(ComponentEventKind.CONNECTIONS_EXHAUSTED);
    assertThat(skipped(parser, head + "using the \"epoll\" event method"))
        .isEqualTo("notice-without-request");
  }

  @Test
  void aMessageIsBounded() {
    String line = HEAD + "x".repeat(900) + ", client: 192.0.2.7, server: s";

    assertThat(error(parser, line).note().getMessage()).hasSize(512);
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    Parsed.fuzz(parser, 4, REFUSED, REFUSED.replace("http://10.1.1.1:8080", "http://unix:/a:"));
  }

  @Test
  void aLineOfAnAccessLogIsNoFurtherLineOfAMessage() {
    String access =
        "192.0.2.7 - - [03/Mar/2026:10:00:05 +0000] \"GET / HTTP/1.1\" 403 118 \"-\" \"curl/8\"";
    error(parser, REFUSED);

    assertThat(parser.parse(RawLine.of("and a further line", 1)))
        .isInstanceOf(ParseResult.Continued.class);
    assertThat(rejected(parser, access)).isEqualTo("access-line");
  }
}
