package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Tier;
import org.junit.jupiter.api.Test;

/** Causes, and parts of their evidence, that only history tells. */
class HistoryCausesTest {

  private static final int MINUTE = 240;

  private final Traffic traffic = new Traffic();

  @Test
  void anAddressThatAnsweredBeforeIsAProcessThatDied() {
    traffic.healthy(11 * MINUTE);
    refuses("10.0.0.2:80", 12);

    assertThat(last().getCause()).isEqualTo(Cause.CONNECTION_REFUSED);
    assertThat(last().getFaultDomain()).isEqualTo(FaultDomain.APP);
    assertThat(last().getEvidence())
        .anyMatch(words -> words.contains("10.0.0.2:80 answered until"));
  }

  @Test
  void anAddressThatNeverAnsweredIsAWrongOne() {
    traffic.healthy(11 * MINUTE);
    refuses("10.0.9.9:80", 12);

    assertThat(last().getCause()).isEqualTo(Cause.WRONG_UPSTREAM_ADDRESS);
    assertThat(last().getFaultDomain()).isEqualTo(FaultDomain.PROXY);
  }

  @Test
  void nothingIsSaidOfNeverInTheFirstTenMinutes() {
    traffic.healthy(9 * MINUTE);
    refuses("10.0.9.9:80", 12);

    assertThat(last().getCause()).isEqualTo(Cause.CONNECTION_REFUSED);
  }

  @Test
  void aReloadRightBeforeIsToBlameWhereTheLogNamesUpstreamsInErrorsOnly() {
    for (int i = 0; i < MINUTE; i++) {
      Traffic.PATHS.forEach(path -> traffic.ok(path, "", 5));
      traffic.step();
    }
    traffic.component(Tier.PROXY, ComponentEventKind.RELOADED, "", "reconfiguring");
    refusesUnnamed(12);

    assertThat(last().getCause()).isEqualTo(Cause.WRONG_UPSTREAM_ADDRESS);
    assertThat(last().getFaultDomain()).isEqualTo(FaultDomain.PROXY);
  }

  @Test
  void withoutAReloadAnUpstreamOfErrorsOnlyIsAProcessThatDied() {
    for (int i = 0; i < MINUTE; i++) {
      Traffic.PATHS.forEach(path -> traffic.ok(path, "", 5));
      traffic.step();
    }
    refusesUnnamed(12);

    assertThat(last().getCause()).isEqualTo(Cause.CONNECTION_REFUSED);
  }

  @Test
  void aProxyWithoutAFreeConnectionAnswersTheEdgeNothing() {
    traffic.healthy(MINUTE);
    traffic.component(
        Tier.PROXY,
        ComponentEventKind.CONNECTIONS_EXHAUSTED,
        "",
        "512 worker_connections are not enough");
    for (int i = 0; i < 12; i++) {
      Traffic.PATHS.forEach(path -> traffic.fail(path, "", Cause.ORIGIN_UNREACHABLE));
      traffic.step();
    }

    assertThat(last().getCause()).isEqualTo(Cause.PROXY_EXHAUSTED);
    assertThat(last().getFaultDomain()).isEqualTo(FaultDomain.PROXY);
  }

  @Test
  void anAddressThatCameWithAReloadIsAWrongOneAndNoDriftedName() {
    traffic.healthy(2 * MINUTE);
    traffic.component(Tier.PROXY, ComponentEventKind.RELOADED, "", "reconfiguring");
    for (int i = 0; i < 40; i++) {
      Traffic.PATHS.forEach(
          path -> traffic.fail(unpooled(path, "10.0.9.9:80", Cause.CONNECTION_REFUSED)));
      traffic.step();
    }

    assertThat(last().getCause()).isEqualTo(Cause.WRONG_UPSTREAM_ADDRESS);
    assertThat(last().getFaultDomain()).isEqualTo(FaultDomain.PROXY);
  }

  @Test
  void aProxyThatSaysItIsFullIsWhyTheEdgeWaitedInVain() {
    Traffic edge = new Traffic(new Stage2(DetectConfig.DEFAULT), Tier.EDGE);
    edge.healthy(MINUTE);
    edge.component(
        Tier.PROXY, ComponentEventKind.CONNECTIONS_EXHAUSTED, "", "reached MaxRequestWorkers");
    for (int i = 0; i < 12; i++) {
      Traffic.PATHS.forEach(
          path ->
              edge.fail(edge.cell(path, "", Cause.RESPONSE_TIMEOUT, FaultDomain.UNKNOWN, false)));
      edge.step();
    }

    assertThat(edge.said.get(edge.said.size() - 1).getCause()).isEqualTo(Cause.PROXY_EXHAUSTED);
  }

  @Test
  void failuresThatBeganWithADeploySaySo() {
    traffic.healthy(MINUTE);
    traffic.component(ComponentEventKind.DEPLOYED, "", "deployed shop 4.2.1").usual("").step();
    for (int i = 0; i < 24; i++) {
      traffic.fail("shop/login", Traffic.UPSTREAMS.get(i % 3), Cause.APP_ERROR);
      traffic.ok("shop/", Traffic.UPSTREAMS.get(i % 3), 5).step();
    }
    assertThat(last().getEvidence()).anyMatch(words -> words.contains("deployed shop 4.2.1"));
  }

  @Test
  void noLiveUpstreamsNamesWhatTookThemOut() {
    traffic.healthy(MINUTE);
    for (int i = 0; i < 4; i++) {
      Traffic.UPSTREAMS.forEach(up -> traffic.fail("shop/cart", up, Cause.PREMATURE_CLOSE));
      traffic.step();
    }
    for (int i = 0; i < 20; i++) {
      Traffic.PATHS.forEach(path -> traffic.fail(path, "", Cause.NO_HEALTHY_UPSTREAM));
      traffic.step();
    }
    assertThat(last().getCause()).isEqualTo(Cause.PREMATURE_CLOSE);
    assertThat(last().getKey().getKind()).isIn(KeyKind.POOL, KeyKind.PATH);
    assertThat(traffic.said)
        .extracting(Escalation::getIncidentId)
        .containsOnly(last().getIncidentId());
  }

  @Test
  void failuresAtAConstantDurationNameWhoseTimeoutItIs() {
    traffic.healthy(MINUTE);
    lasting(24, Cause.RESPONSE_TIMEOUT, 60_000_000);
    assertThat(last().getRetries().getConstantDurationUs()).isBetween(60_000_000L, 60_100_000L);
    assertThat(last().getEvidence())
        .anyMatch(words -> words.startsWith("all fail after 60.0") && words.contains("proxy"));
  }

  @Test
  void aConnectionClosedAfterAConstantTimeIsTheApplicationServersLimit() {
    traffic.healthy(MINUTE);
    lasting(24, Cause.PREMATURE_CLOSE, 30_000_000);
    assertThat(last().getEvidence())
        .anyMatch(words -> words.startsWith("all fail after 30.0") && words.contains("gunicorn"));
  }

  @Test
  void failuresOfAllDurationsNameNoTimeout() {
    traffic.healthy(MINUTE);
    for (int i = 0; i < 24; i++) {
      lasting(1, Cause.PREMATURE_CLOSE, 1_000_000L * (i + 1));
    }
    assertThat(last().getEvidence()).noneMatch(words -> words.startsWith("all fail after"));
  }

  @Test
  void failuresWithoutAnyWaitSaySo() {
    traffic.healthy(MINUTE);
    lasting(24, Cause.CONNECTION_RESET, 2_000);
    assertThat(last().getEvidence()).anyMatch(words -> words.contains("failed within 5 ms"));
  }

  @Test
  void failuresThatBeganWithARestartSaySo() {
    traffic.healthy(MINUTE);
    traffic.component(ComponentEventKind.STARTED, "10.0.0.2:80", "listening on 10.0.0.2:80");
    for (int i = 0; i < 30; i++) {
      traffic.fail("shop/login", "10.0.0.2:80", Cause.APP_ERROR).usual("10.0.0.2:80").step();
    }
    assertThat(last().getEvidence()).anyMatch(words -> words.contains("listening on 10.0.0.2:80"));
  }

  @Test
  void aRestartLongBeforeIsNoOrigin() {
    traffic.healthy(MINUTE);
    traffic.component(ComponentEventKind.STARTED, "10.0.0.2:80", "listening on 10.0.0.2:80");
    traffic.healthy(MINUTE);
    for (int i = 0; i < 30; i++) {
      traffic.fail("shop/login", "10.0.0.2:80", Cause.APP_ERROR).usual("10.0.0.2:80").step();
    }
    assertThat(last().getEvidence()).noneMatch(words -> words.contains("listening on"));
  }

  @Test
  void onlyHttpsUpstreamsFailWhereThePlainOnesDoWell() {
    for (int i = 0; i < MINUTE; i++) {
      traffic.usual("").ok("shop/pay", "10.0.5.1:8443", 1).step();
    }
    for (int i = 0; i < 24; i++) {
      traffic.fail("shop/pay", "10.0.5.1:8443", Cause.CONNECTION_RESET).usual("").step();
    }
    assertThat(last().getEvidence())
        .anyMatch(words -> words.startsWith("only HTTPS upstreams fail (10.0.5.1:8443)"));
  }

  @Test
  void whereAnotherHttpsUpstreamDoesWellThatIsNotSaid() {
    for (int i = 0; i < MINUTE + 24; i++) {
      traffic.ok("shop/pay", "10.0.5.2:8443", 1).usual("");
      if (i >= MINUTE) {
        traffic.fail("shop/pay", "10.0.5.1:8443", Cause.CONNECTION_RESET);
      }
      traffic.step();
    }
    assertThat(last().getEvidence()).noneMatch(words -> words.contains("only HTTPS"));
  }

  private void lasting(int slots, Cause cause, long durationUs) {
    for (int i = 0; i < slots; i++) {
      FailureCell cell =
          traffic.cell("shop/login", "10.0.0.1:80", cause, Traffic.domain(cause), false);
      cell.setMinDurationUs(durationUs + i * 1_000L);
      cell.setMaxDurationUs(durationUs + i * 1_000L);
      cell.setInstant(durationUs < 5_000 ? 1 : 0);
      traffic.fail(cell).ok("shop/", "10.0.0.1:80", 5).step();
    }
  }

  private void refusesUnnamed(int slots) {
    for (int i = 0; i < slots; i++) {
      Traffic.PATHS.forEach(
          path -> traffic.fail(unpooled(path, "10.0.9.9:80", Cause.CONNECTION_REFUSED)));
      Traffic.PATHS.forEach(path -> traffic.ok(path, "", 1));
      traffic.step();
    }
  }

  private FailureCell unpooled(String path, String upstream, Cause cause) {
    FailureCell cell = traffic.cell(path, upstream, cause, Traffic.domain(cause), false);
    cell.setPool("");
    return cell;
  }

  private void refuses(String upstream, int slots) {
    for (int i = 0; i < slots; i++) {
      Traffic.PATHS.forEach(path -> traffic.fail(path, upstream, Cause.CONNECTION_REFUSED));
      traffic.usual(upstream).step();
    }
  }

  private Escalation last() {
    return traffic.said.get(traffic.said.size() - 1);
  }
}
