package io.badhop.streams.diagnose;

import static io.badhop.streams.diagnose.Records.UPSTREAM;
import static io.badhop.streams.diagnose.Records.attempt;
import static io.badhop.streams.diagnose.Records.coded;
import static io.badhop.streams.diagnose.Records.diagnose;
import static io.badhop.streams.diagnose.Records.proxy;
import static io.badhop.streams.diagnose.Records.with;
import static io.badhop.streams.diagnose.Row.guess;
import static io.badhop.streams.diagnose.Row.likely;
import static io.badhop.streams.diagnose.Row.sure;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.ProxyEvent;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ApacheDialectTest {

  private static Diagnosis failed(int status, ErrorNote... notes) {
    return diagnose(with(proxy("apache", status, attempt(UPSTREAM, -1, -1, -1, -1)), notes));
  }

  private static ErrorNote note(String code, int errno, String message) {
    return coded(code, errno, message, "");
  }

  static Stream<Row> codes() {
    return Stream.of(
        sure(
            "refused, in two lines",
            failed(
                503,
                note("AH00957", 111, "Connection refused: HTTP: attempt to connect failed"),
                note("AH01114", -1, "failed to make connection to backend: 10.0.3.7")),
            Cause.CONNECTION_REFUSED,
            FaultDomain.APP),
        sure(
            "silence while connecting",
            failed(
                503,
                note(
                    "AH00957",
                    70007,
                    "The timeout specified has expired: HTTP: attempt to connect failed")),
            Cause.CONNECT_TIMEOUT,
            FaultDomain.UPSTREAM_LINK),
        sure(
            "the socket file is missing",
            failed(
                503,
                note(
                    "AH02454",
                    2,
                    "No such file or directory: FCGI: attempt to connect to Unix domain socket")),
            Cause.CONNECTION_REFUSED,
            FaultDomain.APP),
        sure(
            "a time-out that Apache answers with 502",
            failed(502, note("AH01102", 70007, "error reading status line from remote server")),
            Cause.RESPONSE_TIMEOUT,
            FaultDomain.APP),
        sure(
            "closed before the status line",
            failed(
                502,
                note("AH01102", 20014, "Internal error: error reading status line"),
                note("AH00898", -1, "Error reading from remote server returned by /x")),
            Cause.PREMATURE_CLOSE,
            FaultDomain.APP),
        sure(
            "reset before the status line",
            failed(
                502, note("AH01102", 104, "Connection reset by peer: error reading status line")),
            Cause.CONNECTION_RESET,
            FaultDomain.APP),
        sure(
            "a status line that is none",
            failed(502, note("AH01102", 22, "Invalid argument: error reading status line")),
            Cause.INVALID_RESPONSE,
            FaultDomain.APP),
        sure(
            "a header that does not fit, in two lines",
            failed(
                502,
                note("AH10124", 28, "header size over limit"),
                note("AH01106", 28, "bad HTTP response header")),
            Cause.HEADER_TOO_LARGE,
            FaultDomain.APP),
        sure(
            "a header that ends too soon",
            failed(502, note("AH10404", 70014, "End of file: Error reading headers")),
            Cause.PREMATURE_CLOSE,
            FaultDomain.APP),
        sure(
            "the name does not exist, told in the wrapping line",
            failed(
                500,
                note("AH00898", -1, "DNS lookup failure for: recs.svc.internal returned by /")),
            Cause.DNS_FAILURE,
            FaultDomain.UPSTREAM_LINK),
        sure(
            "a certificate that nobody trusts, in three lines",
            failed(
                500,
                note("AH02276", -1, "Certificate Verification: Error (18)"),
                note("AH02003", -1, "SSL Proxy connect failed"),
                note("AH00898", -1, "Error during SSL Handshake with remote server")),
            Cause.TLS_FAILURE,
            FaultDomain.UPSTREAM_LINK),
        likely(
            "all workers in error",
            failed(503, note("AH01170", -1, "all workers are in error state")),
            Cause.NO_HEALTHY_UPSTREAM,
            FaultDomain.APP),
        sure(
            "all workers busy",
            failed(503, note("AH00934", -1, "all workers are busy")),
            Cause.POOL_EXHAUSTED,
            FaultDomain.APP),
        sure(
            "FastCGI that never answers",
            failed(504, note("AH01075", 70007, "Error dispatching request to : (polling)")),
            Cause.RESPONSE_TIMEOUT,
            FaultDomain.APP),
        sure(
            "cut after a good header",
            failed(200, note("AH01110", 104, "Network error reading response")),
            Cause.BODY_TRUNCATED,
            FaultDomain.APP),
        likely(
            "a scheme that no module serves",
            failed(500, note("AH01144", -1, "No protocol handler was valid for the URL /x")),
            Cause.UNKNOWN,
            FaultDomain.PROXY));
  }

  @ParameterizedTest
  @MethodSource
  void codes(Row row) {
    row.check();
  }

  private static Diagnosis withoutText(int status, long us) {
    ProxyEvent event = proxy("apache", status, attempt(UPSTREAM, -1, -1, -1, -1));
    return diagnose(ProxyEvent.newBuilder(event).setErrorLogged(true).setDurationUs(us).build());
  }

  static Stream<Row> anErrorWasLoggedButItsTextIsNotAtHand() {
    return Stream.of(
        guess("503 at once", withoutText(503, 900), Cause.CONNECTION_REFUSED, FaultDomain.APP),
        guess(
            "503 after two seconds",
            withoutText(503, 2_000_000),
            Cause.CONNECT_TIMEOUT,
            FaultDomain.UPSTREAM_LINK),
        guess(
            "502 after three seconds",
            withoutText(502, 3_000_000),
            Cause.RESPONSE_TIMEOUT,
            FaultDomain.APP),
        guess("502 at once", withoutText(502, 900), Cause.PREMATURE_CLOSE, FaultDomain.APP),
        guess("500", withoutText(500, 900), Cause.TLS_FAILURE, FaultDomain.UPSTREAM_LINK));
  }

  @ParameterizedTest
  @MethodSource
  void anErrorWasLoggedButItsTextIsNotAtHand(Row row) {
    row.check();
  }

  @Test
  void aBalancerMemberThatAnotherOneStoodInForIsListed() {
    ProxyEvent event =
        with(
            proxy("apache", 200, attempt("10.0.3.8:8080", -1, -1, -1, -1)),
            coded("AH00957", 111, "Connection refused: HTTP: attempt to connect failed", UPSTREAM));

    Diagnosis diagnosis = diagnose(event);

    assertThat(diagnosis.failed()).isFalse();
    assertThat(diagnosis.hidden())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.upstream()).isEqualTo(UPSTREAM);
              assertThat(one.cause()).isEqualTo(Cause.CONNECTION_REFUSED);
            });
  }

  @Test
  void evidenceBearsTheCode() {
    Diagnosis diagnosis =
        failed(
            503,
            coded("AH00957", 111, "Connection refused: HTTP: attempt to connect failed", UPSTREAM));

    assertThat(diagnosis.evidence().get(0))
        .isEqualTo(
            "apache: AH00957: Connection refused: HTTP: attempt to connect failed (10.0.3.7:8080)");
  }

  @Test
  void aLineThatNamesTheWorkerWithoutItsPortIsAboutThatWorker() {
    ProxyEvent event =
        with(
            proxy("apache", 503, attempt(UPSTREAM, -1, -1, -1, -1)),
            coded(
                "AH01114", -1, "HTTP: failed to make connection to backend: 10.0.3.9", "10.0.3.9"),
            coded(
                "AH01114", -1, "HTTP: failed to make connection to backend: 10.0.3.7", "10.0.3.7"));

    Diagnosis quick = diagnose(ProxyEvent.newBuilder(event).setDurationUs(600).build());
    Diagnosis slow = diagnose(ProxyEvent.newBuilder(event).setDurationUs(4_000_000).build());

    assertThat(quick.cause()).isEqualTo(Cause.CONNECTION_REFUSED);
    assertThat(quick.upstream()).isEqualTo(UPSTREAM);
    assertThat(quick.evidence())
        .anyMatch(words -> words.startsWith("before that: ") && words.contains("10.0.3.9"));
    assertThat(slow.cause()).isEqualTo(Cause.CONNECT_TIMEOUT);
  }

  @Test
  void aSocketIsNotTheHostOfItsWorker() {
    Diagnosis diagnosis =
        diagnose(
            with(
                supposed("unix:/run/app.sock"),
                coded(
                    "AH02454",
                    111,
                    "attempt to connect to Unix domain socket /run/app.sock (localhost:8000) failed",
                    "unix:/run/app.sock"),
                coded(
                    "AH01079",
                    -1,
                    "failed to make connection to backend: localhost",
                    "localhost")));

    assertThat(diagnosis.upstream()).isEqualTo("unix:/run/app.sock");
  }

  @Test
  void theLogKnowsBetterThanTheConfigurationWhatWasTried() {
    Diagnosis diagnosis =
        diagnose(
            with(
                supposed(UPSTREAM),
                coded("AH00957", 111, "attempt to connect to 10.0.3.9:80 failed", "10.0.3.9:80")));

    assertThat(diagnosis.upstream()).isEqualTo("10.0.3.9:80");
    assertThat(diagnosis.cause()).isEqualTo(Cause.CONNECTION_REFUSED);
  }

  /** A request whose log names no upstream, and where its path leads by the configuration. */
  private static ProxyEvent supposed(String address) {
    ProxyEvent event = proxy("apache", 503, attempt(address, -1, -1, -1, -1));
    event.setAttemptsLogged(false);
    return event;
  }
}
