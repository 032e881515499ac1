package io.badhop.streams.diagnose;

import static io.badhop.streams.diagnose.Records.UPSTREAM;
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

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.ProxyEvent;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EnvoyFlagsTest {

  private static Diagnosis envoy(int status, String flags, int header) {
    return diagnose(
        ended(proxy("envoy", status, attempt(UPSTREAM, status, -1, header, -1)), flags));
  }

  private static Diagnosis envoy(String flags, String reason) {
    ProxyEvent event = ended(proxy("envoy", 503, attempt(UPSTREAM, 503, -1, -1, -1)), flags);
    return diagnose(with(event, line(reason, "", "")));
  }

  static Stream<Row> envoyFlags() {
    return Stream.of(
        guess(
            "a connection failed, no details",
            envoy(503, "UF,URX", -1),
            Cause.CONNECTION_REFUSED,
            FaultDomain.APP),
        sure(
            "refused, told by the details",
            envoy(
                503,
                "UF upstream_reset_before_response_started{connection_failure,delayed_connect_error:_111}",
                -1),
            Cause.CONNECTION_REFUSED,
            FaultDomain.APP),
        likely(
            "unreachable, told by the details",
            envoy(
                503,
                "UF upstream_reset_before_response_started{remote_connection_failure,delayed_connect_error:_113}",
                -1),
            Cause.CONNECTION_REFUSED,
            FaultDomain.UPSTREAM_LINK),
        sure(
            "connect time-out, told by the details",
            envoy(503, "UF,URX upstream_reset_before_response_started{connection_timeout}", -1),
            Cause.CONNECT_TIMEOUT,
            FaultDomain.UPSTREAM_LINK),
        sure(
            "a certificate, told by the transport",
            envoy(
                "UF,URX",
                "TLS_error:|268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED"),
            Cause.TLS_FAILURE,
            FaultDomain.UPSTREAM_LINK),
        likely("no healthy host", envoy(503, "UH", -1), Cause.NO_HEALTHY_UPSTREAM, FaultDomain.APP),
        likely(
            "connection ended by the upstream",
            envoy(503, "UC", -1),
            Cause.PREMATURE_CLOSE,
            FaultDomain.APP),
        sure(
            "stream reset by the upstream",
            envoy(503, "UR", -1),
            Cause.CONNECTION_RESET,
            FaultDomain.APP),
        sure("no answer in time", envoy(504, "UT", -1), Cause.RESPONSE_TIMEOUT, FaultDomain.APP),
        sure("circuit breaker", envoy(503, "UO", -1), Cause.POOL_EXHAUSTED, FaultDomain.APP),
        likely("protocol error", envoy(502, "UPE", -1), Cause.INVALID_RESPONSE, FaultDomain.APP),
        sure(
            "name not resolved",
            envoy(503, "DF", -1),
            Cause.DNS_FAILURE,
            FaultDomain.UPSTREAM_LINK),
        likely("no cluster", envoy(503, "NC", -1), Cause.UNKNOWN, FaultDomain.PROXY),
        sure("the upstream's own 500", envoy(500, "-", 7), Cause.APP_ERROR, FaultDomain.APP),
        sure(
            "the upstream's own 503 after all retries",
            envoy(503, "URX via_upstream", 7),
            Cause.APP_UNAVAILABLE,
            FaultDomain.APP),
        sure(
            "connection ended in the middle of the body",
            envoy(200, "UR", 7),
            Cause.BODY_TRUNCATED,
            FaultDomain.APP));
  }

  @ParameterizedTest
  @MethodSource
  void envoyFlags(Row row) {
    row.check();
  }

  @Test
  void aConnectionThatTheClientEndedIsNoFailure() {
    assertThat(envoy(0, "DC", -1).failed()).isFalse();
    assertThat(envoy(0, "DC", -1).cause()).isEqualTo(Cause.CLIENT_ABORT);
  }
}
