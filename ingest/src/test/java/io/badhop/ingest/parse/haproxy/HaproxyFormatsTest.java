package io.badhop.ingest.parse.haproxy;

import static io.badhop.ingest.parse.Parsed.micros;
import static io.badhop.ingest.parse.Parsed.proxy;
import static io.badhop.ingest.parse.Parsed.rejected;
import static io.badhop.ingest.parse.Parsed.skipped;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.Parsed;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestIdKind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Log formats that a haproxy.cfg defines, and those of HAProxy besides the HTTP log. */
class HaproxyFormatsTest {

  private static final String CLF =
      "192.0.2.7 - - [03/Mar/2026:10:00:05 +0000] \"GET /cart?id=7 HTTP/1.1\" 504 198 \"\" \"\""
          + " 40001 253 \"web\" \"bk\" \"a\" 0 2 0 -1 2002 sH-- 1 1 0 0 3 0 0 \"\" \"\"";

  private static HaproxyParser parser(String config) {
    return new HaproxyParser(
        ParseContext.of("test"),
        List.of(HaproxyConfig.parse("haproxy.cfg", config, name -> Optional.empty())));
  }

  private static HaproxyParser format(String quoted) {
    return parser(
        "frontend web\n  capture request header X-Request-ID len 64\n  log-format " + quoted);
  }

  @Test
  void theCommonLogFormatHasItsTimersBehindTheRequest() {
    ProxyEvent event = proxy(parser(""), CLF);

    assertThat(event.getClientIp()).isEqualTo("192.0.2.7");
    assertThat(event.getStartTime()).isEqualTo(micros("2026-03-03T10:00:05Z"));
    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T10:00:07.002Z"));
    assertThat(event.getResolution()).isEqualTo(1_000_000);
    assertThat(event.getStatus()).isEqualTo(504);
    assertThat(event.getTermination()).isEqualTo("sH--");
    assertThat(event.getQueueUs()).isEqualTo(2_000);
    assertThat(event.getRetries()).isEqualTo(3);
    assertThat(event.getPath()).isEqualTo("/cart");
    assertThat(event.getAttempts().get(0).getAddress()).isEqualTo("bk/a");
    assertThat(event.getAttempts().get(0).getConnectUs()).isZero();
    assertThat(event.getAttempts().get(0).getHeaderUs()).isEqualTo(-1);
  }

  @Test
  void capturesOfTheCommonLogFormatFollowOneAnother() {
    HaproxyParser parser =
        parser(
            """
            frontend web
              option httplog clf
              capture request header Host len 64
              capture request header X-Request-ID len 64
              capture response header Server len 64
            """);

    ProxyEvent event = proxy(parser, CLF + " \"shop.test:8443\" \"r-9\" \"nginx\" ");

    assertThat(event.getHost()).isEqualTo("shop.test");
    assertThat(event.getRequestId()).isEqualTo("r-9");
  }

  @Test
  void aTcpSessionIsNoRequest() {
    assertThat(
            skipped(
                parser(""),
                "192.0.2.7:40001 [03/Mar/2026:10:00:05.253] mail mail/a 1/-1/2003 0 SC 1/1/0/0/2"
                    + " 0/0"))
        .isEqualTo("tcp-session");
  }

  @Test
  void theServersAddressIsTakenFromTheLine() {
    HaproxyParser parser = format("\"%ci:%cp [%tr] %b %s %si:%sp %Tr %Ta %ST %tsc %HM %HP\"");

    ProxyEvent event =
        proxy(parser, "::1:40001 [03/Mar/2026:10:00:05.253] bk a fd00::9:8080 7 9 502 ---- GET /x");

    assertThat(event.getClientIp()).isEqualTo("::1");
    assertThat(event.getAttempts().get(0).getAddress()).isEqualTo("[fd00::9]:8080");
    assertThat(event.getAttempts().get(0).getStatus()).isEqualTo(502);
    assertThat(event.getPath()).isEqualTo("/x");
    assertThat(
            proxy(parser, "unix:1 [03/Mar/2026:10:00:05.253] bk <NOSRV> -:- -1 0 503 SC-- GET /x")
                .getAttempts())
        .isEmpty();
  }

  @Test
  void aCommonTimeIsCountedFromTheConnectionWithItsIdleTime() {
    HaproxyParser parser = format("\"%ci [%t] %s %Th/%Ti/%TR/%Tr/%Tt %ST %{+Q}r\"");

    ProxyEvent event =
        proxy(
            parser,
            "192.0.2.7 [03/Mar/2026:10:00:05.253] a 3/1000/2/40/1050 200 \"GET /x HTTP/1.1\"");

    assertThat(event.getStartTime()).isEqualTo(micros("2026-03-03T10:00:06.256Z"));
    assertThat(event.getDurationUs()).isEqualTo(47_000);
  }

  @Test
  void secondsAndMillisecondsMakeATime() {
    ProxyEvent event =
        proxy(format("\"%Ts.%ms %ST %HM %HU %Tq %TR %Tt\""), "1772532005.253 200 GET /x?y 12 2 30");

    assertThat(event.getStartTime()).isEqualTo(micros("2026-03-03T10:00:05.263Z"));
    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T10:00:05.283Z"));
    assertThat(event.getResolution()).isEqualTo(1_000);
    assertThat(event.getPath()).isEqualTo("/x");
  }

  @Test
  void samplesAndVariablesAreKnownByWhatTheyAreSetFrom() {
    HaproxyParser parser =
        parser(
            """
            defaults
              log-format %ci\\ [%tr]\\ %ST\\ %[var(txn.rid)]\\ %[var(txn.other)]\\ %[capture.req.hdr(1),lower]\\ %[src]\\ %[path]
            frontend web
              capture request header User-Agent len 64
              capture request header Host len 64
              http-request set-var(txn.rid) uuid unless { req.hdr(x-request-id) -m found }
              http-request set-var(txn.rid) req.hdr(X-Request-ID) if { req.hdr(x-request-id) -m found }
              http-request set-var(txn.other) str(x)
            """);

    ProxyEvent event =
        proxy(
            parser, "192.0.2.7 [03/Mar/2026:10:00:05.253] 502 r-9 anything shop.test 192.0.2.7 /x");

    assertThat(event.getRequestId()).isEqualTo("r-9");
    assertThat(event.getHost()).isEqualTo("shop.test");
    assertThat(event.getPath()).isEqualTo("/x");
  }

  @Test
  void theProxysOwnIdIsTheKeyOrTheSecondId() {
    HaproxyParser parser = format("'%ci [%tr] %ST %ID %[capture.req.hdr(0)] %{+Q}r'");
    String head = "192.0.2.7 [03/Mar/2026:10:00:05.253] 502 ";

    ProxyEvent alone = proxy(parser, head + "u-1 - \"GET / HTTP/1.1\"");
    ProxyEvent both = proxy(parser, head + "u-1 r-9 \"GET / HTTP/1.1\"");

    assertThat(alone.getRequestId()).isEqualTo("u-1");
    assertThat(alone.getRequestIdKind()).isEqualTo(RequestIdKind.REQUEST_ID);
    assertThat(alone.getOtherId()).isEmpty();
    assertThat(both.getRequestId()).isEqualTo("r-9");
    assertThat(both.getOtherId()).isEqualTo("u-1");
  }

  @Test
  void flagsQuoteAndEscape() {
    HaproxyParser parser =
        format("%{+Q,+E}o\\ %{-Q}ci\\ [%tr]\\ %ft\\ %s\\ %ST\\ %{-Q}tsc\\ %[req.hdr(host)]\\ %r");

    ProxyEvent event =
        proxy(
            parser,
            "192.0.2.7 [03/Mar/2026:10:00:05.253] \"web~\" \"a\" 502 SH-- \"sh\\\"op.test\" \"GET"
                + " /x HTTP/1.1\"");

    assertThat(event.getProxy()).isEqualTo("web");
    assertThat(event.getHost()).isEqualTo("sh\"op.test");
    assertThat(event.getTermination()).isEqualTo("SH--");
    assertThat(event.getPath()).isEqualTo("/x");
  }

  @Test
  void aFormatOfTwoFrontendsIsReadAsThatOfItsOwn() {
    HaproxyParser parser =
        parser(
            """
            frontend one
              log-format "%f %ci [%tr] %ST %[req.hdr(x-request-id)] %{+Q}r"
            frontend two
              log-format "%f %ci [%tr] %ST %[req.hdr(host)] %{+Q}r"
            """);
    String tail = " 192.0.2.7 [03/Mar/2026:10:00:05.253] 502 v \"GET / HTTP/1.1\"";

    assertThat(proxy(parser, "one" + tail).getRequestId()).isEqualTo("v");
    assertThat(proxy(parser, "two" + tail).getHost()).isEqualTo("v");
    assertThat(proxy(parser, "one" + tail).getHost()).isEmpty();
  }

  @Test
  void aRequestThatSyslogCutEndsTheLine() {
    HaproxyParser parser = format("\"%ci [%tr] %ST \\\"%HM %HU %HV\\\" %ID\"");

    ProxyEvent event = proxy(parser, "192.0.2.7 [03/Mar/2026:10:00:05.253] 502 \"GET /a/b/c");

    assertThat(event.getPath()).isEqualTo("/a/b/c");
    assertThat(event.getRequestIdKind()).isEqualTo(RequestIdKind.NONE);
  }

  @Test
  void withoutATimeThatOfTheHeaderIsTheEnd() {
    HaproxyParser parser = format("\"%ci %s %ST %Ta %HM %HP\"");
    String line = "192.0.2.7 a 502 9 GET /x";

    ProxyEvent event = proxy(parser, "<134>1 2026-03-03T10:00:05.250Z lb-2 haproxy 77 - - " + line);

    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T10:00:05.250Z"));
    assertThat(event.getStartTime()).isEqualTo(micros("2026-03-03T10:00:05.241Z"));
    assertThat(event.getProxy()).isEqualTo("lb-2");
    assertThat(rejected(parser, line)).isEqualTo("bad-timestamp");
  }

  @Test
  void structuredDataOfTheHeaderIsRead() {
    HaproxyParser parser =
        parser(
            """
            frontend web
              log-format-sd "%{+Q,+E}o [badhop@32473 id=%[req.hdr(x-request-id)] host=%[req.hdr(host)]]"
            """);

    ProxyEvent event =
        proxy(
            parser,
            "<134>1 2026-03-03T10:00:05Z - haproxy 77 - [badhop@32473 id=\"r\\]9\""
                + " host=\"shop.test\"] 192.0.2.7:40001 [03/Mar/2026:10:00:05.250] web bk/a"
                + " 0/0/1/5/9 200 9 - - ---- 1/1/0/0/0 0/0 \"GET / HTTP/1.1\"");

    assertThat(event.getRequestId()).isEqualTo("r]9");
    assertThat(event.getHost()).isEqualTo("shop.test");
    assertThat(event.getProxy()).isEqualTo("web");
  }

  @Test
  void aFormatForErrorsIsAboutConnections() {
    HaproxyParser parser =
        parser("frontend web\n  error-log-format \"ERR %ci:%cp [%tr] %f %[fc_err_str]\"");

    assertThat(
            skipped(parser, "ERR 192.0.2.7:4 [03/Mar/2026:10:00:05.250] web SSL handshake failure"))
        .isEqualTo("connection-error");
    assertThat(
            skipped(
                parser,
                "192.0.2.7:4 [03/Mar/2026:10:00:05.250] web/2: Connection closed during SSL"
                    + " handshake"))
        .isEqualTo("connection-error");
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    Parsed.fuzz(parser(""), 21, CLF, CLF + " \"a\" \"b\"");
    Parsed.fuzz(
        format("%{+Q,+E}o\\ %{-Q}ci:%cp\\ [%t]\\ %si:%sp\\ %ST\\ %hr\\ %hrl\\ %ID\\ %r\\ %Ts.%ms"),
        22,
        "192.0.2.7:40001 [03/Mar/2026:10:00:05.253] \"10.0.0.1\":80 502 \"{a|b}\" \"x\" \"y\" \"u\""
            + " \"GET /x HTTP/1.1\" 1772532005.253",
        "<134>1 2026-03-03T10:00:05Z - haproxy 77 - [a@1 b=\"\\]\"] 192.0.2.7:4"
            + " [03/Mar/2026:10:00:05 +0000] \"-\":- 502 \"u\" \"<BADREQ>\" 1772532005.253");
  }
}
