package io.badhop.ingest.parse.haproxy;

import static io.badhop.ingest.parse.Parsed.micros;
import static io.badhop.ingest.parse.Parsed.proxy;
import static io.badhop.ingest.parse.Parsed.rejected;
import static io.badhop.ingest.parse.Parsed.skipped;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.AddressBook;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.Parsed;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestIdKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** HAProxy's HTTP log. */
class HaproxyParserTest {
  private static final ParseContext CONTEXT =
      ParseContext.of("test")
          .withAddresses(
              new AddressBook(Map.of("bk/a", "10.1.1.1:80"), Map.of("10.1.1.1:80", "bk")));
  private static final String HEAD = "192.0.2.7:40001 [03/Mar/2026:10:00:05.250] web ";
  private static final String GET = " \"GET /cart?id=7 HTTP/1.1\"";

  private final HaproxyParser parser =
      new HaproxyParser(
          CONTEXT,
          List.of(
              HaproxyConfig.parse(
                  "haproxy.cfg",
                  """
                  frontend web
                    capture request header X-Request-ID len 64
                    capture request header Host len 64
                    capture request header User-Agent len 64
                  """,
                  name -> Optional.empty())));

  private ProxyEvent read(String rest) {
    return proxy(parser, HEAD + rest);
  }

  @Test
  void theAcceptDateIsTheStartAndTheTotalLeadsToTheEnd() {
    ProxyEvent event = read("bk/a 0/1/2/30/35 200 99 - - ---- 1/1/0/0/0 0/0" + GET);

    assertThat(event.getStartTime()).isEqualTo(micros("2026-03-03T10:00:05.250Z"));
    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T10:00:05.285Z"));
    assertThat(event.getQueueUs()).isEqualTo(1_000);
    assertThat(event.getProxy()).isEqualTo("web");
    assertThat(event.getPath()).isEqualTo("/cart");
    Attempt attempt = event.getAttempts().get(0);
    assertThat(attempt.getAddress()).isEqualTo("10.1.1.1:80");
    assertThat(attempt.getStatus()).isEqualTo(200);
    assertThat(attempt.getHeaderUs()).isEqualTo(30_000);
  }

  @Test
  void withoutAServerThereIsNoAttempt() {
    ProxyEvent event = read("bk/<NOSRV> 0/-1/-1/-1/0 503 99 - - SC-- 1/1/0/0/0 0/0" + GET);

    assertThat(event.getAttempts()).isEmpty();
    assertThat(event.getAttemptsLogged()).isTrue();
    assertThat(event.getPool()).isEqualTo("bk");
    assertThat(event.getQueueUs()).isEqualTo(-1);
  }

  @Test
  void aQueueThatTimedOutReachedNoServer() {
    ProxyEvent event = read("bk/<NOSRV> 0/5000/-1/-1/5000 503 99 - - sQ-- 9/9/8/0/0 0/4" + GET);

    assertThat(event.getQueueUs()).isEqualTo(5_000_000);
    assertThat(event.getTermination()).isEqualTo("sQ--");
    assertThat(event.getAttempts()).isEmpty();
  }

  @Test
  void aRefusedServerWasRetriedAndSentNothing() {
    ProxyEvent event = read("bk/a 0/0/-1/-1/3004 503 99 - - SC-- 1/1/0/0/+3 0/0" + GET);

    assertThat(event.getRetries()).isEqualTo(3);
    assertThat(event.getAttempts().get(0).getConnectUs()).isEqualTo(-1);
    assertThat(event.getAttempts().get(0).getStatus()).isZero();
  }

  @Test
  void aServerThatTimedOutSentNoHeader() {
    Attempt attempt =
        read("bk/a 0/0/1/-1/3001 504 99 - - sH-- 1/1/0/0/0 0/0" + GET).getAttempts().get(0);

    assertThat(attempt.getStatus()).isZero();
    assertThat(attempt.getConnectUs()).isEqualTo(1_000);
    assertThat(attempt.getHeaderUs()).isEqualTo(-1);
  }

  @Test
  void aBodyThatTheServerCutIsNotCompleted() {
    ProxyEvent event = read("bk/a 0/0/1/5/9 200 99 - - SD-- 1/1/0/0/0 0/0" + GET);

    assertThat(event.getCompleted()).isFalse();
    assertThat(event.getAttempts().get(0).getStatus()).isEqualTo(200);
  }

  @Test
  void anAbortedRequestHasNoStatus() {
    assertThat(read("bk/<NOSRV> 0/12/-1/-1/12 -1 0 - - CQ-- 1/1/0/0/0 0/1" + GET).getStatus())
        .isEqualTo(-1);
  }

  @Test
  void capturesAreNamedByTheConfigurationAndMayHoldSpacesAndEscapes() {
    ProxyEvent event =
        read(
            "bk/a 0/0/1/5/9 502 99 - - SH-- 1/1/0/0/0 0/0"
                + " {r-9|shop.test:8443|say #22hi#22 #7Bx#7D} {nginx}"
                + GET);

    assertThat(event.getRequestId()).isEqualTo("r-9");
    assertThat(event.getHost()).isEqualTo("shop.test");
    assertThat(event.getPath()).isEqualTo("/cart");
  }

  @Test
  void capturesWithoutConfigurationAreKnownByTheirLook() {
    ProxyEvent event =
        proxy(
            new HaproxyParser(CONTEXT, List.of()),
            HEAD
                + "bk/a 0/0/1/5/9 502 99 - - SH-- 1/1/0/0/0 0/0"
                + " {00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01|198.51.100.4|shop.test}"
                + GET);

    assertThat(event.getRequestId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(event.getRequestIdKind()).isEqualTo(RequestIdKind.TRACE_ID);
    assertThat(event.getClientIp()).isEqualTo("198.51.100.4");
    assertThat(event.getHost()).isEqualTo("shop.test");
  }

  @Test
  void withoutCapturesTheKeyIsTheIdentity() {
    ProxyEvent event = read("bk/a 0/0/1/5/9 502 99 - - SH-- 1/1/0/0/0 0/0" + GET);

    assertThat(event.getRequestIdKind()).isEqualTo(RequestIdKind.NONE);
  }

  @Test
  void bracesInThePathAreNoCapture() {
    ProxyEvent event =
        read("bk/a 0/0/1/5/9 502 99 - - SH-- 1/1/0/0/0 0/0 \"GET /{r-1|x} HTTP/1.1\"");

    assertThat(event.getPath()).isEqualTo("/{r-1|x}");
    assertThat(event.getRequestIdKind()).isEqualTo(RequestIdKind.NONE);
  }

  @Test
  void aRequestThatCouldNotBeReadHasNoMethod() {
    ProxyEvent event = read("web/<NOSRV> -1/-1/-1/-1/3 400 99 - - PR-- 1/1/0/0/0 0/0 \"<BADREQ>\"");

    assertThat(event.getStatus()).isEqualTo(400);
    assertThat(event.getMethod()).isEmpty();
    assertThat(event.getPath()).isEmpty();
  }

  @Test
  void aRequestThatSyslogCutHasNoClosingQuote() {
    ProxyEvent event = read("bk/a 0/0/1/5/9 502 9 - - SH-- 1/1/0/0/0 0/0 \"GET /a/b/c");

    assertThat(event.getMethod()).isEqualTo("GET");
    assertThat(event.getPath()).isEqualTo("/a/b/c");
  }

  @Test
  void theTargetOfHttp2IsAbsolute() {
    ProxyEvent event =
        read("bk/a 0/0/1/5/9 502 9 - - SH-- 1/1/0/0/0 0/0 \"GET https://shop.test/a?b HTTP/2.0\"");

    assertThat(event.getPath()).isEqualTo("/a");
  }

  @Test
  void anIpv6ClientHasNoBrackets() {
    ProxyEvent event =
        proxy(
            parser,
            "2001:db8::7:40001 [03/Mar/2026:10:00:05.250] web~ bk/a 0/0/1/5/9 502 9 - - SH--"
                + " 1/1/0/0/0 0/0"
                + GET);

    assertThat(event.getClientIp()).isEqualTo("2001:db8::7");
    assertThat(event.getProxy()).isEqualTo("web");
  }

  @Test
  void behindSyslogTheHostIsTheProxy() {
    ProxyEvent event =
        proxy(
            parser,
            "Mar  3 10:00:05 lb-2 haproxy[77]: "
                + HEAD
                + "bk/a 0/0/1/5/9 200 9 - - ---- 1/1/0/0/0 0/0"
                + GET);

    assertThat(event.getProxy()).isEqualTo("lb-2");
    assertThat(event.getClientIp()).isEqualTo("192.0.2.7");
  }

  @Test
  void timersWrittenEarlyCarryAPlus() {
    assertThat(read("bk/a 0/0/1/5/+9 200 +9 - - ---- 1/1/0/0/0 0/0" + GET).getDurationUs())
        .isEqualTo(9_000);
  }

  @Test
  void aTcpSessionIsNoRequest() {
    assertThat(skipped(parser, HEAD + "bk/a 0/1/5007 212 -- 1/1/0/0/0 0/0")).isNotEmpty();
  }

  @Test
  void theHttpsLogTellsOfTlsBehindTheRequest() {
    ProxyEvent event =
        read(
            "bk/a 0/0/-1/-1/2003 503 217 - - SC-- 1/1/0/0/2 0/0 {r-9} {}"
                + GET
                + " 0/0000000000000000/0/0/0 shop.example.com/TLSv1.3/TLS_AES_256_GCM_SHA384");

    assertThat(event.getRequestId()).isEqualTo("r-9");
    assertThat(event.getMethod()).isEqualTo("GET");
    assertThat(event.getPath()).isEqualTo("/cart");
    assertThat(event.getRetries()).isEqualTo(2);
  }

  @Test
  void aLineOfAnotherFormIsRejectedByName() {
    assertThat(rejected(parser, "hello")).isEqualTo("not-the-format");
    assertThat(rejected(parser, HEAD + "bk/a 0/0/1")).isEqualTo("not-the-format");
    assertThat(
            rejected(
                parser,
                HEAD.replace("03/Mar", "43/Mar")
                    + "bk/a 0/0/1/5/9 200 9 - - ---- 1/1/0/0/0 0/0"
                    + GET))
        .isEqualTo("bad-timestamp");
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    Parsed.fuzz(
        parser,
        9,
        HEAD + "bk/a 0/0/1/5/9 502 99 - - SH-- 1/1/0/0/+2 0/0 {r-9|h|#22x} {y}" + GET,
        HEAD + "bk/<NOSRV> -1/-1/-1/-1/3 -1 0 - - CR-- 1/1/0/0/0 0/0 \"<BADREQ>\"",
        "Mar  3 10:00:07 lb-2 haproxy[77]: Server bk/a is DOWN, reason: x",
        HEAD + "bk/a 0/1/5007 212 -- 1/1/0/0/0 0/0");
  }
}
