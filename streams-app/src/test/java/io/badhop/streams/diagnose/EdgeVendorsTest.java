package io.badhop.streams.diagnose;

import static io.badhop.streams.diagnose.Records.detail;
import static io.badhop.streams.diagnose.Records.diagnose;
import static io.badhop.streams.diagnose.Records.edge;
import static io.badhop.streams.diagnose.Row.guess;
import static io.badhop.streams.diagnose.Row.likely;
import static io.badhop.streams.diagnose.Row.sure;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.FaultDomain;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EdgeVendorsTest {

  private static Diagnosis cloudflare(int status) {
    return diagnose(edge("cloudflare", status, 0), null);
  }

  private static Diagnosis cloudfront(int status, String type) {
    return diagnose(detail(edge("cloudfront", status, -1), type), null);
  }

  private static Diagnosis fastly(String text) {
    return diagnose(detail(edge("fastly", 503, -1), text), null);
  }

  private static Diagnosis alb(int status, String target, long us) {
    EdgeEvent event =
        EdgeEvent.newBuilder(edge("alb", status, 0))
            .setOriginAddress(target)
            .setDurationUs(us)
            .build();
    return diagnose(event, null);
  }

  private static Diagnosis fixedResponse() {
    EdgeEvent event = EdgeEvent.newBuilder(edge("alb", 503, 0)).setOriginAddress("").build();
    return diagnose(detail(event, "waf,fixed-response"), null);
  }

  @Test
  void whatCloudFrontLeavesUnclassifiedMayBeAnAnswerThatItPassedOn() {
    assertThat(cloudfront(503, "Error").ownFailure()).isFalse();
    assertThat(cloudfront(503, "Error").failed()).isTrue();
    assertThat(cloudfront(502, "OriginConnectError").ownFailure()).isTrue();
  }

  static Stream<Row> vendors() {
    return Stream.of(
        likely(
            "Cloudflare: the proxy breaks off",
            cloudflare(520),
            Cause.ORIGIN_UNREACHABLE,
            FaultDomain.PROXY),
        sure(
            "Cloudflare: the proxy refuses",
            cloudflare(521),
            Cause.ORIGIN_UNREACHABLE,
            FaultDomain.PROXY),
        sure(
            "Cloudflare: silence while connecting",
            cloudflare(522),
            Cause.ORIGIN_UNREACHABLE,
            FaultDomain.EDGE),
        sure("Cloudflare: no route", cloudflare(523), Cause.ORIGIN_UNREACHABLE, FaultDomain.EDGE),
        guess(
            "Cloudflare: connected and no answer",
            cloudflare(524),
            Cause.RESPONSE_TIMEOUT,
            FaultDomain.UNKNOWN),
        sure("Cloudflare: handshake failed", cloudflare(525), Cause.TLS_FAILURE, FaultDomain.PROXY),
        sure(
            "Cloudflare: certificate not valid",
            cloudflare(526),
            Cause.TLS_FAILURE,
            FaultDomain.PROXY),
        sure(
            "Cloudflare: origin name",
            diagnose(detail(edge("cloudflare", 530, 0), "1016"), null),
            Cause.DNS_FAILURE,
            FaultDomain.EDGE),
        likely(
            "Cloudflare: 530 without the second code",
            cloudflare(530),
            Cause.ORIGIN_UNREACHABLE,
            FaultDomain.EDGE),
        likely(
            "Cloudflare: a good answer spoilt at the edge",
            diagnose(edge("cloudflare", 502, 200), null),
            Cause.EDGE_ERROR,
            FaultDomain.EDGE),
        likely(
            "Cloudflare: no origin was asked",
            diagnose(
                EdgeEvent.newBuilder(edge("cloudflare", 500, 0)).setOriginAddress("").build(),
                null),
            Cause.EDGE_ERROR,
            FaultDomain.EDGE),
        likely(
            "CloudFront: no connection",
            cloudfront(502, "OriginConnectError"),
            Cause.ORIGIN_UNREACHABLE,
            FaultDomain.PROXY),
        guess(
            "CloudFront: no answer",
            cloudfront(504, "OriginCommError"),
            Cause.RESPONSE_TIMEOUT,
            FaultDomain.UNKNOWN),
        sure(
            "CloudFront: name",
            cloudfront(502, "OriginDnsError"),
            Cause.DNS_FAILURE,
            FaultDomain.EDGE),
        sure(
            "CloudFront: header",
            cloudfront(502, "OriginHeaderTooBigError"),
            Cause.HEADER_TOO_LARGE,
            FaultDomain.APP),
        sure(
            "CloudFront: capacity",
            cloudfront(503, "CapacityExceeded"),
            Cause.EDGE_ERROR,
            FaultDomain.EDGE),
        sure(
            "CloudFront: a function",
            cloudfront(503, "LambdaExecutionError"),
            Cause.EDGE_ERROR,
            FaultDomain.EDGE),
        sure(
            "Fastly: refused",
            fastly("connection refused"),
            Cause.ORIGIN_UNREACHABLE,
            FaultDomain.PROXY),
        sure(
            "Fastly: silence while connecting",
            fastly("Connection timed out"),
            Cause.ORIGIN_UNREACHABLE,
            FaultDomain.EDGE),
        guess(
            "Fastly: no first byte",
            fastly("first byte timeout"),
            Cause.RESPONSE_TIMEOUT,
            FaultDomain.UNKNOWN),
        sure(
            "Fastly: certificate",
            fastly("unable to get local issuer certificate"),
            Cause.TLS_FAILURE,
            FaultDomain.PROXY),
        likely(
            "Fastly: all sick",
            fastly("All backends failed or unhealthy"),
            Cause.NO_HEALTHY_UPSTREAM,
            FaultDomain.PROXY),
        likely(
            "ALB: the target breaks off",
            alb(502, "10.0.0.5:80", 3_000),
            Cause.ORIGIN_UNREACHABLE,
            FaultDomain.PROXY),
        likely("ALB: no target", alb(503, "", 900), Cause.NO_HEALTHY_UPSTREAM, FaultDomain.PROXY),
        likely(
            "ALB: a rule with a fixed response",
            fixedResponse(),
            Cause.MAINTENANCE,
            FaultDomain.EDGE),
        likely(
            "ALB: silence for the ten seconds of a connect",
            alb(504, "10.0.0.5:80", 10_002_000),
            Cause.ORIGIN_UNREACHABLE,
            FaultDomain.EDGE),
        likely(
            "ALB: idle time-out",
            alb(504, "10.0.0.5:80", 60_001_000),
            Cause.RESPONSE_TIMEOUT,
            FaultDomain.UNKNOWN));
  }

  @ParameterizedTest
  @MethodSource
  void vendors(Row row) {
    row.check();
    assertThat(row.diagnosis().ownFailure()).isTrue();
  }
}
