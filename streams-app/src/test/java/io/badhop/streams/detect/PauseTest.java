package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.Tier;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pause that is worked off slot by slot and one that time jumps over have the same outcome. */
class PauseTest {

  /** As many as one tick works off, and fewer. */
  private static final long[] STRIDES = {50_000, 777};

  private static final DetectConfig PATIENT =
      new DetectConfig(
          3,
          1e-4,
          0.002,
          Duration.ofMinutes(3),
          Duration.ofMinutes(20),
          Duration.ofHours(1),
          60,
          5,
          "");

  private record Outcome(List<Escalation> said, byte[] snapshot, long buckets) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void jumpingOverPausesIsWorkingThemOffOneByOne(long seed) {
    Outcome oneByOne = run(seed, 1);

    assertThat(oneByOne.said()).isNotEmpty();
    for (long stride : STRIDES) {
      same(run(seed, stride), oneByOne);
    }
  }

  @Test
  void whatComponentsSayInThePauseIsHeardWhenTheySayIt() {
    Traffic oneByOne = wordsInThePause(1);

    assertThat(oneByOne.said)
        .filteredOn(said -> said.getPhase() == Phase.UPDATED)
        .extracting(Escalation::getCause)
        .contains(Cause.WORKER_TIMEOUT, Cause.POOL_EXHAUSTED);
    same(outcome(wordsInThePause(10_000)), outcome(oneByOne));
  }

  /** The second comes before the incident may speak again. */
  private static Traffic wordsInThePause(long stride) {
    Traffic traffic = new Traffic().healthy(200);
    for (int i = 0; i < 40; i++) {
      traffic.fail("shop/cart", "10.0.0.1:80", Cause.RESPONSE_TIMEOUT).step();
    }
    say(traffic, 5_000, ComponentEventKind.WORKER_TIMEOUT);
    say(traffic, 5_002, ComponentEventKind.POOL_FULL);
    return traffic.idle(10_000, stride);
  }

  private static void say(Traffic traffic, long slots, ComponentEventKind kind) {
    traffic.componentIn(slots, Tier.APP, kind, "10.0.0.1:80", "so it is: " + kind);
  }

  @Test
  void moreThanOneTickMayWorkOffIsLeftToTheNext() {
    Outcome oneByOne = outcome(new Traffic().healthy(4_000).idle(100_002, 1));

    same(outcome(new Traffic().healthy(4_000).idle(100_000, 100_000).idle(2, 1)), oneByOne);
  }

  private static void same(Outcome one, Outcome other) {
    assertThat(one.said()).isEqualTo(other.said());
    assertThat(one.snapshot()).isEqualTo(other.snapshot());
    assertThat(one.buckets()).isEqualTo(other.buckets());
  }

  private static Outcome outcome(Traffic traffic) {
    return new Outcome(
        traffic.said, traffic.stage2.snapshot(), traffic.stage2.counters().snapshot().buckets());
  }

  private static Outcome run(long seed, long stride) {
    Random random = new Random(seed);
    DetectConfig config = random.nextBoolean() ? PATIENT : DetectConfig.DEFAULT;
    Traffic traffic = new Traffic(new Stage2(config), Tier.PROXY);
    for (int phase = 0; phase < 2; phase++) {
      busy(traffic, random, random.nextInt(4) == 0 ? 9_000 : 500 + random.nextInt(2_500));
      if (random.nextInt(3) == 0) {
        traffic.component(Tier.PROXY, ComponentEventKind.RELOADED, "", "reloaded");
      }
      traffic.idle(1 + random.nextInt(random.nextInt(4) == 0 ? 90_000 : 6_000), stride);
    }
    return outcome(traffic);
  }

  /** Traffic through two proxies, of which the second is out at last, with faults now and then. */
  private static void busy(Traffic traffic, Random random, int slots) {
    int every = 1 + random.nextInt(3) * 20;
    int failing = random.nextInt(slots);
    boolean toTheEnd = random.nextBoolean();
    Cause cause = Cause.values()[random.nextInt(8)];
    for (int i = 0; i < slots; i++) {
      if (i % every == 0) {
        some(traffic, random, i < slots - 1_000);
      }
      if (i >= failing && (toTheEnd || i < failing + 60)) {
        fault(traffic, random, cause);
      }
      traffic.step();
    }
  }

  private static void some(Traffic traffic, Random random, boolean both) {
    traffic.usual("").ok(KeyKind.PROXY, "p1", 8).ok(KeyKind.PROXY, "p2", both ? 7 : 0);
    traffic.took(Traffic.UPSTREAMS.get(0), 20_000L << random.nextInt(4), 5);
    traffic.ok("shop/blog/" + random.nextInt(500), Traffic.UPSTREAMS.get(0), 1);
  }

  private static void fault(Traffic traffic, Random random, Cause cause) {
    String path = Traffic.PATHS.get(random.nextInt(2));
    String upstream = Traffic.UPSTREAMS.get(1);
    traffic.fail(path, upstream, cause);
    if (random.nextInt(4) == 0) {
      traffic.refine(
          0, path, upstream, cause, Traffic.domain(cause), Cause.APP_ERROR, FaultDomain.APP);
    }
  }
}
