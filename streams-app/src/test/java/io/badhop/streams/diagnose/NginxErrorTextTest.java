package io.badhop.streams.diagnose;

import static io.badhop.streams.diagnose.Records.UPSTREAM;
import static io.badhop.streams.diagnose.Records.attempt;
import static io.badhop.streams.diagnose.Records.diagnose;
import static io.badhop.streams.diagnose.Records.line;
import static io.badhop.streams.diagnose.Records.proxy;
import static io.badhop.streams.diagnose.Records.with;
import static io.badhop.streams.diagnose.Row.likely;
import static io.badhop.streams.diagnose.Row.sure;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.FaultDomain;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NginxErrorTextTest {

  private static final String SOCKET = "unix:/run/fpm.sock";
  private static final String HEADER = "reading response header from upstream";

  private static Diagnosis failed(int status, Attempt attempt, String message, String action) {
    String address = attempt.getAddress();
    return diagnose(with(proxy("nginx", status, attempt), line(message, action, address)));
  }

  private static Diagnosis unconnected(String message, String action) {
    return failed(502, attempt(UPSTREAM, 502, -1, -1, 0), message, action);
  }

  private static Diagnosis connected(int status, String message, String action) {
    return failed(status, attempt(UPSTREAM, status, 0, -1, 3_000), message, action);
  }

  private static Diagnosis socket(String message) {
    return failed(502, attempt(SOCKET, 502, -1, -1, 0), message, "connecting to upstream");
  }

  private static Diagnosis cut(String message) {
    return failed(200, attempt(UPSTREAM, 200, 0, 1, 900), message, "reading upstream");
  }

  private static Diagnosis own(int status, String message) {
    return diagnose(with(proxy("nginx", status), line(message, "", "")));
  }

  static Stream<Row> errorLines() {
    return Stream.of(
        sure(
            "nobody listens",
            unconnected("connect() failed (111: Connection refused)", "connecting to upstream"),
            Cause.CONNECTION_REFUSED,
            FaultDomain.APP),
        likely(
            "no route to the host",
            unconnected("connect() failed (113: No route to host)", "connecting to upstream"),
            Cause.CONNECTION_REFUSED,
            FaultDomain.UPSTREAM_LINK),
        sure(
            "the socket file is missing",
            socket("connect() to unix:/run/fpm.sock failed (2: No such file or directory)"),
            Cause.CONNECTION_REFUSED,
            FaultDomain.APP),
        sure(
            "the socket's backlog is full",
            socket("connect() to unix:/run/fpm.sock failed (11: Resource temporarily unavailable)"),
            Cause.POOL_EXHAUSTED,
            FaultDomain.APP),
        sure(
            "silence while connecting",
            failed(
                504,
                attempt(UPSTREAM, 504, -1, -1, 2_000),
                "upstream timed out (110: Connection timed out)",
                "connecting to upstream"),
            Cause.CONNECT_TIMEOUT,
            FaultDomain.UPSTREAM_LINK),
        likely(
            "silence in the TLS handshake",
            failed(
                504,
                attempt(UPSTREAM, 504, -1, -1, 2_000),
                "upstream timed out (110: Connection timed out)",
                "SSL handshaking to upstream"),
            Cause.TLS_FAILURE,
            FaultDomain.UPSTREAM_LINK),
        sure(
            "silence after the request",
            connected(504, "upstream timed out (110: Connection timed out)", HEADER),
            Cause.RESPONSE_TIMEOUT,
            FaultDomain.APP),
        sure(
            "closed before the header",
            connected(502, "upstream prematurely closed connection", HEADER),
            Cause.PREMATURE_CLOSE,
            FaultDomain.APP),
        sure(
            "reset before the header",
            connected(502, "recv() failed (104: Connection reset by peer)", HEADER),
            Cause.CONNECTION_RESET,
            FaultDomain.APP),
        sure(
            "reset while the request was sent",
            connected(502, "writev() failed (32: Broken pipe)", "sending request to upstream"),
            Cause.CONNECTION_RESET,
            FaultDomain.APP),
        sure(
            "the header does not fit",
            connected(502, "upstream sent too big header", HEADER),
            Cause.HEADER_TOO_LARGE,
            FaultDomain.APP),
        sure(
            "the header is no header",
            connected(502, "upstream sent invalid header: \"\\x20...\"", HEADER),
            Cause.INVALID_RESPONSE,
            FaultDomain.APP),
        sure(
            "FastCGI is answered with something else",
            connected(502, "upstream sent unsupported FastCGI protocol version: 72", HEADER),
            Cause.INVALID_RESPONSE,
            FaultDomain.APP),
        sure(
            "a certificate that nobody trusts",
            unconnected(
                "upstream SSL certificate verify error: (18:self-signed certificate)",
                "SSL handshaking to upstream"),
            Cause.TLS_FAILURE,
            FaultDomain.UPSTREAM_LINK),
        sure(
            "plain text on a TLS port",
            unconnected(
                "SSL_do_handshake() failed (SSL: error:0A00010B:SSL routines::wrong version number)",
                "SSL handshaking to upstream"),
            Cause.TLS_FAILURE,
            FaultDomain.UPSTREAM_LINK),
        sure(
            "the name does not exist",
            own(502, "recs.svc.internal could not be resolved (3: Host not found)"),
            Cause.DNS_FAILURE,
            FaultDomain.UPSTREAM_LINK),
        sure(
            "no resolver is set",
            own(502, "no resolver defined to resolve recs.svc.internal"),
            Cause.DNS_FAILURE,
            FaultDomain.UPSTREAM_LINK),
        sure(
            "a limit refuses",
            own(503, "limiting requests, excess: 4.820 by zone \"perhost\""),
            Cause.RATE_LIMITED,
            FaultDomain.PROXY),
        sure(
            "the proxy's connections are used up",
            own(500, "1024 worker_connections are not enough"),
            Cause.PROXY_EXHAUSTED,
            FaultDomain.PROXY),
        sure(
            "the proxy's files are used up",
            unconnected("socket() failed (24: Too many open files)", "connecting to upstream"),
            Cause.PROXY_EXHAUSTED,
            FaultDomain.PROXY),
        sure(
            "the proxy's ports are used up",
            unconnected(
                "connect() failed (99: Cannot assign requested address)", "connecting to upstream"),
            Cause.PROXY_EXHAUSTED,
            FaultDomain.PROXY),
        sure(
            "closed in the middle of the body",
            cut("upstream prematurely closed connection"),
            Cause.BODY_TRUNCATED,
            FaultDomain.APP),
        sure(
            "silent in the middle of the body",
            cut("upstream timed out (110: Connection timed out)"),
            Cause.BODY_TRUNCATED,
            FaultDomain.APP),
        sure(
            "reset in the middle of the body",
            cut("readv() failed (104: Connection reset by peer)"),
            Cause.BODY_TRUNCATED,
            FaultDomain.APP));
  }

  @ParameterizedTest
  @MethodSource
  void errorLines(Row row) {
    row.check();
  }

  @Test
  void evidenceIsTheLineWithItsAddress() {
    Diagnosis diagnosis =
        unconnected("connect() failed (111: Connection refused)", "connecting to upstream");

    assertThat(diagnosis.evidence().get(0))
        .isEqualTo(
            "nginx: connect() failed (111: Connection refused) while connecting to upstream 10.0.3.7:8080");
    assertThat(diagnosis.upstream()).isEqualTo(UPSTREAM);
    assertThat(diagnosis.instant()).isTrue();
    assertThat(diagnosis.failedAttemptUs()).isZero();
  }
}
