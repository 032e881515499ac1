package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.Severity;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Attribution: the smallest set of incidents that explains the failures, and no smaller one. */
class SmallestSetTest {

  private static final List<String> CART_AND_PAY = List.of("shop/cart", "shop/pay");

  private final Traffic traffic = new Traffic();

  @Test
  void aPathThatFailsWhileAnothersIncidentWaitsForRecoveryIsAnIncidentOfItsOwn() {
    traffic.healthy(60);
    failing(12, "shop/cart");
    failing(8);
    failing(12, "shop/pay");
    failing(60);

    assertThat(lastOf("shop/cart").getFailed()).isEqualTo(120);
    assertThat(lastOf("shop/pay").getFailed()).isEqualTo(120);
    assertThat(keys()).hasSize(2);
    assertThat(lastOf("shop/cart").getPhase()).isEqualTo(Phase.RESOLVED);
    assertThat(lastOf("shop/pay").getPhase()).isEqualTo(Phase.RESOLVED);
  }

  @Test
  void aPathThatBeginsToFailThreeSecondsIntoAnothersOutageIsAnIncidentOfItsOwn() {
    traffic.healthy(60);
    failing(16, "shop/cart");
    failing(40, "shop/cart", "shop/pay");

    assertThat(keys())
        .containsOnly(
            Traffic.key(KeyKind.PATH, "shop/cart"), Traffic.key(KeyKind.PATH, "shop/pay"));
  }

  @Test
  void aSymptomOnARouteThatIsSeldomAskedBelongsToTheOutageOfAllThatShowsItMostly() {
    for (int i = 0; i < 240; i++) {
      Traffic.PATHS.forEach(path -> traffic.ok(path, "", 2));
      traffic.ok("shop/static/a.css", "", i % 40 == 0 ? 1 : 0).step();
    }
    for (int i = 0; i < 400; i++) {
      for (String path : Traffic.PATHS) {
        traffic.fail(nameless(path, Cause.NO_HEALTHY_UPSTREAM));
      }
      if (i % 10 == 5) {
        traffic.fail(nameless("shop/", Cause.APP_UNAVAILABLE));
      }
      if (i % 160 == 20) {
        traffic.fail(nameless("shop/static/a.css", Cause.NO_HEALTHY_UPSTREAM));
      }
      traffic.step();
    }
    assertThat(ids()).hasSize(1);
  }

  private FailureCell nameless(String path, Cause cause) {
    FailureCell cell = traffic.cell(path, "", cause, Traffic.domain(cause), false);
    cell.setPool("");
    return cell;
  }

  @Test
  void pathsThatBeginToFailTogetherAreOneIncident() {
    traffic.healthy(60);
    for (int i = 0; i < 40; i++) {
      usual(Set.copyOf(CART_AND_PAY));
      traffic.ok("shop/", Traffic.UPSTREAMS.get(i % 3), 20).step();
    }
    assertThat(ids()).hasSize(1);
    Escalation last = traffic.said.get(traffic.said.size() - 1);
    assertThat(CART_AND_PAY).contains(last.getKey().getValue());
    assertThat(last.getExplains()).extracting(Key::getValue).containsAnyElementsOf(CART_AND_PAY);
  }

  @Test
  void aRarePathOfTheSameTroubleJoinsWhenItIsNextCalled() {
    traffic.healthy(60);
    for (int i = 0; i < 80; i++) {
      usual(Set.of("shop/cart"));
      if (i % 10 == 9) {
        traffic.fail("shop/rare", Traffic.UPSTREAMS.get(i % 3), Cause.APP_ERROR);
      }
      traffic.step();
    }
    assertThat(ids()).hasSize(1);
  }

  @Test
  void aPathThatIsAskedForEveryTwentySecondsJoinsTheTroubleThatIsStillThere() {
    traffic.healthy(60);
    for (int i = 0; i < 400; i++) {
      usual(Set.of("shop/cart"));
      if (i % 80 == 79) {
        traffic.fail("shop/rare", Traffic.UPSTREAMS.get(i % 3), Cause.APP_ERROR);
      }
      traffic.step();
    }
    assertThat(ids()).hasSize(1);
  }

  @Test
  void threeFailuresByChanceAreNoBrokenInstanceWhereOnlyFailuresNameInstances() {
    traffic.healthy(60);
    for (int i = 0; i < 400; i++) {
      usual(Set.of());
      if (i % 100 == 99) {
        FailureCell cell =
            traffic.cell("shop/cart", "", Cause.APP_ERROR, Traffic.domain(Cause.APP_ERROR), false);
        cell.setInstance("app-1");
        traffic.fail(cell);
      }
      traffic.step();
    }
    assertThat(ids()).isEmpty();
  }

  @Test
  void aDeadUpstreamBehindFortyPathsIsOneIncidentWithFortyLinesInside() {
    for (int i = 0; i < 80; i++) {
      fortyPaths(i, false);
    }
    for (int i = 0; i < 60; i++) {
      fortyPaths(i, true);
    }
    assertThat(ids()).hasSize(1);
    Escalation last = traffic.said.get(traffic.said.size() - 1);
    assertThat(last.getKey()).isEqualTo(Traffic.key(KeyKind.UPSTREAM, "10.0.0.2:80"));
    assertThat(last.getExplains()).hasSize(40).allMatch(key -> key.getKind() == KeyKind.PATH);
  }

  @Test
  void aDeadUpstreamAndAPathThatFailsEverywhereAreTwo() {
    traffic.healthy(60);
    for (int i = 0; i < 60; i++) {
      Traffic.PATHS.forEach(path -> traffic.fail(path, "10.0.0.2:80", Cause.CONNECTION_REFUSED));
      traffic.fail("shop/pay", Traffic.UPSTREAMS.get(i % 2 * 2), Cause.APP_ERROR);
      traffic.usual("10.0.0.2:80").step();
    }
    assertThat(keys())
        .containsOnly(
            Traffic.key(KeyKind.UPSTREAM, "10.0.0.2:80"), Traffic.key(KeyKind.PATH, "shop/pay"));
  }

  @Test
  void twoDeadMembersOfAPoolOfThreeThatWentTogetherAreOne() {
    traffic.healthy(60);
    for (int i = 0; i < 40; i++) {
      for (String path : Traffic.PATHS) {
        traffic.ok(path, "10.0.0.1:80", 1);
        traffic.fail(path, "10.0.0.2:80", Cause.CONNECTION_REFUSED);
        traffic.fail(path, "10.0.0.3:80", Cause.CONNECTION_REFUSED);
      }
      traffic.step();
    }
    assertThat(ids()).hasSize(1);
  }

  @Test
  void retriesThatOverloadTheNeighboursBelongToTheirOrigin() {
    traffic.healthy(60);
    retriedElsewhere(24, false);
    assertThat(traffic.said).extracting(Escalation::getSeverity).containsOnly(Severity.WARNING);
    retriedElsewhere(56, true);

    assertThat(ids()).hasSize(1);
    Escalation last = traffic.said.get(traffic.said.size() - 1);
    assertThat(last.getCause()).isEqualTo(Cause.CONNECTION_REFUSED);
    assertThat(last.getKey()).isEqualTo(Traffic.key(KeyKind.UPSTREAM, "10.0.0.2:80"));
    assertThat(last.getSeverity()).isGreaterThanOrEqualTo(Severity.MINOR);
    assertThat(last.getEvidence())
        .anyMatch(words -> words.contains("RESPONSE_TIMEOUT on 10.0.0.1:80, 10.0.0.3:80"));
  }

  @Test
  void aNeighbourThatFailsUnderItsUsualLoadIsASecondFault() {
    traffic.healthy(60);
    for (int i = 0; i < 80; i++) {
      for (String path : Traffic.PATHS) {
        traffic.fail(path, "10.0.0.2:80", Cause.CONNECTION_REFUSED);
        traffic.ok(path, "10.0.0.1:80", 1);
        if (i < 24) {
          traffic.ok(path, "10.0.0.3:80", 1);
        } else {
          traffic.fail(path, "10.0.0.3:80", Cause.HEADER_TOO_LARGE);
        }
      }
      traffic.step();
    }
    assertThat(ids()).hasSize(2);
  }

  /** What the dead member refuses is tried again on its neighbours, which get half as much more. */
  private void retriedElsewhere(int slots, boolean tooMuch) {
    for (int i = 0; i < slots; i++) {
      for (String path : Traffic.PATHS) {
        traffic.hidden(path, "10.0.0.2:80", Cause.CONNECTION_REFUSED);
        for (String upstream : List.of("10.0.0.1:80", "10.0.0.3:80")) {
          if (tooMuch) {
            traffic.fail(path, upstream, Cause.RESPONSE_TIMEOUT);
          }
          traffic.ok(path, upstream, tooMuch ? i % 2 : 1 + i % 2);
        }
      }
      traffic.step();
    }
  }

  private void failing(int slots, String... paths) {
    Set<String> broken = Set.of(paths);
    for (int i = 0; i < slots; i++) {
      usual(broken);
      traffic.step();
    }
  }

  /** Ten requests a slot on cart, on pay and on search. */
  private void usual(Set<String> broken) {
    for (String path : List.of("shop/cart", "shop/pay", "shop/search")) {
      for (int n = 0; n < 10; n++) {
        String upstream = Traffic.UPSTREAMS.get(n % 3);
        if (broken.contains(path)) {
          traffic.fail(path, upstream, Cause.APP_ERROR);
        } else {
          traffic.ok(path, upstream, 1);
        }
      }
    }
  }

  private void fortyPaths(int slot, boolean dead) {
    for (int path = 0; path < 40; path++) {
      String upstream = Traffic.UPSTREAMS.get((slot + path) % 3);
      if (dead && upstream.equals("10.0.0.2:80")) {
        traffic.fail("shop/p/" + path, upstream, Cause.CONNECTION_REFUSED);
      } else {
        traffic.ok("shop/p/" + path, upstream, 1);
      }
    }
    traffic.step();
  }

  private Escalation lastOf(String path) {
    return traffic.said.stream()
        .filter(said -> said.getKey().getValue().equals(path))
        .reduce((one, next) -> next)
        .orElseThrow();
  }

  private Set<String> ids() {
    return traffic.said.stream()
        .map(Escalation::getIncidentId)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<Key> keys() {
    return traffic.said.stream().map(Escalation::getKey).collect(Collectors.toSet());
  }
}
