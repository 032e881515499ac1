package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.Severity;
import io.badhop.schemas.event.SourceChangeKind;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.TrafficSummary;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Timelines of what stage 2 says. */
class Stage2Test {

  private final Traffic traffic = new Traffic();

  @Test
  void aDeadUpstreamBehindManyPathsIsOneIncidentKeyedByTheUpstream() {
    traffic.healthy(40);
    upstreamRefuses(12);

    assertThat(traffic.said)
        .extracting(Escalation::getIncidentId)
        .containsOnly(traffic.said.get(0).getIncidentId());
    Escalation last = last();
    assertThat(last.getKey()).isEqualTo(Traffic.key(KeyKind.UPSTREAM, "10.0.0.2:80"));
    assertThat(last.getCause()).isEqualTo(Cause.CONNECTION_REFUSED);
    assertThat(last.getFaultDomain()).isEqualTo(FaultDomain.APP);
    assertThat(last.getExplains()).contains(Traffic.key(KeyKind.PATH, "shop/login"));
    assertThat(last.getRequestIds()).isNotEmpty();
  }

  @Test
  void opensAtTheThirdFailureOfAPathThatFailsEntirely() {
    traffic.healthy(40);
    assertThat(loginFails()).isEmpty();
    assertThat(loginFails()).isEmpty();
    List<Escalation> third = loginFails();

    assertThat(third).hasSize(1);
    assertThat(third.get(0).getPhase()).isEqualTo(Phase.OPENED);
    assertThat(third.get(0).getSeverity()).isEqualTo(Severity.WARNING);
    assertThat(third.get(0).getKey()).isEqualTo(Traffic.key(KeyKind.PATH, "shop/login"));
  }

  @Test
  void isLoudAfterASecondOfFailuresWithoutARestartInSight() {
    traffic.healthy(40);
    for (int i = 0; i < 5; i++) {
      loginFails();
    }
    assertThat(last().getPhase()).isEqualTo(Phase.ESCALATED);
    assertThat(last().getSeverity()).isEqualTo(Severity.MINOR);
  }

  @Test
  void aBurstWithinOneInstantIsABlip() {
    traffic.healthy(40);
    Traffic.PATHS.forEach(path -> traffic.fail(path, "10.0.0.2:80", Cause.CONNECTION_REFUSED));
    traffic.usual("10.0.0.2:80").step();
    traffic.healthy(60);
    assertThat(traffic.said)
        .isNotEmpty()
        .extracting(Escalation::getSeverity)
        .containsOnly(Severity.WARNING);
    assertThat(last().getPhase()).isEqualTo(Phase.RESOLVED);
  }

  @Test
  void worksFromTheFirstMinuteWithoutHistory() {
    for (int i = 0; i < 3; i++) {
      loginFails();
    }
    assertThat(last().getPhase()).isEqualTo(Phase.OPENED);
  }

  @Test
  void aFailureInAThousandIsNoIncident() {
    for (int i = 0; i < 2_400; i++) {
      if (i % 67 == 0) {
        traffic.fail(Traffic.PATHS.get(i % 5), Traffic.UPSTREAMS.get(i % 3), Cause.APP_ERROR);
      }
      traffic.usual("");
      traffic.step();
    }
    assertThat(traffic.said).isEmpty();
  }

  @Test
  void twoFaultsAtOnceAreTwoIncidents() {
    traffic.healthy(40);
    for (int i = 0; i < 20; i++) {
      traffic.fail("shop/login", Traffic.UPSTREAMS.get(i % 3), Cause.HEADER_TOO_LARGE);
      traffic.fail("shop/pay", "10.0.9.9:443", Cause.TLS_FAILURE);
      traffic.ok("shop/cart", Traffic.UPSTREAMS.get(i % 3), 4).step();
    }
    assertThat(traffic.said.stream().map(Escalation::getIncidentId).distinct()).hasSize(2);
    assertThat(traffic.said)
        .extracting(Escalation::getCause)
        .contains(Cause.HEADER_TOO_LARGE, Cause.TLS_FAILURE);
  }

  @Test
  void allMembersOfAPoolDownIsThePool() {
    traffic.healthy(40);
    for (int i = 0; i < 12; i++) {
      for (String upstream : Traffic.UPSTREAMS) {
        traffic.fail(Traffic.PATHS.get(i % 5), upstream, Cause.CONNECTION_REFUSED);
      }
      traffic.step();
    }
    assertThat(last().getKey()).isEqualTo(Traffic.key(KeyKind.POOL, "app"));
    assertThat(last().getSeverity()).isEqualTo(Severity.CRITICAL);
    assertThat(traffic.said.stream().map(Escalation::getIncidentId).distinct()).hasSize(1);
  }

  @Test
  void noLiveUpstreamsBelongsToWhatTookThemOut() {
    traffic.healthy(40);
    for (int i = 0; i < 6; i++) {
      traffic
          .fail("shop/cart", Traffic.UPSTREAMS.get(i % 3), Cause.RESPONSE_TIMEOUT)
          .usual("")
          .step();
    }
    for (int i = 0; i < 20; i++) {
      Traffic.PATHS.forEach(path -> traffic.fail(path, "", Cause.NO_HEALTHY_UPSTREAM));
      traffic.step();
    }
    assertThat(traffic.said.stream().map(Escalation::getIncidentId).distinct()).hasSize(1);
    assertThat(last().getCause()).isEqualTo(Cause.RESPONSE_TIMEOUT);
    assertThat(last().getEvidence()).anyMatch(words -> words.contains("no live upstreams in app"));
  }

  @Test
  void failuresHiddenByRetriesWarnAndDoNotWake() {
    traffic.healthy(40);
    for (int i = 0; i < 40; i++) {
      traffic
          .hidden("shop/cart", "10.0.0.2:80", Cause.CONNECTION_REFUSED)
          .usual("10.0.0.2:80")
          .step();
    }
    assertThat(traffic.said)
        .isNotEmpty()
        .extracting(Escalation::getSeverity)
        .containsOnly(Severity.WARNING);
    assertThat(last().getKey()).isEqualTo(Traffic.key(KeyKind.UPSTREAM, "10.0.0.2:80"));
  }

  @Test
  void resolvesOnSuccessesAfterFiveQuietSeconds() {
    traffic.healthy(40);
    upstreamRefuses(12);
    double end = traffic.seconds();
    traffic.healthy(40);

    assertThat(last().getPhase()).isEqualTo(Phase.RESOLVED);
    assertThat((last().getEventTimeMs() * 1000 - Traffic.START) / 1e6 - end).isBetween(4.5, 6.0);
  }

  @Test
  void theEndOfTimeTellsTheNumbersAndIsNoRecovery() {
    traffic.healthy(40);
    upstreamRefuses(12);
    long told = last().getFailed();
    List<Escalation> end = traffic.end();

    assertThat(end).hasSize(1);
    assertThat(end.get(0).getPhase()).isEqualTo(Phase.UPDATED);
    assertThat(end.get(0).getFailed()).isEqualTo(60).isGreaterThan(told);
  }

  @Test
  void whereTheLogNamesUpstreamsInErrorsOnlyAllTrafficShowsRecovery() {
    for (int i = 0; i < 40; i++) {
      traffic.ok("shop/cart", "", 10).step();
    }
    for (int i = 0; i < 12; i++) {
      traffic
          .fail("shop/cart", "10.0.0.2:80", Cause.CONNECTION_REFUSED)
          .ok("shop/cart", "", 8)
          .step();
    }
    for (int i = 0; i < 24; i++) {
      traffic.ok("shop/cart", "", 10).step();
    }
    assertThat(last().getKey()).isEqualTo(Traffic.key(KeyKind.UPSTREAM, "10.0.0.2:80"));
    assertThat(last().getPhase()).isEqualTo(Phase.RESOLVED);
  }

  @Test
  void noTrafficIsNoRecovery() {
    traffic.healthy(40);
    for (int i = 0; i < 6; i++) {
      loginFails();
    }
    for (int i = 0; i < 200; i++) {
      traffic.ok("shop/cart", "10.0.0.1:80", 0).step();
    }
    assertThat(traffic.said).noneMatch(escalation -> escalation.getPhase() == Phase.RESOLVED);
  }

  @Test
  void reopensUnderTheSameIdWithinTheCoolDown() {
    traffic.healthy(40);
    upstreamRefuses(12);
    traffic.healthy(60);
    upstreamRefuses(12);

    assertThat(traffic.said.stream().map(Escalation::getIncidentId).distinct()).hasSize(1);
    assertThat(traffic.said)
        .extracting(Escalation::getPhase)
        .contains(Phase.RESOLVED, Phase.REOPENED);
  }

  @Test
  void aRestartInSightKeepsItQuietForTheBlipLimit() {
    traffic.healthy(40);
    traffic.component(ComponentEventKind.STOPPED, "10.0.0.2:80", "SIGTERM received");
    upstreamRefuses(16);
    assertThat(traffic.said)
        .isNotEmpty()
        .extracting(Escalation::getSeverity)
        .containsOnly(Severity.WARNING);
    upstreamRefuses(8);
    assertThat(last().getSeverity()).isGreaterThanOrEqualTo(Severity.MINOR);
  }

  @Test
  void aFullPoolExplainsTheTimeouts() {
    traffic.healthy(40);
    traffic.component(
        ComponentEventKind.POOL_FULL,
        "10.0.9.1:9000",
        "server reached pm.max_children setting (3)");
    for (int i = 0; i < 8; i++) {
      traffic.fail("shop/reports", "10.0.9.1:9000", Cause.RESPONSE_TIMEOUT).usual("").step();
    }
    assertThat(last().getCause()).isEqualTo(Cause.POOL_EXHAUSTED);
    assertThat(last().getEvidence().get(0)).contains("pm.max_children");
  }

  @Test
  void aRefinementCorrectsTheCauseOfAnOpenIncident() {
    traffic.healthy(40);
    for (int i = 0; i < 4; i++) {
      traffic.fail("shop/login", "10.0.0.1:80", Cause.UNKNOWN).usual("").step();
    }
    for (int i = 0; i < 4; i++) {
      traffic
          .refine(
              4,
              "shop/login",
              "10.0.0.1:80",
              Cause.UNKNOWN,
              FaultDomain.APP,
              Cause.APP_ERROR,
              FaultDomain.APP)
          .usual("")
          .step();
    }
    traffic.usual("").step();
    assertThat(last().getPhase()).isEqualTo(Phase.UPDATED);
    assertThat(last().getCause()).isEqualTo(Cause.APP_ERROR);
  }

  @Test
  void failuresWhoseDiagnosisIsAlwaysCorrectedLaterAreOneIncident() {
    traffic.healthy(40);
    for (int i = 0; i < 24; i++) {
      traffic.fail("shop/login", "10.0.0.1:80", Cause.PREMATURE_CLOSE);
      if (i >= 4) {
        traffic.refine(
            4,
            "shop/login",
            "10.0.0.1:80",
            Cause.PREMATURE_CLOSE,
            FaultDomain.APP,
            Cause.HEADER_TOO_LARGE,
            FaultDomain.APP);
      }
      traffic.usual("").step();
    }
    assertThat(traffic.said.stream().map(Escalation::getIncidentId).distinct()).hasSize(1);
    assertThat(last().getCause()).isEqualTo(Cause.HEADER_TOO_LARGE);
  }

  @Test
  void anAddressThatTookThePlaceOfOneThatAnsweredIsDriftOrMisconfiguration() {
    for (int i = 0; i < 80; i++) {
      traffic.ok("shop/recs", "10.0.5.1:80", 1).usual("").step();
    }
    for (int i = 0; i < 12; i++) {
      traffic.fail("shop/recs", "10.0.5.99:80", Cause.CONNECTION_REFUSED).usual("").step();
    }
    assertThat(last().getCause()).isEqualTo(Cause.WRONG_UPSTREAM_ADDRESS);
    assertThat(last().getFaultDomain()).isEqualTo(FaultDomain.PROXY);
    assertThat(last().getEvidence().get(0)).contains("10.0.5.1:80");
  }

  @Test
  void trafficThatStopsIsAnIncident() {
    traffic.healthy(11 * 60 * 4);
    for (int i = 0; i < 200; i++) {
      traffic.step();
    }
    assertThat(last().getCause()).isEqualTo(Cause.TRAFFIC_LOST);
    assertThat(last().getSeverity()).isEqualTo(Severity.MINOR);
    traffic.healthy(40);
    assertThat(last().getPhase()).isEqualTo(Phase.RESOLVED);
  }

  @Test
  void whatTheApplicationsViewOpenedIsOverWhenProxiesAreLogged() {
    Traffic app = new Traffic(new Stage2(DetectConfig.DEFAULT), Tier.APP);
    app.healthy(40);
    for (int i = 0; i < 3; i++) {
      app.fail("/pay", "10.0.0.1:80", Cause.APP_ERROR).step();
    }
    assertThat(app.said.get(app.said.size() - 1).getPhase()).isEqualTo(Phase.OPENED);
    app.with(Tier.PROXY);
    for (int i = 0; i < 80; i++) {
      app.step();
    }
    assertThat(app.said.get(app.said.size() - 1).getPhase()).isEqualTo(Phase.RESOLVED);
  }

  @Test
  void aTierThatFallsSilentIsAnIncident() {
    traffic.healthy(40);
    traffic.change(SourceChangeKind.SILENT, Tier.APP).usual("").step();
    assertThat(last().getCause()).isEqualTo(Cause.LOGS_MISSING);
    assertThat(last().getKey()).isEqualTo(Traffic.key(KeyKind.SOURCE, "APP"));
    traffic.with(Tier.APP).change(SourceChangeKind.RESUMED, Tier.APP).usual("").step();
    assertThat(last().getPhase()).isEqualTo(Phase.RESOLVED);
  }

  @Test
  void aSuccessorThatRestoresTheSnapshotSaysTheSame() {
    Traffic undisturbed = new Traffic();
    undisturbed.healthy(40);
    script(undisturbed, 0, 120);

    traffic.healthy(40);
    script(traffic, 0, 50);
    Stage2 successor = new Stage2(DetectConfig.DEFAULT);
    successor.restore(traffic.stage2.snapshot());
    Traffic resumed = traffic.continuedBy(successor);
    script(resumed, 50, 120);

    assertThat(resumed.said).containsExactlyElementsOf(undisturbed.said);
    assertThat(successor.snapshot()).isEqualTo(undisturbed.stage2.snapshot());
  }

  @Test
  void aPartitionWhoseLogBeginsLaterIsNotWaitedFor() {
    Stage2 stage2 = new Stage2(DetectConfig.DEFAULT);
    stage2.summary(new TrafficSummary(7L, 0, 2, List.of(), false), 0);
    assertThat(stage2.lastTick()).isZero();
    stage2.summary(new TrafficSummary(8L, 1, 2, List.of(), false), 1);
    assertThat(stage2.lastTick()).isEqualTo(7);
    stage2.summary(new TrafficSummary(8L, 0, 2, List.of(), false), 2);
    assertThat(stage2.lastTick()).isEqualTo(8);
  }

  private static void script(Traffic traffic, int from, int to) {
    for (int i = from; i < to; i++) {
      boolean failing = i > 20 && i < 80;
      if (failing) {
        traffic.fail(Traffic.PATHS.get(i % 5), "10.0.0.2:80", Cause.CONNECTION_REFUSED);
      }
      traffic.usual(failing ? "10.0.0.2:80" : "").step();
    }
  }

  private void upstreamRefuses(int slots) {
    for (int i = 0; i < slots; i++) {
      Traffic.PATHS.forEach(path -> traffic.fail(path, "10.0.0.2:80", Cause.CONNECTION_REFUSED));
      traffic.usual("10.0.0.2:80").step();
    }
  }

  private List<Escalation> loginFails() {
    traffic.fail("shop/login", "10.0.0.1:80", Cause.HEADER_TOO_LARGE);
    traffic.ok("shop/cart", "10.0.0.1:80", 5);
    return traffic.step();
  }

  private Escalation last() {
    return traffic.said.get(traffic.said.size() - 1);
  }
}
