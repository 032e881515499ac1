package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.IncidentState;
import io.badhop.schemas.event.Tier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What an edge says of its proxies when these only pass on what their upstreams did. */
class EchoTest {

  private static final long FIRST = 1_000;

  private final Board proxies =
      new Board(Tier.PROXY, DetectConfig.DEFAULT, Set.of(), new Stage2Counters());
  private final Echo echo = new Echo(Map.of(Tier.PROXY, proxies));
  private final Incident broken = incident("520", "shop.example.com/checkout");

  @Test
  void aRouteThatFailsInTheProxiesLogIsNoNews() {
    fails("/checkout", Cause.PREMATURE_CLOSE, FIRST);

    assertThat(echo.repeats(broken, FIRST + 4)).isTrue();
  }

  @Test
  void aRouteThatDoesWellThereIs() {
    fails("/login", Cause.PREMATURE_CLOSE, FIRST);

    assertThat(echo.repeats(broken, FIRST + 4)).isFalse();
  }

  @Test
  void whatTheApplicationAnsweredBreaksNoConnectionOff() {
    fails("/checkout", Cause.APP_ERROR, FIRST);

    assertThat(echo.repeats(broken, FIRST + 4)).isFalse();
  }

  @Test
  void whatTheProxiesLoggedLaterWasNotKnown() {
    fails("/checkout", Cause.PREMATURE_CLOSE, FIRST + 8);

    assertThat(echo.repeats(broken, FIRST + 4)).isFalse();
  }

  @Test
  void aStrayFailureIsNotWaitedForForLong() {
    fails("/checkout", Cause.PREMATURE_CLOSE, FIRST);

    assertThat(echo.repeats(broken, FIRST + 21)).isFalse();
  }

  @Test
  void aClusterIs() {
    cluster();

    assertThat(echo.repeats(broken, FIRST + 21)).isTrue();
  }

  @Test
  void aFewAmongManyAreNoReason() {
    cluster();
    broken.state().setFailed(31);

    assertThat(echo.repeats(broken, FIRST + 21)).isFalse();
  }

  private void cluster() {
    for (int i = 0; i < 3; i++) {
      fails("/checkout", Cause.PREMATURE_CLOSE, FIRST + i);
    }
  }

  @Test
  void aProxyThatRefusesIsNews() {
    fails("/checkout", Cause.PREMATURE_CLOSE, FIRST);

    assertThat(echo.repeats(incident("521", "shop.example.com/checkout"), FIRST + 4)).isFalse();
  }

  private void fails(String path, Cause cause, long slot) {
    FailureCell cell =
        new Traffic().cell("www" + path, "10.0.0.1:80", cause, FaultDomain.APP, false);
    proxies.countFailure(slot, cell);
  }

  private static Incident incident(String status, String path) {
    return new Incident(
        IncidentState.newBuilder()
            .setId("1")
            .setKey(KeyId.ALL.key())
            .setOpenedSlot(FIRST)
            .setTotalledSlot(FIRST)
            .setView(Tier.EDGE)
            .setFirstSlot(FIRST)
            .setLastSlot(FIRST)
            .setPaths(List.of(path))
            .setStatuses(new TreeMap<>(Map.of(status, 3L)))
            .build());
  }
}
