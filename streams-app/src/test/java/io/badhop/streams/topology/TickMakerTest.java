package io.badhop.streams.topology;

import static io.badhop.schemas.event.Tier.APP;
import static io.badhop.schemas.event.Tier.EDGE;
import static io.badhop.schemas.event.Tier.PROXY;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.SourceChange;
import io.badhop.schemas.event.SourceState;
import io.badhop.schemas.event.SourceWatermark;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.TierWatermark;
import io.badhop.schemas.event.WatermarkQuality;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Timelines: wall clock in milliseconds on the left, watermarks are small numbers. */
class TickMakerTest {

  private TickMaker maker = new TickMaker(TickRules.DEFAULT.gatheringFor(Duration.ZERO));

  @Test
  void aSourceJoinsWithItsFirstReportAndMovesItsTier() {
    assertThat(at(0)).isEmpty();

    reports(0, "nginx", PROXY, 100);
    Tick first = at(0).orElseThrow();
    assertThat(first.getNumber()).isEqualTo(1);
    assertThat(marks(first)).containsExactly(Map.entry(PROXY, 100L));
    assertThat(changes(first)).containsExactly("nginx JOINED");

    reports(300, "nginx", PROXY, 400);
    Tick second = at(300).orElseThrow();
    assertThat(second.getNumber()).isEqualTo(2);
    assertThat(marks(second)).containsExactly(Map.entry(PROXY, 400L));
    assertThat(second.getChanges()).isEmpty();
  }

  @Test
  void ticksKeepTheirDistance() {
    reports(0, "nginx", PROXY, 100);
    assertThat(at(0)).isPresent();

    reports(50, "nginx", PROXY, 150);
    assertThat(at(50)).isEmpty();
    assertThat(at(249)).isEmpty();
    assertThat(at(250)).isPresent();
  }

  @Test
  void nothingMovesSoOneHeartbeatASecond() {
    reports(0, "nginx", PROXY, 100);
    at(0);

    assertThat(at(500)).isEmpty();
    assertThat(at(999)).isEmpty();
    Tick beat = at(1000).orElseThrow();
    assertThat(marks(beat)).containsExactly(Map.entry(PROXY, 100L));
    assertThat(at(1999)).isEmpty();
    assertThat(at(2000)).isPresent();
  }

  @Test
  void aTierIsAsFarAsItsSlowestSource() {
    reports(0, "nginx-1", PROXY, 500);
    reports(0, "nginx-2", PROXY, 300);
    reports(0, "shop", APP, 900);

    assertThat(marks(at(0).orElseThrow()))
        .containsExactly(Map.entry(PROXY, 300L), Map.entry(APP, 900L));
  }

  @Test
  void tiersOfOneSiteDoNotHoldBackThoseOfAnother() {
    maker.report(report("a", "north", PROXY, 100, SourceState.ALIVE), 0);
    maker.report(report("b", "south", PROXY, 900, SourceState.ALIVE), 0);

    assertThat(at(0).orElseThrow().getWatermarks())
        .containsExactly(
            new TierWatermark("north", PROXY, 100L), new TierWatermark("south", PROXY, 900L));
  }

  @Test
  void aBackFillThatJoinsHoldsTheTierButDoesNotMoveItBack() {
    reports(0, "nginx", PROXY, 500);
    at(0);

    reports(300, "old-file", PROXY, 10);
    reports(300, "nginx", PROXY, 800);
    Tick joined = at(300).orElseThrow();
    assertThat(changes(joined)).containsExactly("old-file JOINED");
    assertThat(marks(joined)).containsExactly(Map.entry(PROXY, 500L));

    reports(600, "old-file", PROXY, 700);
    assertThat(marks(at(600).orElseThrow())).containsExactly(Map.entry(PROXY, 700L));
  }

  @Test
  void aReportThatFallsBackChangesNothing() {
    reports(0, "nginx", PROXY, 500);
    at(0);
    reports(300, "nginx", PROXY, 400);

    assertThat(at(300)).isEmpty();
  }

  @Test
  void aSilentSourceIdlesAndTheOthersGoOn() {
    reports(0, "nginx-1", PROXY, 100);
    reports(0, "nginx-2", PROXY, 100);
    at(0);
    keepAlive(1_000, 29_000, "nginx-2", PROXY, 600);

    reports(30_000, "nginx-2", PROXY, 700);
    Tick idled = at(30_000).orElseThrow();
    assertThat(changes(idled)).containsExactly("nginx-1 IDLED");
    assertThat(marks(idled)).containsExactly(Map.entry(PROXY, 700L));

    reports(31_000, "nginx-1", PROXY, 650);
    Tick resumed = at(31_000).orElseThrow();
    assertThat(changes(resumed)).containsExactly("nginx-1 RESUMED");
    assertThat(marks(resumed)).containsExactly(Map.entry(PROXY, 700L));
  }

  @Test
  void aTierWhoseLastSourceIdlesIsSilentAndAbsent() {
    reports(0, "nginx", PROXY, 100);
    reports(0, "shop", APP, 100);
    at(0);
    keepAlive(1_000, 29_000, "nginx", PROXY, 600);

    reports(30_000, "nginx", PROXY, 700);
    Tick silent = at(30_000).orElseThrow();
    assertThat(changes(silent)).containsExactly("shop IDLED", "shop SILENT");
    assertThat(marks(silent)).containsExactly(Map.entry(PROXY, 700L), Map.entry(APP, 100L));
    assertThat(marks(at(30_500).orElseThrow())).containsExactly(Map.entry(PROXY, 700L));

    reports(31_000, "shop", APP, 90);
    reports(31_000, "nginx", PROXY, 800);
    Tick back = at(31_000).orElseThrow();
    assertThat(changes(back)).containsExactly("shop RESUMED");
    assertThat(marks(back)).containsExactly(Map.entry(PROXY, 800L), Map.entry(APP, 100L));
  }

  @Test
  void anEndedSourceHoldsNothingBack() {
    reports(0, "file-1", PROXY, 100);
    reports(0, "file-2", PROXY, 200);
    at(0);

    maker.report(report("file-1", "default", PROXY, 150, SourceState.ENDED), millis(300));
    Tick left = at(300).orElseThrow();
    assertThat(changes(left)).containsExactly("file-1 LEFT");
    assertThat(marks(left)).containsExactly(Map.entry(PROXY, 200L));
  }

  @Test
  void theEndOfAllSourcesIsSaidOnceAndThenThereIsQuiet() {
    reports(0, "edge.log", EDGE, 100);
    reports(0, "proxy.log", PROXY, 100);
    at(0);

    maker.report(report("edge.log", "default", EDGE, 150, SourceState.ENDED), millis(300));
    assertThat(marks(at(300).orElseThrow()))
        .containsExactly(Map.entry(EDGE, Long.MAX_VALUE), Map.entry(PROXY, 100L));

    maker.report(report("proxy.log", "default", PROXY, 150, SourceState.ENDED), millis(600));
    Tick last = at(600).orElseThrow();
    assertThat(marks(last))
        .containsExactly(Map.entry(EDGE, Long.MAX_VALUE), Map.entry(PROXY, Long.MAX_VALUE));
    assertThat(changes(last)).containsExactly("proxy.log LEFT");

    assertThat(at(2_000)).isEmpty();
    assertThat(at(60_000)).isEmpty();
  }

  @Test
  void aSourceThatJoinsAfterTheEndTakesItsTierUpWhereItStood() {
    reports(0, "proxy.log", PROXY, 100);
    at(0);
    maker.report(report("proxy.log", "default", PROXY, 150, SourceState.ENDED), millis(300));
    at(300);

    reports(600, "proxy.log.1", PROXY, 120);
    Tick again = at(600).orElseThrow();
    assertThat(marks(again)).containsExactly(Map.entry(PROXY, 120L));
  }

  @Test
  void aSourceThatComesAndGoesBetweenTwoTicksIsSaidToHaveDoneBoth() {
    reports(0, "empty.log", PROXY, 5);
    maker.report(report("empty.log", "default", PROXY, 5, SourceState.ENDED), millis(0));

    Tick tick = at(0).orElseThrow();
    assertThat(changes(tick)).containsExactly("empty.log JOINED", "empty.log LEFT");
    assertThat(marks(tick)).containsExactly(Map.entry(PROXY, Long.MAX_VALUE));
  }

  @Test
  void theFirstTickWaitsForTheSourcesThatAreExpected() {
    maker =
        new TickMaker(
            TickRules.DEFAULT
                .gatheringFor(Duration.ZERO)
                .expecting(Set.of("edge.log", "proxy.log")));
    reports(0, "proxy.log", PROXY, 9_000);
    assertThat(at(0)).isEmpty();
    assertThat(at(5_000)).isEmpty();

    reports(5_000, "edge.log", EDGE, 100);
    assertThat(marks(at(5_050).orElseThrow()))
        .containsExactly(Map.entry(EDGE, 100L), Map.entry(PROXY, 9_000L));
  }

  /** A back-filled application log is read to its end before the proxy's log is begun. */
  @Test
  void sourcesOfANewSiteThatBeginWithinASecondBeginTogether() {
    maker = new TickMaker(TickRules.DEFAULT);
    reports(0, "shop", APP, 9_000);
    assertThat(at(0)).isEmpty();
    assertThat(at(999)).isEmpty();
    reports(999, "nginx", PROXY, 100);

    assertThat(marks(at(1_000).orElseThrow()))
        .containsExactly(Map.entry(PROXY, 100L), Map.entry(APP, 9_000L));
  }

  @Test
  void oldSitesDoNotWaitForANewOneNorForANewSourceOfTheirs() {
    maker = new TickMaker(TickRules.DEFAULT);
    reports(0, "nginx", PROXY, 100);
    at(1_000);
    reports(1_250, "nginx-2", PROXY, 200);
    maker.report(report("other.log", "blog", PROXY, 700, SourceState.ALIVE), millis(1_250));

    Tick tick = at(1_250).orElseThrow();
    assertThat(changes(tick)).containsExactly("nginx-2 JOINED");
    assertThat(tick.getWatermarks()).extracting(TierWatermark::getSite).containsOnly("default");
    assertThat(at(2_250).orElseThrow().getWatermarks())
        .extracting(TierWatermark::getSite)
        .containsExactly("blog", "default");
  }

  @Test
  void timeInWhichTheKeeperDidNotRunIsNobodysSilence() {
    reports(0, "nginx", PROXY, 100);
    at(0);
    at(1_000);

    Tick afterPause = at(100_000).orElseThrow();
    assertThat(afterPause.getChanges()).isEmpty();
  }

  @Test
  void aSuccessorGoesOnWithNumbersMembersAndMarks() {
    reports(0, "nginx", PROXY, 500);
    reports(0, "shop", APP, 500);
    at(0);
    keepAlive(1_000, 40_000, "nginx", PROXY, 600);
    Tick before = at(41_000).orElseThrow();

    TickMaker successor = new TickMaker(TickRules.DEFAULT.gatheringFor(Duration.ZERO));
    successor.resume(maker.floors(), new ArrayList<>(maker.members()), millis(90_000));
    maker = successor;

    Tick first = at(90_000).orElseThrow();
    assertThat(first.getNumber()).isEqualTo(before.getNumber() + 1);
    assertThat(first.getChanges()).isEmpty();
    assertThat(marks(first)).containsExactly(Map.entry(PROXY, 600L));
    reports(90_500, "shop", APP, 300);
    Tick back = at(90_500).orElseThrow();
    assertThat(changes(back)).containsExactly("shop RESUMED");
    assertThat(marks(back)).containsExactly(Map.entry(PROXY, 600L), Map.entry(APP, 500L));
  }

  @Test
  void aForgottenSourceLeavesButTheLastOfATierStays() {
    reports(0, "pod-1", APP, 100);
    reports(0, "pod-2", APP, 100);
    at(0);
    keepAlive(1_000, 29_000, "pod-2", APP, 200);
    for (long now = 30_000; now < 3_700_000; now += 1_000) {
      at(now);
    }

    assertThat(maker.members()).extracting(member -> member.id.source()).containsExactly("pod-2");
  }

  @Test
  void moreSourcesThanAllowedAreRefusedAndCounted() {
    maker =
        new TickMaker(
            new TickRules(
                Duration.ofMillis(250),
                Duration.ofSeconds(1),
                Duration.ZERO,
                Duration.ofSeconds(30),
                Duration.ofHours(1),
                Duration.ofMinutes(10),
                2,
                Set.of()));
    reports(0, "a", PROXY, 1);
    reports(0, "b", PROXY, 1);

    assertThat(maker.report(report("c", "default", PROXY, 1, SourceState.ALIVE), 0)).isEmpty();
    assertThat(maker.refused()).isEqualTo(1);
    assertThat(changes(at(0).orElseThrow())).containsExactly("a JOINED", "b JOINED");
  }

  @Test
  void aTierThatHasEndedIsForgottenAfterAnHour() {
    reports(0, "nginx", PROXY, 100);
    reports(0, "edge.log.gz", EDGE, 100);
    maker.report(report("edge.log.gz", "default", EDGE, 100, SourceState.ENDED), 0);
    assertThat(marks(at(0).orElseThrow())).containsEntry(EDGE, Long.MAX_VALUE);

    keepAlive(1_000, 3_599_000, "nginx", PROXY, 200);
    reports(3_600_000, "nginx", PROXY, 300);
    assertThat(marks(at(3_600_000).orElseThrow())).containsExactly(Map.entry(PROXY, 300L));
    assertThat(maker.floors().getWatermarks()).hasSize(1);
  }

  private void keepAlive(long from, long to, String source, Tier tier, long watermark) {
    for (long now = from; now <= to; now += 1_000) {
      reports(now, source, tier, watermark);
      at(now);
    }
  }

  private void reports(long now, String source, Tier tier, long watermark) {
    maker.report(report(source, "default", tier, watermark, SourceState.ALIVE), millis(now));
  }

  private Optional<Tick> at(long now) {
    return maker.advance(millis(now));
  }

  private static long millis(long now) {
    return now * 1000;
  }

  private static SourceWatermark report(
      String source, String site, Tier tier, long watermark, SourceState state) {
    return SourceWatermark.newBuilder()
        .setSource(source)
        .setSite(site)
        .setTier(tier)
        .setWatermark(watermark)
        .setQuality(WatermarkQuality.PROMISE)
        .setState(state)
        .build();
  }

  private static Map<Tier, Long> marks(Tick tick) {
    Map<Tier, Long> marks = new TreeMap<>();
    tick.getWatermarks().forEach(mark -> marks.put(mark.getTier(), mark.getWatermark()));
    return marks;
  }

  private static List<String> changes(Tick tick) {
    return tick.getChanges().stream().map(TickMakerTest::text).collect(Collectors.toList());
  }

  private static String text(SourceChange change) {
    return change.getSource() + " " + change.getChange();
  }
}
