package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Phase;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** One fault that shows under several names, with few requests to each, is told once. */
class OneFaultTest {

  private static final String WWW = "www/api/pay/{id}";
  private static final String API = "api/api/pay/{id}";

  private final Traffic traffic = new Traffic();

  @Test
  void aRouteThatFailsUnderTwoHostsIsOneIncidentThoughTheSecondDidWellForAWhile() {
    traffic.healthy(60);
    failing(WWW, "app", 16);
    well(API, 6);
    failing(API, "app", 16);

    assertThat(ids()).hasSize(1);
  }

  @Test
  void itIsThatIncidentAgainWhenTheFirstHostHadRecovered() {
    traffic.healthy(60);
    failing(WWW, "app", 16);
    well(WWW, 60);
    assertThat(last().getPhase()).isEqualTo(Phase.RESOLVED);
    failing(API, "app", 16);

    assertThat(ids()).hasSize(1);
    assertThat(last().getPhase()).isEqualTo(Phase.REOPENED);
  }

  @Test
  void theSameRouteOfAnotherPoolIsASecondIncident() {
    traffic.healthy(60);
    failing(WWW, "app", 16);
    well(API, 6);
    failing(API, "billing", 16);

    assertThat(ids()).hasSize(2);
  }

  @Test
  void theFrontPagesOfTwoHostsAreTwo() {
    traffic.healthy(60);
    failing("www/", "app", 16);
    well("api/", 6);
    failing("api/", "app", 16);

    assertThat(ids()).hasSize(2);
  }

  @Test
  void aRouteThatFailsOnTwoMembersIsOneThoughTheirOtherRoutesDoWell() {
    traffic.healthy(60);
    for (int i = 0; i < 80; i++) {
      traffic.usual("");
      if (i % 8 == 7) {
        traffic.fail(i < 40 ? WWW : API, "10.0.0." + (i < 40 ? 1 : 2) + ":80", Cause.APP_ERROR);
      }
      traffic.step();
    }
    assertThat(ids()).hasSize(1);
  }

  @Test
  void aBadInstanceThatNoLogNamesIsOneFaultOfAllHostsThoughFewRequestsDifferInTheirShares() {
    List<String> routes = List.of("/", "/cart", "/login", "/search", "/api/pay/{id}");
    for (int i = 0; i < 120; i++) {
      unnamed("www" + routes.get(i % 5), i >= 60 && i % 4 == 3);
      if (i % 2 == 0) {
        unnamed("api/v2" + routes.get(i % 5), List.of(100, 102, 106).contains(i));
      }
      traffic.step();
    }
    assertThat(ids()).hasSize(1);
    assertThat(last().getKey().getKind()).isEqualTo(KeyKind.ALL);
  }

  private void unnamed(String path, boolean fails) {
    if (fails) {
      traffic.fail(of(Cause.CONNECTION_REFUSED, path, "", ""));
    } else {
      traffic.ok(path, "", 1);
    }
  }

  @Test
  void whereEachMemberIsAPoolOfItsOwnAClusterThatMetOneMoreIsOfTheSame() {
    traffic.healthy(60);
    busy("www/cart", "web1", "web3", "web1");
    traffic.step();
    busy("api/orders", "web2", "web1", "web3");
    Traffic.PATHS.forEach(path -> traffic.ok(path, "", 20));
    traffic.step();

    assertThat(ids()).hasSize(1);
  }

  private void busy(String path, String... backends) {
    List.of(backends).forEach(backend -> traffic.fail(of(Cause.POOL_EXHAUSTED, path, backend, "")));
  }

  @Test
  void whatRetriesHideOfAnOutageThatUsersSeeBelongsToIt() {
    behindRetries(Cause.POOL_EXHAUSTED, 0.9);

    assertThat(ids()).hasSize(1);
  }

  @Test
  void alsoWhereTheCauseOfWhatTheyHideIsOnlyGuessed() {
    behindRetries(Cause.CONNECTION_REFUSED, 0.5);

    assertThat(ids()).hasSize(1);
  }

  @Test
  void butNotWhatIsKnownToHaveAnotherCause() {
    behindRetries(Cause.CONNECTION_REFUSED, 0.9);

    assertThat(ids()).hasSize(2);
  }

  private void behindRetries(Cause hidden, double confidence) {
    traffic.healthy(60);
    for (int i = 0; i < 24; i++) {
      for (String path : Traffic.PATHS) {
        traffic.ok(path, "10.0.0.1:80", 1).ok(path, "10.0.0.3:80", 1);
        traffic.fail(path, "10.0.0.2:80", Cause.POOL_EXHAUSTED);
        if (i % 2 == 0) {
          FailureCell cell =
              traffic.cell(path, "10.0.0.3:80", hidden, Traffic.domain(hidden), true);
          cell.setConfidence(confidence);
          traffic.attempt(cell);
        }
      }
      traffic.step();
    }
  }

  @Test
  void strayFailuresOfAnUpstreamThatOnlyTheErrorLogNamesAreNoOutage() {
    for (int i = 0; i < 400; i++) {
      Traffic.PATHS.forEach(path -> traffic.ok(path, "", 2));
      if (i % 50 == 0) {
        traffic.ok("shop/cart", "10.0.0.1:80", 1);
      }
      if (i % 150 == 49) {
        FailureCell cell =
            traffic.cell(
                "shop/cart",
                "10.0.0.2:80",
                Cause.PREMATURE_CLOSE,
                Traffic.domain(Cause.PREMATURE_CLOSE),
                false);
        cell.setPool("");
        traffic.fail(cell);
      }
      traffic.step();
    }
    assertThat(ids()).isEmpty();
  }

  @Test
  void aProxyThatIsFullTurnsAwayWhateverIsAskedForWhereverItLeads() {
    turnedAway(Cause.PROXY_EXHAUSTED);

    assertThat(ids()).hasSize(1);
  }

  @Test
  void anEdgeThatFailsByItselfFailsWhateverIsAskedForWhereverItLeads() {
    turnedAway(Cause.EDGE_ERROR);

    assertThat(ids()).hasSize(1);
  }

  @Test
  void whoeverAProxyThatIsFullWasAboutToAskIsNotToBeMended() {
    traffic.healthy(60);
    for (int i = 0; i < 24; i++) {
      traffic.usual("10.0.0.1:80");
      Traffic.PATHS.forEach(path -> traffic.ok("api" + path, "", 1));
      Traffic.PATHS.forEach(
          path -> traffic.fail(of(Cause.PROXY_EXHAUSTED, path, "app", "10.0.0.1:80")));
      traffic.step();
    }
    assertThat(last().getKey().getKind()).isNotEqualTo(KeyKind.UPSTREAM);
  }

  @Test
  void whatWentWellOnItsRoutesTellsNothingOfAMemberWhoseSuccessesNoLogNames() {
    for (int i = 0; i < 60; i++) {
      members(i, false, false);
    }
    for (int i = 0; i < 24; i++) {
      members(i, true, false);
    }
    for (int i = 0; i < 24; i++) {
      members(i, true, true);
    }
    assertThat(ids()).hasSize(1);
  }

  /** Two routes of a pool of two, of which one may not be reached for one route or both. */
  private void members(int slot, boolean pay, boolean cart) {
    Traffic.PATHS.forEach(path -> traffic.ok(path, "", 2));
    boolean turn = slot % 4 == 3;
    member(WWW, pay && turn);
    member("www/cart", cart && turn);
    traffic.step();
  }

  private void member(String path, boolean fails) {
    if (fails) {
      traffic.fail(of(Cause.TLS_FAILURE, path, "", "10.0.0.1:443"));
    } else {
      traffic.ok(path, "", 1);
    }
  }

  private void turnedAway(Cause cause) {
    traffic.healthy(60);
    for (int i = 0; i < 60; i++) {
      traffic.usual("");
      if (i % 12 < 3) {
        traffic.fail(of(cause, WWW, "app", "10.0.0.1:80"));
      }
      if (i % 12 > 8) {
        traffic.fail(of(cause, "api/reports/{id}", "reports", "10.0.7.1:80"));
      }
      traffic.step();
    }
  }

  private FailureCell of(Cause cause, String path, String pool, String upstream) {
    FailureCell cell = traffic.cell(path, upstream, cause, Traffic.domain(cause), false);
    cell.setPool(pool);
    return cell;
  }

  /** Every fourth slot's request fails. */
  private void failing(String path, String pool, int slots) {
    for (int i = 0; i < slots; i++) {
      if (i % 4 == 3) {
        traffic.fail(cell(path, pool));
      }
      traffic.usual("").step();
    }
  }

  private FailureCell cell(String path, String pool) {
    String upstream = pool.equals("app") ? "10.0.0.1:80" : "10.0.7.1:80";
    FailureCell cell =
        traffic.cell(path, upstream, Cause.APP_ERROR, Traffic.domain(Cause.APP_ERROR), false);
    cell.setPool(pool);
    return cell;
  }

  private void well(String path, int slots) {
    for (int i = 0; i < slots; i++) {
      traffic.ok(path, "10.0.0.1:80", 1).usual("").step();
    }
  }

  private Set<String> ids() {
    return traffic.said.stream()
        .map(Escalation::getIncidentId)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Escalation last() {
    return traffic.said.get(traffic.said.size() - 1);
  }
}
