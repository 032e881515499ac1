package io.badhop.streams.diagnose;

import static io.badhop.streams.diagnose.Records.UPSTREAM;
import static io.badhop.streams.diagnose.Records.answered;
import static io.badhop.streams.diagnose.Records.attempt;
import static io.badhop.streams.diagnose.Records.diagnose;
import static io.badhop.streams.diagnose.Records.line;
import static io.badhop.streams.diagnose.Records.proxy;
import static io.badhop.streams.diagnose.Records.unseen;
import static io.badhop.streams.diagnose.Records.with;
import static io.badhop.streams.diagnose.Row.guess;
import static io.badhop.streams.diagnose.Row.likely;
import static io.badhop.streams.diagnose.Row.sure;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.ProxyEvent;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NginxAttemptsTest {

  private static final String HEADER = "reading response header from upstream";

  private static Attempt bytes(Attempt attempt, long received) {
    attempt.setBytesReceived(received);
    return attempt;
  }

  private static Diagnosis access(int status, Attempt... attempts) {
    return diagnose(proxy("nginx", status, attempts));
  }

  static Stream<Row> accessLogAlone() {
    return Stream.of(
        likely(
            "refused in no time",
            access(502, attempt(UPSTREAM, 502, -1, -1, 0)),
            Cause.CONNECTION_REFUSED,
            FaultDomain.APP),
        guess(
            "no answer, connected, nothing received",
            access(502, bytes(attempt(UPSTREAM, 502, 0, -1, 2), 0)),
            Cause.PREMATURE_CLOSE,
            FaultDomain.APP),
        likely(
            "a page of header and then given up",
            access(502, bytes(attempt(UPSTREAM, 502, 0, -1, 2), 4_096)),
            Cause.HEADER_TOO_LARGE,
            FaultDomain.APP),
        sure(
            "connected, then no header in time",
            access(504, attempt(UPSTREAM, 504, 0, -1, 3_000)),
            Cause.RESPONSE_TIMEOUT,
            FaultDomain.APP),
        guess(
            "timed out, and the log holds no times",
            access(504, attempt(UPSTREAM, 504, -1, -1, 60_000)),
            Cause.RESPONSE_TIMEOUT,
            FaultDomain.APP),
        sure(
            "the application answered 500",
            access(500, attempt(UPSTREAM, 500, 0, 9, 9)),
            Cause.APP_ERROR,
            FaultDomain.APP),
        sure(
            "the application answered 503",
            access(503, attempt(UPSTREAM, 503, 0, 9, 9)),
            Cause.APP_UNAVAILABLE,
            FaultDomain.APP),
        likely(
            "the application answered 502 itself",
            access(502, attempt(UPSTREAM, 502, 0, 9, 9)),
            Cause.APP_ERROR,
            FaultDomain.APP),
        sure(
            "garbage passed through as HTTP/0.9",
            access(9, attempt(UPSTREAM, 200, 0, 3, 3)),
            Cause.INVALID_RESPONSE,
            FaultDomain.APP),
        likely(
            "a group without a live member",
            access(502, attempt("all_dead", 502, -1, -1, 0)),
            Cause.NO_HEALTHY_UPSTREAM,
            FaultDomain.APP),
        guess("502 without an upstream", access(502), Cause.DNS_FAILURE, FaultDomain.UPSTREAM_LINK),
        guess("503 without an upstream", access(503), Cause.RATE_LIMITED, FaultDomain.PROXY),
        guess("500 without an upstream", access(500), Cause.UNKNOWN, FaultDomain.PROXY),
        sure(
            "refused, closed, then the third answered 503",
            access(
                503,
                attempt("a:1", 502, -1, -1, 0),
                attempt("b:1", 502, 0, -1, 1),
                attempt("c:1", 503, 0, 1, 1)),
            Cause.APP_UNAVAILABLE,
            FaultDomain.APP));
  }

  @ParameterizedTest
  @MethodSource
  void accessLogAlone(Row row) {
    row.check();
  }

  @Test
  void failedAttemptsBehindASuccessAreListedWithTheirOwnLines() {
    ProxyEvent event =
        with(
            proxy(
                "nginx",
                200,
                attempt("a:1", 502, -1, -1, 0),
                attempt("b:1", 504, 0, -1, 3_000),
                attempt("c:1", 200, 0, 4, 4)),
            line("connect() failed (111: Connection refused)", "connecting to upstream", "a:1"),
            line("upstream server temporarily disabled", "connecting to upstream", "a:1"),
            line("upstream timed out (110: Connection timed out)", HEADER, "b:1"));

    Diagnosis diagnosis = diagnose(event);

    assertThat(diagnosis.failed()).isFalse();
    assertThat(diagnosis.retried()).isTrue();
    assertThat(diagnosis.hidden())
        .extracting(HiddenFailure::upstream)
        .containsExactly("a:1", "b:1");
    assertThat(diagnosis.hidden())
        .extracting(HiddenFailure::cause)
        .containsExactly(Cause.CONNECTION_REFUSED, Cause.RESPONSE_TIMEOUT);
    assertThat(diagnosis.hidden())
        .extracting(HiddenFailure::durationUs)
        .containsExactly(0L, 3_000_000L);
  }

  @Test
  void aGroupThatLostItsLastMemberInThisVeryRequestIsNamedByWhatTookTheMember() {
    ProxyEvent event =
        with(
            proxy("nginx", 502, attempt("a:1", 502, -1, -1, 0), attempt("pool", 502, -1, -1, 0)),
            line("connect() failed (111: Connection refused)", "connecting to upstream", "a:1"),
            line("no live upstreams", "connecting to upstream", "pool"));

    Diagnosis diagnosis = diagnose(event);

    assertThat(diagnosis.cause()).isEqualTo(Cause.CONNECTION_REFUSED);
    assertThat(diagnosis.upstream()).isEqualTo("a:1");
    assertThat(diagnosis.evidence()).anyMatch(words -> words.contains("no live upstreams"));
  }

  @Test
  void aGroupWithoutMembersHasTheNameThatTheLogGivesThePool() {
    Attempt none = attempt("upstream_balancer", 502, -1, -1, 0);
    none.setPool("ns-web-80");
    ProxyEvent event =
        with(
            proxy("nginx", 502, none),
            line("no live upstreams", "connecting to upstream", "upstream_balancer"));

    assertThat(diagnose(event).pool()).isEqualTo("ns-web-80");
    assertThat(diagnose(event).upstream()).isEmpty();
  }

  @Test
  void membersThatFailedForTheSameCauseBeforeTheLastAreNamedInOrder() {
    ProxyEvent event =
        with(
            proxy(
                "nginx",
                502,
                attempt("c:1", 502, -1, -1, 0),
                attempt("b:1", 502, 0, -1, 1),
                attempt("a:1", 502, -1, -1, 0),
                attempt("d:1", 502, -1, -1, 0)),
            line("connect() failed (111: Connection refused)", "connecting to upstream", "c:1"),
            line("upstream prematurely closed connection", HEADER, "b:1"),
            line("connect() failed (111: Connection refused)", "connecting to upstream", "a:1"),
            line("connect() failed (111: Connection refused)", "connecting to upstream", "d:1"));

    Diagnosis diagnosis = diagnose(event);

    assertThat(diagnosis.upstream()).isEqualTo("d:1");
    assertThat(diagnosis.triedBefore()).containsExactly("a:1", "c:1");
  }

  @Test
  void anApplicationThatFinishesLaterConfirmsTheTimeOut() {
    Diagnosis diagnosis =
        diagnose(
            proxy("nginx", 504, attempt(UPSTREAM, 504, 0, -1, 3_000)),
            answered(200, 4_200, "", ""));

    assertThat(diagnosis.cause()).isEqualTo(Cause.RESPONSE_TIMEOUT);
    assertThat(diagnosis.confidence()).isGreaterThan(0.9);
    assertThat(diagnosis.evidence())
        .anyMatch(words -> words.endsWith("finished 4.20 s later with 200"));
    assertThat(diagnosis.instance()).isEqualTo(UPSTREAM);
  }

  @Test
  void anExceptionOfTheApplicationIsEvidenceForItsError() {
    Diagnosis diagnosis =
        diagnose(
            proxy("nginx", 500, attempt(UPSTREAM, 500, 0, 9, 9)),
            answered(500, 0, "TimeoutError", "QueuePool limit of size 5 reached"));

    assertThat(diagnosis.cause()).isEqualTo(Cause.APP_ERROR);
    assertThat(diagnosis.evidence())
        .anyMatch(words -> words.contains("TimeoutError: QueuePool limit of size 5 reached"));
  }

  @Test
  void anApplicationThatAnsweredWellPointsAtItsHeaderWhereNoErrorLineIsAtHand() {
    Diagnosis alone = diagnose(proxy("nginx", 502, attempt(UPSTREAM, 502, 0, -1, 12)));
    Diagnosis joined =
        diagnose(proxy("nginx", 502, attempt(UPSTREAM, 502, 0, -1, 12)), answered(200, 0, "", ""));

    assertThat(alone.cause()).isEqualTo(Cause.PREMATURE_CLOSE);
    assertThat(joined.cause()).isEqualTo(Cause.HEADER_TOO_LARGE);
  }

  @Test
  void absenceOfTheApplicationsRecordCountsOnlyWithCoverageAndWithoutASignThatItWasReached() {
    ProxyEvent refused = proxy("nginx", 502, attempt(UPSTREAM, 502, -1, -1, 0));
    ProxyEvent slow = proxy("nginx", 504, attempt(UPSTREAM, 504, 0, -1, 3_000));

    assertThat(unseen(refused, 0.999).confidence())
        .isGreaterThan(unseen(refused, 0.98).confidence());
    assertThat(unseen(refused, -1)).isEqualTo(diagnose(refused));
    assertThat(unseen(slow, 0.999).confidence()).isEqualTo(diagnose(slow).confidence());
    assertThat(unseen(slow, 0.999).evidence())
        .anyMatch(words -> words.contains("may still be at work"));
  }

  @Test
  void aClientThatLeftIsNoFailure() {
    Diagnosis diagnosis = diagnose(proxy("nginx", 499, attempt(UPSTREAM, -1, 0, -1, 480)));

    assertThat(diagnosis.failed()).isFalse();
    assertThat(diagnosis.cause()).isEqualTo(Cause.CLIENT_ABORT);
    assertThat(diagnosis.faultDomain()).isEqualTo(FaultDomain.CLIENT);
  }

  @Test
  void aPlainSuccessCostsNothing() {
    assertThat(diagnose(proxy("nginx", 200, attempt(UPSTREAM, 200, 0, 4, 4))))
        .isSameAs(Diagnosis.FINE);
    assertThat(diagnose(proxy("nginx", 404, attempt(UPSTREAM, 404, 0, 4, 4))))
        .isSameAs(Diagnosis.FINE);
    assertThat(diagnose(proxy("nginx", 101, attempt(UPSTREAM, 101, 0, 4, 4))))
        .isSameAs(Diagnosis.FINE);
  }

  @Test
  void warningsThatCostNobodyAnAnswerAreNoFailure() {
    ProxyEvent event =
        with(
            proxy("nginx", 200, attempt(UPSTREAM, 200, 0, 4, 4)),
            line(
                "an upstream response is buffered to a temporary file /var/tmp/1",
                "reading upstream",
                UPSTREAM),
            line(
                "upstream sent more data than specified in \"Content-Length\" header",
                "reading upstream",
                UPSTREAM));

    assertThat(diagnose(event)).isSameAs(Diagnosis.FINE);
  }

  @Test
  void anIdleWebSocketThatIsClosedIsNoFailure() {
    ProxyEvent event =
        with(
            proxy("nginx", 101, attempt(UPSTREAM, 101, 0, 4, 60_000)),
            line(
                "upstream timed out (110: Connection timed out)",
                "proxying upgraded connection",
                UPSTREAM));

    assertThat(diagnose(event).failed()).isFalse();
  }
}
