package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.ClockPair;
import io.badhop.schemas.event.ClockSample;
import io.badhop.schemas.event.Exemplar;
import io.badhop.schemas.event.HopTiming;
import io.badhop.schemas.event.IncidentState;
import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whose clock is off, by how much. */
class ClocksTest {

  private static final long MINUTE = 60_000_000;

  private final Stage2Counters counters = new Stage2Counters();
  private final Clocks clocks = new Clocks("default", counters);

  @Test
  void theMedianIsNotMovedByWhatWasJoinedWrongly() {
    for (int i = 0; i < 20; i++) {
      learn("nginx-1", "shop-1", i % 7 == 0 ? 11 * MINUTE : -3 * MINUTE + i);
    }

    assertThat(clocks.skews())
        .singleElement()
        .satisfies(
            skew -> {
              assertThat(skew.lowerNode()).isEqualTo("shop-1");
              assertThat(skew.upperNode()).isEqualTo("nginx-1");
              assertThat(skew.aheadUs()).isBetween(-3 * MINUTE, -3 * MINUTE + 20);
              assertThat(skew.samples()).isEqualTo(20);
            });
  }

  @Test
  void aClockThatWasSetRightIsSeenToBe() {
    for (int i = 0; i < 1_000; i++) {
      learn("nginx-1", "shop-1", 3 * MINUTE);
    }
    for (int i = 0; i < Clocks.KEPT; i++) {
      learn("nginx-1", "shop-1", 40);
    }

    assertThat(clocks.skews()).extracting(ClockSkew::aheadUs).containsExactly(40L);
  }

  @Test
  void anIncidentsProofThatNamesTheHostSaysThatItsClockIsOff() {
    for (int i = 0; i < 8; i++) {
      learn("nginx-1", "shop-1", -3 * MINUTE);
      learn("nginx-1", "shop-2", 900_000);
    }

    assertThat(clocks.words(incident("nginx-1", "shop-1")))
        .containsExactly(
            "the clock of shop-1 is 180.0 s behind that of nginx-1 by 8 requests that both logged;"
                + " times are as logged");
    assertThat(clocks.words(incident("nginx-1", "shop-2"))).as("less than a second").isEmpty();
    assertThat(clocks.words(incident("nginx-2", "shop-1"))).as("another proxy").isEmpty();
  }

  @Test
  void thePairHeardOfLongestAgoMakesRoomAndIsCounted() {
    for (int i = 0; i <= Clocks.MAX_PAIRS; i++) {
      learn("nginx-1", "pod-" + i, i);
      learn("nginx-1", "pod-0", 5);
    }

    assertThat(clocks.skews()).hasSize(Clocks.MAX_PAIRS);
    assertThat(clocks.skews()).extracting(ClockSkew::lowerNode).contains("pod-0", "pod-1000");
    assertThat(clocks.skews()).extracting(ClockSkew::lowerNode).doesNotContain("pod-1");
    assertThat(counters.snapshot().clocksOverflowed()).isEqualTo(1);
  }

  @Test
  void areRestoredAsTheyWere() {
    for (int i = 0; i < 50; i++) {
      learn("nginx-1", "shop-" + i % 3, i);
    }
    Clocks restored = new Clocks("default", counters);
    restored.restore(clocks.state());

    assertThat(restored.skews()).isEqualTo(clocks.skews());
    assertThat(restored.state()).isEqualTo(clocks.state());
  }

  private void learn(String proxy, String app, long ahead) {
    clocks.learn(
        List.of(
            new ClockPair(Tier.PROXY, proxy, Tier.APP, app, List.of(new ClockSample(1L, ahead)))));
  }

  private static IncidentState incident(String proxy, String app) {
    Exemplar exemplar =
        Exemplar.newBuilder()
            .setEventId(1)
            .setRequestId("r")
            .setTime(1)
            .setHops(List.of(hop(Tier.PROXY, proxy), hop(Tier.APP, app)))
            .build();
    return IncidentState.newBuilder()
        .setId("i")
        .setView(Tier.PROXY)
        .setKey(new Key(KeyKind.ALL, "*"))
        .setOpenedSlot(1)
        .setFirstSlot(1)
        .setLastSlot(1)
        .setTotalledSlot(1)
        .setStatuses(new TreeMap<>())
        .setExemplars(new ArrayList<>(List.of(exemplar)))
        .build();
  }

  private static HopTiming hop(Tier tier, String node) {
    return HopTiming.newBuilder().setTier(tier).setNode(node).setTime(1).build();
  }
}
