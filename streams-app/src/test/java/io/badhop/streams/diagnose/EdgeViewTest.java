package io.badhop.streams.diagnose;

import static io.badhop.streams.diagnose.Records.UPSTREAM;
import static io.badhop.streams.diagnose.Records.answered;
import static io.badhop.streams.diagnose.Records.attempt;
import static io.badhop.streams.diagnose.Records.detail;
import static io.badhop.streams.diagnose.Records.diagnose;
import static io.badhop.streams.diagnose.Records.edge;
import static io.badhop.streams.diagnose.Records.line;
import static io.badhop.streams.diagnose.Records.proxy;
import static io.badhop.streams.diagnose.Records.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.Tier;
import java.util.List;
import org.junit.jupiter.api.Test;

class EdgeViewTest {

  @Test
  void aTimeOutAtTheEdgeIsTheApplicationsOnceTheProxyShowsThatItWaitedForIt() {
    ProxyEvent waiting = proxy("nginx", 499, attempt(UPSTREAM, -1, 0, -1, 5_000));

    Diagnosis diagnosis = diagnose(edge("cloudflare", 524, 0), waiting);

    assertThat(diagnosis.cause()).isEqualTo(Cause.RESPONSE_TIMEOUT);
    assertThat(diagnosis.faultDomain()).isEqualTo(FaultDomain.APP);
    assertThat(diagnosis.confidence()).isGreaterThan(0.9);
    assertThat(diagnosis.upstream()).isEqualTo(UPSTREAM);
    assertThat(diagnosis.evidence().get(0))
        .contains("still waiting for the application at 10.0.3.7:8080");
  }

  @Test
  void anAnswerPassedOnTakesTheCauseFromTheProxyAndIsNotTheEdgesOwn() {
    ProxyEvent refused =
        with(
            proxy("nginx", 502, attempt(UPSTREAM, 502, -1, -1, 0)),
            line("connect() failed (111: Connection refused)", "connecting to upstream", UPSTREAM));

    Diagnosis diagnosis = diagnose(edge("cloudflare", 502, 502), refused);

    assertThat(diagnosis.failed()).isTrue();
    assertThat(diagnosis.ownFailure()).isFalse();
    assertThat(diagnosis.cause()).isEqualTo(Cause.CONNECTION_REFUSED);
    assertThat(diagnosis.upstream()).isEqualTo(UPSTREAM);
    assertThat(diagnosis.evidence()).anyMatch(words -> words.contains("passed on 502"));
  }

  @Test
  void anAnswerPassedOnThatNoProxyKnowsOfCameFromSomethingInBetween() {
    EdgeEvent event = edge("cloudflare", 502, 502);
    Diagnosis diagnosis =
        Diagnoser.diagnose(new Case(Tier.EDGE, event, null, List.of(), true, false, -1, 0.999));

    assertThat(diagnosis.faultDomain()).isEqualTo(FaultDomain.EDGE);
    assertThat(diagnosis.confidence()).isLessThan(0.6);
    assertThat(diagnosis.evidence())
        .anyMatch(words -> words.contains("the proxies have no record of it"));
  }

  @Test
  void aProxyThatTookTheRequestAndLoggedNothingHangs() {
    EdgeEvent event = edge("cloudflare", 524, 0);

    assertThat(
            Diagnoser.diagnose(new Case(Tier.EDGE, event, null, List.of(), true, true, 1, 0.995))
                .faultDomain())
        .isEqualTo(FaultDomain.PROXY);
    assertThat(
            Diagnoser.diagnose(new Case(Tier.EDGE, event, null, List.of(), true, true, 1, 0.9))
                .faultDomain())
        .isEqualTo(FaultDomain.UNKNOWN);
    assertThat(
            Diagnoser.diagnose(new Case(Tier.EDGE, event, null, List.of(), false, true, 1, 0.995))
                .faultDomain())
        .isEqualTo(FaultDomain.UNKNOWN);
  }

  @Test
  void aFailureBetweenEdgeAndProxyNamesNoUpstream() {
    Diagnosis diagnosis =
        diagnose(edge("cloudflare", 520, 0), proxy("nginx", 200, attempt(UPSTREAM, 200, 0, 4, 4)));

    assertThat(diagnosis.faultDomain()).isEqualTo(FaultDomain.PROXY);
    assertThat(diagnosis.upstream()).isEmpty();
  }

  @Test
  void anApplicationRightBehindTheEdgeAnswersForItself() {
    Diagnosis diagnosis =
        diagnose(edge("alb", 500, 500), null, answered(500, 0, "KeyError", "'sku'"));

    assertThat(diagnosis.cause()).isEqualTo(Cause.APP_ERROR);
    assertThat(diagnosis.faultDomain()).isEqualTo(FaultDomain.APP);
    assertThat(diagnosis.confidence()).isGreaterThan(0.9);
  }

  @Test
  void aTimeOutAtTheEdgeIsTheApplicationsWhereItsOwnRecordTookTheTime() {
    AppEvent slow =
        AppEvent.newBuilder(answered(200, 900, "", "")).setDurationUs(5_800_000).build();
    EdgeEvent late = edge("alb", 504, 0);

    assertThat(diagnose(late, null).faultDomain()).isEqualTo(FaultDomain.UNKNOWN);
    assertThat(diagnose(late, null, slow).cause()).isEqualTo(Cause.RESPONSE_TIMEOUT);
    assertThat(diagnose(late, null, slow).faultDomain()).isEqualTo(FaultDomain.APP);
    assertThat(diagnose(late, null, slow).evidence())
        .contains("the application was at work on it for 5.80 s");
  }

  @Test
  void anApplicationThatWasDoneAtOnceDidNotLetTheEdgeWait() {
    assertThat(diagnose(edge("alb", 504, 0), null, answered(200, 0, "", "")).faultDomain())
        .isEqualTo(FaultDomain.UNKNOWN);
  }

  @Test
  void visitorsWhoLeaveAreNoFailure() {
    assertThat(diagnose(edge("cloudflare", 499, 0), null).cause()).isEqualTo(Cause.CLIENT_ABORT);
    assertThat(diagnose(edge("alb", 460, 0), null).failed()).isFalse();
    assertThat(diagnose(detail(edge("cloudfront", 0, -1), "ClientCommError"), null).failed())
        .isFalse();
    assertThat(diagnose(edge("cloudflare", 200, 200), null)).isSameAs(Diagnosis.FINE);
  }

  @Test
  void whereThereIsNoProxyTheApplicationsRecordIsTheFailure() {
    AppEvent event = answered(503, 0, "", "");

    Diagnosis diagnosis = Diagnoser.diagnose(Case.of(event));

    assertThat(diagnosis.cause()).isEqualTo(Cause.APP_UNAVAILABLE);
    assertThat(diagnosis.instance()).isEqualTo(UPSTREAM);
    assertThat(diagnosis.failedAttemptUs()).isEqualTo(12_000);
    assertThat(Diagnoser.diagnose(Case.of(answered(200, 0, "", "")))).isSameAs(Diagnosis.FINE);
  }
}
