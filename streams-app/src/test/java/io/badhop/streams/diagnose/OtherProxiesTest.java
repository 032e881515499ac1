package io.badhop.streams.diagnose;

import static io.badhop.streams.diagnose.Records.attempt;
import static io.badhop.streams.diagnose.Records.diagnose;
import static io.badhop.streams.diagnose.Records.ended;
import static io.badhop.streams.diagnose.Records.line;
import static io.badhop.streams.diagnose.Records.proxy;
import static io.badhop.streams.diagnose.Records.with;
import static io.badhop.streams.diagnose.Row.guess;
import static io.badhop.streams.diagnose.Row.likely;
import static io.badhop.streams.diagnose.Row.sure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.ProxyEvent;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OtherProxiesTest {

  private static Diagnosis caddy(int status, String error) {
    return diagnose(with(proxy("caddy", status), line(error, "", "")));
  }

  private static Diagnosis varnish(int status, String fetchError) {
    return diagnose(ended(proxy("varnish", status), fetchError));
  }

  private static Diagnosis heroku(String code) {
    return diagnose(ended(proxy("heroku", 503), code));
  }

  static Stream<Row> herokuCodes() {
    return Stream.of(
        sure("H12", heroku("H12 Request timeout"), Cause.RESPONSE_TIMEOUT, FaultDomain.APP),
        sure("H11", heroku("H11 Backlog too deep"), Cause.POOL_EXHAUSTED, FaultDomain.APP),
        sure(
            "H13",
            heroku("H13 Connection closed without response"),
            Cause.PREMATURE_CLOSE,
            FaultDomain.APP),
        sure(
            "H19",
            heroku("H19 Backend connection timeout"),
            Cause.CONNECT_TIMEOUT,
            FaultDomain.UPSTREAM_LINK),
        sure(
            "H21",
            heroku("H21 Backend connection refused"),
            Cause.CONNECTION_REFUSED,
            FaultDomain.APP));
  }

  @ParameterizedTest
  @MethodSource("herokuCodes")
  void aCodeOfHerokusRouterSaysWhatFailed(Row row) {
    row.check();
  }

  @Test
  void traefikWaitedForTheTriesThatItCounts() {
    ProxyEvent waited = retried(4_036);
    ProxyEvent refused = retried(37);

    assertThat(diagnose(waited).hidden())
        .extracting(HiddenFailure::cause, HiddenFailure::durationUs)
        .containsExactly(tuple(Cause.RESPONSE_TIMEOUT, 4_000_000L));
    assertThat(diagnose(refused).hidden())
        .extracting(HiddenFailure::cause, HiddenFailure::durationUs)
        .containsExactly(tuple(Cause.CONNECTION_REFUSED, -1L));
  }

  private static ProxyEvent retried(long totalMs) {
    ProxyEvent event = proxy("traefik", 200, attempt("10.0.3.7:8080", 200, -1, -1, 36));
    event.setRetries(1);
    event.setDurationUs(totalMs * 1_000);
    return event;
  }

  static Stream<Row> errorTexts() {
    return Stream.of(
        sure(
            "Go: refused",
            caddy(502, "dial tcp 10.0.3.7:8080: connect: connection refused"),
            Cause.CONNECTION_REFUSED,
            FaultDomain.APP),
        likely(
            "Go: silence while connecting",
            caddy(502, "dial tcp 10.0.3.7:8080: i/o timeout"),
            Cause.CONNECT_TIMEOUT,
            FaultDomain.UPSTREAM_LINK),
        sure(
            "Go: no such name",
            caddy(502, "dial tcp: lookup nohost.example.test on 192.0.2.53:53: no such host"),
            Cause.DNS_FAILURE,
            FaultDomain.UPSTREAM_LINK),
        sure(
            "Go: no header in time",
            caddy(504, "net/http: timeout awaiting response headers"),
            Cause.RESPONSE_TIMEOUT,
            FaultDomain.APP),
        likely("Go: closed", caddy(502, "EOF"), Cause.PREMATURE_CLOSE, FaultDomain.APP),
        sure(
            "Go: reset",
            caddy(502, "read tcp 10.0.0.1:35450->10.0.3.7:8080: read: connection reset by peer"),
            Cause.CONNECTION_RESET,
            FaultDomain.APP),
        sure(
            "Go: header too large",
            caddy(
                502,
                "net/http: HTTP/1.x transport connection broken: net/http: server response headers exceeded 4000 bytes; aborted"),
            Cause.HEADER_TOO_LARGE,
            FaultDomain.APP),
        sure(
            "Go: not HTTP",
            caddy(
                502,
                "net/http: HTTP/1.x transport connection broken: malformed HTTP status code \"abc\""),
            Cause.INVALID_RESPONSE,
            FaultDomain.APP),
        sure(
            "Go: certificate",
            caddy(502, "x509: certificate signed by unknown authority"),
            Cause.TLS_FAILURE,
            FaultDomain.UPSTREAM_LINK),
        sure(
            "Go: plain text on a TLS port",
            caddy(502, "tls: first record does not look like a TLS handshake"),
            Cause.TLS_FAILURE,
            FaultDomain.UPSTREAM_LINK),
        likely(
            "Go: none left",
            caddy(503, "no upstreams available"),
            Cause.NO_HEALTHY_UPSTREAM,
            FaultDomain.APP),
        sure(
            "Caddy: body cut",
            caddy(200, "aborting with incomplete response: reading: unexpected EOF"),
            Cause.BODY_TRUNCATED,
            FaultDomain.APP),
        sure(
            "Varnish: refused",
            varnish(503, "backend app: fail errno 111 (Connection refused)"),
            Cause.CONNECTION_REFUSED,
            FaultDomain.APP),
        sure(
            "Varnish: silence while connecting",
            varnish(503, "backend app: fail errno 110 (Connection timed out)"),
            Cause.CONNECT_TIMEOUT,
            FaultDomain.UPSTREAM_LINK),
        sure(
            "Varnish: no first byte in time",
            varnish(503, "first byte timeout"),
            Cause.RESPONSE_TIMEOUT,
            FaultDomain.APP),
        likely(
            "Varnish: closed or reset",
            varnish(503, "HTC eof (-1)"),
            Cause.PREMATURE_CLOSE,
            FaultDomain.APP),
        likely(
            "Varnish: header too large",
            varnish(503, "overflow"),
            Cause.HEADER_TOO_LARGE,
            FaultDomain.APP),
        likely(
            "Varnish: sick",
            varnish(503, "backend app: unhealthy"),
            Cause.NO_HEALTHY_UPSTREAM,
            FaultDomain.APP),
        likely(
            "Varnish: too many connections",
            varnish(503, "backend app: busy"),
            Cause.POOL_EXHAUSTED,
            FaultDomain.APP),
        sure(
            "Varnish: body cut",
            varnish(200, "straight insufficient bytes"),
            Cause.BODY_TRUNCATED,
            FaultDomain.APP));
  }

  @ParameterizedTest
  @MethodSource
  void errorTexts(Row row) {
    row.check();
  }

  private static Diagnosis iis(int status, String state) {
    return diagnose(
        ProxyEvent.newBuilder(ended(proxy("iis", status), state))
            .setDurationUs(21_000_000)
            .build());
  }

  static Stream<Row> iisSubstatuses() {
    return Stream.of(
        likely(
            "forwarding timed out",
            iis(502, "502.3/12002"),
            Cause.RESPONSE_TIMEOUT,
            FaultDomain.APP),
        sure(
            "name not resolved", iis(502, "3/12007"), Cause.DNS_FAILURE, FaultDomain.UPSTREAM_LINK),
        likely(
            "no connection after a long while",
            iis(502, "502.3/12029"),
            Cause.CONNECT_TIMEOUT,
            FaultDomain.UPSTREAM_LINK),
        sure(
            "secure channel failed",
            iis(502, "502.3/12175"),
            Cause.TLS_FAILURE,
            FaultDomain.UPSTREAM_LINK),
        likely(
            "no server in the farm", iis(502, "502.4"), Cause.NO_HEALTHY_UPSTREAM, FaultDomain.APP),
        sure("queue full", iis(503, "503.3/0"), Cause.POOL_EXHAUSTED, FaultDomain.APP),
        likely("passed through", iis(500, "500.0/0"), Cause.APP_ERROR, FaultDomain.APP));
  }

  @ParameterizedTest
  @MethodSource
  void iisSubstatuses(Row row) {
    row.check();
  }

  static Stream<Row> aStatusAndNothingElse() {
    return Stream.of(
        guess("500", bare(500), Cause.APP_ERROR, FaultDomain.APP),
        guess("502", bare(502), Cause.UNKNOWN, FaultDomain.UNKNOWN),
        guess("504", bare(504), Cause.RESPONSE_TIMEOUT, FaultDomain.APP));
  }

  private static Diagnosis bare(int status) {
    return diagnose(ProxyEvent.newBuilder(proxy("nginx", status)).setAttemptsLogged(false).build());
  }

  @ParameterizedTest
  @MethodSource
  void aStatusAndNothingElse(Row row) {
    row.check();
  }

  @Test
  void aConnectionThatTheClientEndedIsNoFailure() {
    assertThat(diagnose(proxy("caddy", 0)).failed()).isFalse();
    assertThat(caddy(200, "aborting with incomplete response: reading: context canceled").failed())
        .isFalse();
    assertThat(iis(502, "502.3/995").failed()).isFalse();
  }
}
