package io.badhop.benchmarks.judgement.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorldTest {

  private static final long SECOND = 1_000_000;
  private static final long BEGIN = 1_795_327_200_000_000L;
  private static final Site SITE =
      Site.of(
          Dice.of(1), List.of(Pool.Platform.JSON, Pool.Platform.JSON, Pool.Platform.JSON), false);
  private static final Pool POOL = SITE.pools().get(0);
  private static final Server GONE = POOL.servers().get(0);

  private final List<Handled> handled = new ArrayList<>();
  private final List<Happening> happenings = new ArrayList<>();

  private void run(boolean edge, boolean retries, boolean active, Fault... faults) {
    Settings settings =
        new Settings(edge, true, SECOND, SECOND, 3 * SECOND, 0, retries, false, active, 0, 0.5);
    Scenario scenario =
        new Scenario(
            1, SITE, settings, BEGIN, BEGIN + 60 * SECOND, 50, false, false, List.of(faults));
    new World(scenario, kind -> 521, kind -> 502).run(handled::add, happenings::add);
  }

  private static Fault fault(Kind kind, Set<Server> servers) {
    return new Fault(kind, BEGIN + 20 * SECOND, BEGIN + 40 * SECOND, servers, Set.of(), 1);
  }

  @Test
  void withoutFaultsAndChanceNothingFails() {
    run(true, false, false);

    assertThat(handled).hasSizeBetween(2_700, 3_300).noneMatch(Handled::failed);
  }

  @Test
  void aServerThatIsGoneFailsItsShareWhileItIsGone() {
    run(false, false, false, fault(Kind.REFUSED, Set.of(GONE)));

    List<Handled> failed = handled.stream().filter(Handled::failed).toList();
    assertThat(failed)
        .isNotEmpty()
        .allMatch(h -> h.proxy().last().server().equals(GONE))
        .allMatch(h -> h.proxy().last().connect() == -1 && h.work().isEmpty())
        .allMatch(h -> h.request().time() >= BEGIN + 20 * SECOND)
        .allMatch(h -> h.request().time() < BEGIN + 40 * SECOND);
  }

  @Test
  void aRetryHidesTheServerThatIsGone() {
    run(false, true, false, fault(Kind.REFUSED, Set.of(GONE)));

    assertThat(handled).noneMatch(Handled::failed);
    assertThat(handled).anyMatch(h -> h.proxy().attempts().size() == 2);
  }

  @Test
  void healthChecksTakeServersOutAfterTwoSeconds() {
    run(false, false, true, fault(Kind.REFUSED, Set.of(GONE)));

    assertThat(handled.stream().filter(Handled::failed))
        .isNotEmpty()
        .allMatch(h -> h.request().time() < BEGIN + 22 * SECOND);
    assertThat(happenings)
        .extracting(Happening::what)
        .contains(Happening.What.DOWN, Happening.What.UP);
  }

  @Test
  void whatTheEdgeCannotReachTheProxyNeverSees() {
    run(true, false, false, fault(Kind.EDGE_REFUSED, Set.copyOf(SITE.proxies())));

    assertThat(handled.stream().filter(Handled::failed))
        .isNotEmpty()
        .allMatch(h -> h.proxy() == null && h.edge().status() == 521);
  }

  @Test
  void theApplicationGoesOnWhenNobodyWaitsAnyMore() {
    run(false, false, false, fault(Kind.RESPONSE_TIMEOUT, Set.of()));

    assertThat(handled.stream().filter(Handled::failed))
        .isNotEmpty()
        .allMatch(h -> h.proxy().took() >= 3 * SECOND)
        .allMatch(h -> h.work().get(0).end() > h.proxy().end());
  }
}
