package io.badhop.streams.diagnose;

import static io.badhop.streams.diagnose.Records.attempt;
import static io.badhop.streams.diagnose.Records.coded;
import static io.badhop.streams.diagnose.Records.diagnose;
import static io.badhop.streams.diagnose.Records.ended;
import static io.badhop.streams.diagnose.Records.line;
import static io.badhop.streams.diagnose.Records.proxy;
import static io.badhop.streams.diagnose.Records.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.ProxyEvent;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The status alone says little: one proxy gives each of 502, 503 and 504 for several reasons. */
class SameStatusTest {

  private static final String UPSTREAM = Records.UPSTREAM;
  private static final String HEADER = "reading response header from upstream";

  /** What a proxy wrote, and the hop, the cause and a word of the quick fix that it comes to. */
  record Told(ProxyEvent event, FaultDomain hop, Cause cause, String fix) {

    @Override
    public String toString() {
      return event.getSoftware() + " " + event.getStatus() + " " + cause;
    }
  }

  static Stream<Told> nginx() {
    return Stream.of(
        told(
            nginx(502, 0, "connect() failed (111: Connection refused)", "connecting to upstream"),
            FaultDomain.APP,
            Cause.CONNECTION_REFUSED,
            "Start the application"),
        told(
            nginx(502, 0, "upstream prematurely closed connection", HEADER),
            FaultDomain.APP,
            Cause.PREMATURE_CLOSE,
            "killed worker"),
        told(
            nginx(502, 0, "upstream sent too big header", HEADER),
            FaultDomain.APP,
            Cause.HEADER_TOO_LARGE,
            "proxy_buffer_size"),
        told(
            nginx(502, 0, "SSL_do_handshake() failed", "SSL handshaking to upstream"),
            FaultDomain.UPSTREAM_LINK,
            Cause.TLS_FAILURE,
            "proxy_ssl"),
        told(
            with(proxy("nginx", 502), line("app.internal could not be resolved", "", "")),
            FaultDomain.UPSTREAM_LINK,
            Cause.DNS_FAILURE,
            "resolver"),
        told(
            with(proxy("nginx", 503), line("limiting requests, excess: 1.0 by zone \"z\"", "", "")),
            FaultDomain.PROXY,
            Cause.RATE_LIMITED,
            "limit_req_zone"),
        told(
            proxy("nginx", 503, attempt(UPSTREAM, 503, 0, 12, 12)),
            FaultDomain.APP,
            Cause.APP_UNAVAILABLE,
            "application itself answers 503"),
        told(
            nginx(504, 5_000, "upstream timed out (110: Connection timed out)", "connecting"),
            FaultDomain.UPSTREAM_LINK,
            Cause.CONNECT_TIMEOUT,
            "proxy_connect_timeout"),
        told(
            nginx(504, 60_000, "upstream timed out (110: Connection timed out)", HEADER),
            FaultDomain.APP,
            Cause.RESPONSE_TIMEOUT,
            "proxy_read_timeout"),
        told(
            proxy("nginx", 504, attempt(UPSTREAM, 504, 0, 90, 90)),
            FaultDomain.APP,
            Cause.APP_ERROR,
            "application's log"));
  }

  static Stream<Told> haproxy() {
    return Stream.of(
        told(haproxy(502, "SH--"), FaultDomain.APP, Cause.PREMATURE_CLOSE, "empty-response"),
        told(haproxy(502, "PH--"), FaultDomain.APP, Cause.INVALID_RESPONSE, "show errors"),
        told(haproxy(502, "----"), FaultDomain.APP, Cause.APP_ERROR, "application's log"),
        told(haproxy(503, "SC--"), FaultDomain.APP, Cause.CONNECTION_REFUSED, "Start"),
        told(
            haproxy(503, "sC--"),
            FaultDomain.UPSTREAM_LINK,
            Cause.CONNECT_TIMEOUT,
            "timeout connect"),
        told(haproxy(503, "sQ--"), FaultDomain.APP, Cause.POOL_EXHAUSTED, "maxconn"),
        told(haproxy(503, "PC--"), FaultDomain.PROXY, Cause.PROXY_EXHAUSTED, "ulimit-n"),
        told(haproxy(503, "----"), FaultDomain.APP, Cause.APP_UNAVAILABLE, "load shedding"),
        told(haproxy(504, "sH--"), FaultDomain.APP, Cause.RESPONSE_TIMEOUT, "timeout server"),
        told(haproxy(504, "----"), FaultDomain.APP, Cause.APP_ERROR, "application's log"));
  }

  /** Apache answers 502 to a time-out, and 503 to what it could not connect to. */
  static Stream<Told> apache() {
    return Stream.of(
        told(
            apache(502, "AH01102", 70007, "error reading status line from remote server"),
            FaultDomain.APP,
            Cause.RESPONSE_TIMEOUT,
            "ProxyTimeout"),
        told(
            apache(502, "AH10124", 28, "header size over limit"),
            FaultDomain.APP,
            Cause.HEADER_TOO_LARGE,
            "responsefieldsize"),
        told(
            apache(503, "AH00957", 111, "Connection refused: attempt to connect"),
            FaultDomain.APP,
            Cause.CONNECTION_REFUSED,
            "Start"),
        told(
            apache(503, "AH00957", 70007, "attempt to connect timed out"),
            FaultDomain.UPSTREAM_LINK,
            Cause.CONNECT_TIMEOUT,
            "connectiontimeout"),
        told(
            apache(503, "AH01170", -1, "All workers are in error state"),
            FaultDomain.APP,
            Cause.NO_HEALTHY_UPSTREAM,
            "`retry=`"),
        told(
            apache(504, "AH01075", 70007, "Error dispatching request to"),
            FaultDomain.APP,
            Cause.RESPONSE_TIMEOUT,
            "ProxyTimeout"));
  }

  @ParameterizedTest
  @MethodSource({"nginx", "haproxy", "apache"})
  void eachReasonHasItsHopItsCauseAndItsQuickFix(Told told) {
    Diagnosis diagnosis = diagnose(told.event());

    assertThat(diagnosis.cause()).as(diagnosis.evidence().toString()).isEqualTo(told.cause());
    assertThat(diagnosis.faultDomain()).isEqualTo(told.hop());
    assertThat(Remedies.quickFix(diagnosis.cause(), told.event().getSoftware()))
        .contains(told.fix());
  }

  private static Told told(ProxyEvent event, FaultDomain hop, Cause cause, String fix) {
    return new Told(event, hop, cause, fix);
  }

  private static ProxyEvent nginx(int status, int ms, String message, String action) {
    ProxyEvent event = proxy("nginx", status, attempt(UPSTREAM, status, -1, -1, ms));
    return with(event, line(message, action, UPSTREAM));
  }

  private static ProxyEvent haproxy(int status, String state) {
    boolean reached = state.charAt(1) != 'C' && state.charAt(1) != 'Q';
    boolean answered = state.charAt(0) == '-';
    return ended(
        proxy("haproxy", status, attempt(UPSTREAM, status, reached ? 0 : -1, answered ? 9 : -1, 9)),
        state);
  }

  private static ProxyEvent apache(int status, String code, int errno, String message) {
    ErrorNote note = coded(code, errno, message, UPSTREAM);
    return with(proxy("apache", status, attempt(UPSTREAM, -1, -1, -1, 9)), note);
  }
}
