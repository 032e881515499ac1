package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.Tier;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What fails is named by the kind of thing that it is, also where only a pair explains it. */
class KindsOfKeysTest {

  private static final int FAILING = 24;

  @Test
  void oneProxyOfTwoWhoseOwnConnectionsAreUsedUp() {
    Traffic traffic = new Traffic();
    for (int i = 0; i < 240 + FAILING; i++) {
      for (String path : Traffic.PATHS) {
        boolean fails = i >= 240;
        FailureCell cell = traffic.cell(path, "", Cause.PROXY_EXHAUSTED, FaultDomain.PROXY, false);
        cell.setPool("");
        cell.setProxy("10.0.1.1");
        if (fails) {
          traffic.fail(cell);
        } else {
          traffic.ok(path, "", 1).ok(KeyKind.PROXY, "10.0.1.1", 1);
        }
        traffic.ok(path, "", 1).ok(KeyKind.PROXY, "10.0.1.2", 1);
      }
      traffic.step();
    }
    assertKey(traffic, KeyKind.PROXY, "10.0.1.1");
  }

  @Test
  void oneEdgeLocationOfThreeThatReachesNobody() {
    Traffic traffic = new Traffic(new Stage2(DetectConfig.DEFAULT), Tier.EDGE);
    for (int i = 0; i < 240 + FAILING; i++) {
      for (String location : List.of("FRA", "AMS", "CDG")) {
        for (String path : Traffic.PATHS) {
          if (i >= 240 && location.equals("CDG")) {
            FailureCell cell =
                traffic.cell(path, "", Cause.ORIGIN_UNREACHABLE, FaultDomain.EDGE, false);
            cell.setPool("");
            cell.setOrigin("192.0.2.10");
            cell.setEdgeLocation(location);
            traffic.fail(cell);
          } else {
            traffic.ok(path, "", 1).ok(KeyKind.EDGE_LOCATION, location, 1);
            traffic.ok(KeyKind.ORIGIN, "192.0.2.10", 1);
          }
        }
      }
      traffic.step();
    }
    assertKey(traffic, KeyKind.EDGE_LOCATION, "CDG");
  }

  @Test
  void oneOriginOfTwoThatTheEdgeCannotReach() {
    Traffic traffic = new Traffic(new Stage2(DetectConfig.DEFAULT), Tier.EDGE);
    for (int i = 0; i < 240 + FAILING; i++) {
      for (String origin : List.of("192.0.2.10", "192.0.2.11")) {
        for (String path : Traffic.PATHS) {
          if (i >= 240 && origin.endsWith("11")) {
            FailureCell cell =
                traffic.cell(path, "", Cause.ORIGIN_UNREACHABLE, FaultDomain.PROXY, false);
            cell.setPool("");
            cell.setOrigin(origin);
            cell.setEdgeLocation("FRA");
            traffic.fail(cell);
          } else {
            traffic.ok(path, "", 1).ok(KeyKind.EDGE_LOCATION, "FRA", 1);
            traffic.ok(KeyKind.ORIGIN, origin, 1);
          }
        }
      }
      traffic.step();
    }
    assertKey(traffic, KeyKind.ORIGIN, "192.0.2.11");
  }

  @Test
  void oneInstanceOfAnApplicationWithoutAProxy() {
    Traffic traffic = new Traffic(new Stage2(DetectConfig.DEFAULT), Tier.APP);
    for (int i = 0; i < 240 + FAILING; i++) {
      for (String instance : List.of("web-1", "web-2", "web-3")) {
        for (String path : Traffic.PATHS) {
          if (i >= 240 && instance.equals("web-2")) {
            FailureCell cell = traffic.cell(path, "", Cause.APP_ERROR, FaultDomain.APP, false);
            cell.setPool("");
            cell.setInstance(instance);
            traffic.fail(cell);
          } else {
            traffic.ok(path, "", 1).ok(KeyKind.INSTANCE, instance, 1);
          }
        }
      }
      traffic.step();
    }
    assertKey(traffic, KeyKind.INSTANCE, "web-2");
  }

  /** The new version on one machine breaks one path; elsewhere the path does well. */
  @Test
  void onePathOnOneUpstreamWhereOnlyThePairExplains() {
    Traffic traffic = new Traffic();
    traffic.healthy(240);
    for (int i = 0; i < FAILING; i++) {
      for (String upstream : Traffic.UPSTREAMS) {
        for (String path : Traffic.PATHS) {
          if (path.equals("shop/cart") && upstream.equals("10.0.0.3:80")) {
            traffic.fail(path, upstream, Cause.APP_ERROR);
          } else {
            traffic.ok(path, upstream, 1);
          }
        }
      }
      traffic.step();
    }
    assertKey(traffic, KeyKind.PATH, "shop/cart");
    assertThat(last(traffic).getKeyAnd()).isEqualTo(Traffic.key(KeyKind.UPSTREAM, "10.0.0.3:80"));
  }

  @Test
  void onePathOfAHostOfWhichNothingElseIsAskedAtTheTime() {
    assertKey(unreached("www/api/billing"), KeyKind.PATH, "www/api/billing");
  }

  @Test
  void theHostWhereItIsHardlyEverAskedForAnythingButThePath() {
    assertKey(unreached("www/"), KeyKind.HOST, "www");
  }

  @Test
  void anEdgesFailuresAreNotKeyedByTheMachineThatOnlyTheProxysRecordNames() {
    Traffic traffic = new Traffic().healthy(60).seenBy(Tier.EDGE);
    Cause timeout = Cause.RESPONSE_TIMEOUT;
    for (int i = 0; i < 160; i++) {
      for (String path : Traffic.PATHS) {
        traffic.ok(path, "", 2);
        if (i >= 60 && i < 100) {
          FailureCell cell = traffic.cell(path, "", timeout, FaultDomain.UNKNOWN, false);
          cell.setPool("");
          traffic.fail(cell);
        }
        if (i >= 64 && i < 104) {
          String frozen = Traffic.UPSTREAMS.get(1);
          traffic.refine(4, path, frozen, timeout, FaultDomain.UNKNOWN, timeout, FaultDomain.APP);
        }
      }
      traffic.step();
    }
    assertThat(traffic.said.stream().map(Escalation::getIncidentId).distinct()).hasSize(1);
    assertThat(last(traffic).getKey().getKind()).isIn(KeyKind.HOST, KeyKind.ALL);
    assertThat(last(traffic).getUpstreamIps()).containsExactly(Traffic.UPSTREAMS.get(1));
    assertThat(last(traffic).getPhase()).isEqualTo(Phase.RESOLVED);
  }

  /** A host of which one request in nine is not of its front page; then it fails by one path. */
  private static Traffic unreached(String path) {
    Traffic traffic = new Traffic(new Stage2(DetectConfig.DEFAULT), Tier.EDGE);
    for (int i = 0; i < 240; i++) {
      traffic.usual("").ok("www/", "", 8).ok("www/api/billing", "", 1).step();
    }
    for (int i = 0; i < 8; i++) {
      if (i % 2 == 0) {
        FailureCell cell =
            traffic.cell(path, "", Cause.ORIGIN_UNREACHABLE, FaultDomain.PROXY, false);
        cell.setPool("");
        traffic.fail(cell);
      }
      traffic.usual("").step();
    }
    return traffic;
  }

  private static void assertKey(Traffic traffic, KeyKind kind, String value) {
    assertThat(traffic.said).isNotEmpty();
    assertThat(traffic.said)
        .extracting(Escalation::getIncidentId)
        .containsOnly(last(traffic).getIncidentId());
    assertThat(last(traffic).getKey()).isEqualTo(Traffic.key(kind, value));
  }

  private static Escalation last(Traffic traffic) {
    return traffic.said.get(traffic.said.size() - 1);
  }
}
