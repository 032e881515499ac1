package io.badhop.streams.diagnose;

import static io.badhop.streams.diagnose.Records.answered;
import static io.badhop.streams.diagnose.Records.attempt;
import static io.badhop.streams.diagnose.Records.diagnose;
import static io.badhop.streams.diagnose.Records.ended;
import static io.badhop.streams.diagnose.Records.proxy;
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

class HaproxyDialectTest {

  private static final String SERVER = "10.0.3.22:8080";

  private static ProxyEvent record(
      int status, String state, int connect, int header, int response) {
    return ended(
        proxy("haproxy", status, attempt(SERVER, status, connect, header, response)), state);
  }

  private static ProxyEvent noServer(int status, String state) {
    return ProxyEvent.newBuilder(ended(proxy("haproxy", status), state)).setPool("bk_app").build();
  }

  static Stream<Row> states() {
    return Stream.of(
        likely(
            "refused after its own retries, two seconds later",
            diagnose(record(503, "SC--", -1, -1, 2_003)),
            Cause.CONNECTION_REFUSED,
            FaultDomain.APP),
        likely(
            "no server is up",
            diagnose(noServer(503, "SC--")),
            Cause.NO_HEALTHY_UPSTREAM,
            FaultDomain.APP),
        likely(
            "silence while connecting",
            diagnose(record(503, "sC--", -1, -1, 3_004)),
            Cause.CONNECT_TIMEOUT,
            FaultDomain.UPSTREAM_LINK),
        guess(
            "broken off before the header",
            diagnose(record(502, "SH--", 0, -1, 2)),
            Cause.PREMATURE_CLOSE,
            FaultDomain.APP),
        sure(
            "no header in time",
            diagnose(record(504, "sH--", 0, -1, 2_002)),
            Cause.RESPONSE_TIMEOUT,
            FaultDomain.APP),
        guess(
            "a header that it refuses",
            diagnose(record(502, "PH--", 0, -1, 2)),
            Cause.INVALID_RESPONSE,
            FaultDomain.APP),
        guess(
            "the same, and the application answered well",
            diagnose(record(502, "PH--", 0, -1, 2), answered(200, 0, "", "")),
            Cause.HEADER_TOO_LARGE,
            FaultDomain.APP),
        likely(
            "a rewrite that failed",
            diagnose(record(500, "PH--", 0, -1, 2)),
            Cause.UNKNOWN,
            FaultDomain.PROXY),
        sure(
            "waited too long in the queue",
            diagnose(noServer(503, "sQ--")),
            Cause.POOL_EXHAUSTED,
            FaultDomain.APP),
        sure(
            "reset in the middle of the body",
            diagnose(record(200, "SD--", 0, 1, 201)),
            Cause.BODY_TRUNCATED,
            FaultDomain.APP),
        sure(
            "silent in the middle of the body",
            diagnose(record(200, "sD--", 0, 1, 2_001)),
            Cause.BODY_TRUNCATED,
            FaultDomain.APP),
        sure(
            "its own ports are used up",
            diagnose(noServer(503, "RC--")),
            Cause.PROXY_EXHAUSTED,
            FaultDomain.PROXY),
        likely(
            "its own limit of connections",
            diagnose(noServer(503, "PC--")),
            Cause.PROXY_EXHAUSTED,
            FaultDomain.PROXY),
        likely(
            "a rule that denies with 503",
            diagnose(noServer(503, "PR--")),
            Cause.RATE_LIMITED,
            FaultDomain.PROXY),
        sure(
            "the server answered 500",
            diagnose(record(500, "----", 0, 2, 2)),
            Cause.APP_ERROR,
            FaultDomain.APP),
        sure(
            "the server answered 503, with cookie flags",
            diagnose(record(503, "--NI", 0, 2, 2)),
            Cause.APP_UNAVAILABLE,
            FaultDomain.APP),
        likely(
            "the server answered 504 itself",
            diagnose(record(504, "----", 0, 2, 2)),
            Cause.APP_ERROR,
            FaultDomain.APP));
  }

  @ParameterizedTest
  @MethodSource
  void states(Row row) {
    row.check();
  }

  static Stream<ProxyEvent> leftByTheClient() {
    return Stream.of(
        record(400, "CH--", 0, -1, 499),
        record(-1, "CC--", -1, -1, 503),
        record(503, "CC--", -1, -1, 503),
        noServer(-1, "CQ--"),
        record(200, "CD--", 0, 1, 501),
        record(408, "cR--", -1, -1, 10_000));
  }

  @ParameterizedTest
  @MethodSource
  void leftByTheClient(ProxyEvent event) {
    assertThat(diagnose(event).failed()).isFalse();
    assertThat(diagnose(event).cause()).isEqualTo(Cause.CLIENT_ABORT);
  }

  @Test
  void anAnswerOf500ThatTheClientDidNotWaitForIsStillTheApplications() {
    assertThat(diagnose(record(500, "CD--", 0, 2, 9)).cause()).isEqualTo(Cause.APP_ERROR);
  }

  @Test
  void aRuleThatAnswers503IsNoFailure() {
    Diagnosis diagnosis = diagnose(noServer(503, "LR--"));

    assertThat(diagnosis.failed()).isFalse();
    assertThat(diagnosis.cause()).isEqualTo(Cause.MAINTENANCE);
  }

  @Test
  void bothCausesOfARefusedHeaderAreSaidAndNeitherIsSaidLoudly() {
    Diagnosis diagnosis = diagnose(record(502, "PH--", 0, -1, 2));

    assertThat(diagnosis.evidence().get(0))
        .contains("too large for tune.bufsize", "not valid HTTP", "show errors", SERVER);
    assertThat(diagnosis.confidence()).isLessThanOrEqualTo(0.6);
  }

  @Test
  void aRetryAfterAConnectionThatWasWaitedForWasNotRefused() {
    ProxyEvent event =
        ProxyEvent.newBuilder(record(200, "----", 5_002, 2, 5_010))
            .setRetries(1)
            .setPool("bk_app")
            .build();

    assertThat(diagnose(event).hidden())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.cause()).isEqualTo(Cause.CONNECT_TIMEOUT);
              assertThat(one.faultDomain()).isEqualTo(FaultDomain.UPSTREAM_LINK);
              assertThat(one.durationUs()).isEqualTo(5_002_000);
            });
  }

  @Test
  void retriesThatWentWellInTheEndCountAgainstThePool() {
    ProxyEvent event =
        ProxyEvent.newBuilder(record(200, "----", 0, 2, 2)).setRetries(1).setPool("bk_app").build();

    Diagnosis diagnosis = diagnose(event);

    assertThat(diagnosis.failed()).isFalse();
    assertThat(diagnosis.retried()).isTrue();
    assertThat(diagnosis.hidden())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.pool()).isEqualTo("bk_app");
              assertThat(one.cause()).isEqualTo(Cause.CONNECTION_REFUSED);
              assertThat(one.confidence()).isLessThanOrEqualTo(0.5);
            });
  }

  @Test
  void aTunnelThatTheServerEndsIsNoFailure() {
    assertThat(diagnose(record(101, "SD--", 0, 1, 60_000)).failed()).isFalse();
  }
}
