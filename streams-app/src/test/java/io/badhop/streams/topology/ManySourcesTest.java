package io.badhop.streams.topology;

import static io.badhop.schemas.event.Tier.APP;
import static io.badhop.schemas.event.Tier.PROXY;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.SourceChange;
import io.badhop.schemas.event.SourceChangeKind;
import io.badhop.schemas.event.SourceState;
import io.badhop.schemas.event.SourceWatermark;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.TierWatermark;
import io.badhop.schemas.event.WatermarkQuality;
import io.badhop.streams.topology.Member.Standing;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Hundreds of sources, and some that misbehave. Wall clock in milliseconds since {@link #START};
 * watermarks are times of the same clock.
 */
class ManySourcesTest {

  private static final long START = 1_700_000_000_000L;
  private static final long HOUR = 3_600_000;

  private final TickMaker maker = new TickMaker(TickRules.DEFAULT.gatheringFor(Duration.ZERO));
  private final List<SourceChange> changes = new ArrayList<>();

  @Test
  void fiveHundredSourcesOfTenSitesMakeSmallTicks() throws IOException {
    for (long now = 0; now <= 10_000; now += 250) {
      for (int i = 0; i < 500; i++) {
        Tier tier = Tier.values()[i / 10 % 3];
        report(now, "site-" + i % 10, tier, "source-" + i, now - i);
      }
      Tick tick = at(now).orElseThrow();
      assertThat(tick.getWatermarks()).hasSize(30);
      if (now > 0) {
        assertThat(tick.getChanges()).isEmpty();
        assertThat(tick.toByteBuffer().remaining()).isLessThan(600);
      }
    }
    assertThat(changes).hasSize(500);
  }

  @Test
  void tenThousandThatJoinOrFallSilentAtOnceAreSaidAThousandATick() throws IOException {
    for (int i = 0; i < 10_000; i++) {
      report(0, "default", APP, "pod-" + i, 0);
    }
    Set<String> joined = new HashSet<>();
    for (long now = 0; now < 2_500; now += 250) {
      Tick tick = at(now).orElseThrow();
      assertThat(tick.getChanges()).hasSize(TickMaker.MAX_CHANGED);
      assertThat(tick.toByteBuffer().remaining()).isLessThan(100_000);
      tick.getChanges().forEach(change -> joined.add(change.getSource()));
    }
    assertThat(joined).hasSize(10_000);

    for (long now = 3_000; now < 30_000; now += 1_000) {
      at(now);
    }
    changes.clear();
    for (long now = 30_000; now < 33_000; now += 250) {
      at(now);
    }
    assertThat(changes).hasSize(10_001);
    assertThat(changes.get(10_000).getChange()).isEqualTo(SourceChangeKind.SILENT);
  }

  @Test
  void aSourceThatFlapsHoldsNobodyBackAndLeavesNothingBehind() {
    long ticks = 0;
    for (long now = 0; now < 600_000; now += 250) {
      report(now, "default", APP, "steady", now - 100);
      boolean up = now / 2_000 % 2 == 0;
      SourceState state = up ? SourceState.ALIVE : SourceState.ENDED;
      if (up || now % 2_000 == 0) {
        maker.report(watermark("default", APP, "flapping", now - 100, state), micros(now));
      }
      Tick tick = at(now).orElseThrow();
      ticks++;
      assertThat(tick.getWatermarks())
          .containsExactly(new TierWatermark("default", APP, micros(now - 100)));
      assertThat(tick.getChanges()).hasSizeLessThanOrEqualTo(2);
    }
    assertThat(ticks).isEqualTo(2_400);
    assertThat(changes).hasSize(1 + 300);
    assertThat(maker.members()).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void aSourceAnHourBehindIsNotWaitedForUntilItHasCaughtUp() {
    report(0, "default", PROXY, "nginx-1", -100);
    at(0);
    report(250, "default", PROXY, "nginx-1", 150);
    report(250, "default", PROXY, "back-again", 250 - HOUR);
    Tick joined = at(250).orElseThrow();
    assertThat(kinds("back-again"))
        .containsExactly(SourceChangeKind.JOINED, SourceChangeKind.LAGGED);
    assertThat(mark(joined)).isEqualTo(micros(150));
    assertThat(maker.lagged()).isEqualTo(1);

    report(500, "default", PROXY, "nginx-1", 400);
    report(500, "default", PROXY, "back-again", 500 - 6 * 60_000);
    assertThat(mark(at(500).orElseThrow())).as("it has to come half-way").isEqualTo(micros(400));

    report(750, "default", PROXY, "nginx-1", 650);
    report(750, "default", PROXY, "back-again", 600);
    assertThat(mark(at(750).orElseThrow())).isEqualTo(micros(600));
    assertThat(kinds("back-again")).last().isEqualTo(SourceChangeKind.RESUMED);
  }

  @Test
  void aSourceThatFallsBehindIsLetGoWhenItHasBeenBehindForTenMinutes() {
    for (long now = 0; now < 21 * 60_000; now += 1_000) {
      report(now, "default", PROXY, "nginx-1", now);
      report(now, "default", PROXY, "stuck", 0);
      assertThat(mark(at(now).orElseThrow())).isEqualTo(micros(now <= 20 * 60_000 ? 0 : now));
    }
    assertThat(kinds("stuck")).containsExactly(SourceChangeKind.JOINED, SourceChangeKind.LAGGED);
  }

  @Test
  void theDelayThatASourceStatesIsAllowedFor() {
    report(0, "default", PROXY, "nginx-1", 0);
    SourceWatermark slow = watermark("default", PROXY, "bucket", -15 * 60_000, SourceState.ALIVE);
    slow.setDeliveryDelayUs(micros(15 * 60_000));
    maker.report(slow, micros(0));

    assertThat(mark(at(0).orElseThrow())).isEqualTo(micros(-15 * 60_000));
    assertThat(maker.lagged()).isZero();
  }

  @Test
  void inBackFillingAllAreBehindAndAllAreWaitedFor() {
    report(0, "default", PROXY, "file-1", -30 * 24 * HOUR);
    report(0, "default", PROXY, "file-2", -31 * 24 * HOUR);

    assertThat(mark(at(0).orElseThrow())).isEqualTo(micros(-31 * 24 * HOUR));
    assertThat(maker.lagged()).isZero();
  }

  @Test
  void inBackFillingWhoHasReadItsFileWaitsForWhoHasNot() {
    report(0, "default", PROXY, "file-1", -30 * 24 * HOUR);
    report(0, "default", PROXY, "file-2", -31 * 24 * HOUR);
    at(0);
    report(5_000, "default", PROXY, "file-1", 5_000);
    report(5_000, "default", PROXY, "file-2", -30 * 24 * HOUR);

    assertThat(mark(at(5_000).orElseThrow())).isEqualTo(micros(-30 * 24 * HOUR));
    assertThat(maker.lagged()).isZero();
  }

  @Test
  void whoLagsIsWaitedForWhenNobodyElseIsLeft() {
    report(-250, "default", PROXY, "nginx-1", -250);
    at(-250);
    report(0, "default", PROXY, "nginx-1", 0);
    report(0, "default", PROXY, "old", -HOUR);
    assertThat(mark(at(0).orElseThrow())).isEqualTo(micros(0));

    maker.report(watermark("default", PROXY, "nginx-1", 100, SourceState.ENDED), micros(250));
    report(250, "default", PROXY, "old", 250 - HOUR);
    Tick left = at(250).orElseThrow();

    assertThat(mark(left)).as("never falls").isEqualTo(micros(0));
    assertThat(kinds("old"))
        .containsExactly(
            SourceChangeKind.JOINED, SourceChangeKind.LAGGED, SourceChangeKind.RESUMED);
  }

  @Test
  void aSourceThatJumpsAheadMovesNothingWhileOthersAreInTime() {
    report(0, "default", PROXY, "nginx-1", 0);
    report(0, "default", PROXY, "jumps", 0);
    at(0);
    report(250, "default", PROXY, "nginx-1", 250);
    report(250, "default", PROXY, "jumps", HOUR);

    assertThat(mark(at(250).orElseThrow())).isEqualTo(micros(250));
    assertThat(maker.lagged()).isZero();
  }

  @Test
  void aSuccessorKnowsWhoLags() {
    report(-250, "default", PROXY, "nginx-1", -250);
    at(-250);
    report(0, "default", PROXY, "nginx-1", 0);
    report(0, "default", PROXY, "old", -HOUR);
    at(0);
    TickMaker successor = new TickMaker(TickRules.DEFAULT.gatheringFor(Duration.ZERO));
    successor.resume(maker.floors(), new ArrayList<>(maker.members()), micros(500));
    successor.report(watermark("default", PROXY, "nginx-1", 500, SourceState.ALIVE), micros(500));

    Tick next = successor.advance(micros(500)).orElseThrow();

    assertThat(next.getChanges()).isEmpty();
    assertThat(mark(next)).isEqualTo(micros(500));
    assertThat(successor.members())
        .extracting(member -> member.standing)
        .containsExactly(Standing.LIVE, Standing.LAGGING);
  }

  private List<SourceChangeKind> kinds(String source) {
    return changes.stream()
        .filter(change -> change.getSource().equals(source))
        .map(SourceChange::getChange)
        .toList();
  }

  private Optional<Tick> at(long now) {
    Optional<Tick> tick = maker.advance(micros(now));
    tick.ifPresent(made -> changes.addAll(made.getChanges()));
    return tick;
  }

  private static long mark(Tick tick) {
    assertThat(tick.getWatermarks()).hasSize(1);
    return tick.getWatermarks().get(0).getWatermark();
  }

  private void report(long now, String site, Tier tier, String source, long watermark) {
    maker.report(watermark(site, tier, source, watermark, SourceState.ALIVE), micros(now));
  }

  private static SourceWatermark watermark(
      String site, Tier tier, String source, long watermark, SourceState state) {
    return SourceWatermark.newBuilder()
        .setSource(source)
        .setSite(site)
        .setTier(tier)
        .setWatermark(micros(watermark))
        .setQuality(WatermarkQuality.ESTIMATE)
        .setState(state)
        .build();
  }

  private static long micros(long millis) {
    return (START + millis) * 1_000;
  }
}
