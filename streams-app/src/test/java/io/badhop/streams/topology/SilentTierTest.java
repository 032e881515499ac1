package io.badhop.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.RequestTrace;
import io.badhop.schemas.event.SourceState;
import io.badhop.schemas.event.SourceWatermark;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.TrafficSummary;
import io.badhop.schemas.event.WatermarkQuality;
import io.badhop.streams.detect.DetectConfig;
import io.badhop.streams.detect.Stage2;
import io.badhop.streams.summarise.Stage1;
import io.badhop.streams.summarise.Stage1Config;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From the reports of sources to LOGS_MISSING. Seconds of one clock. */
class SilentTierTest implements Stage1.Output {

  private static final long START = 1_700_000_000_000_000L;

  private final TickMaker maker = new TickMaker(TickRules.DEFAULT.gatheringFor(Duration.ZERO));
  private final Stage1 stage1 = new Stage1(Stage1Config.single());
  private final Stage2 stage2 = new Stage2(DetectConfig.DEFAULT);
  private final List<Escalation> said = new ArrayList<>();
  private final long[] offsets = new long[Stage1.TOPICS];

  @Test
  void oneTierOfOneSiteFallsSilentAndComesBack() {
    for (int second = 0; second < 200; second++) {
      for (String site : new String[] {"north", "south"}) {
        report(second, site, Tier.PROXY, "nginx", SourceState.ALIVE);
        report(second, site, Tier.APP, "shop-1", SourceState.ALIVE);
      }
      boolean up = second < 50 || second >= 120;
      if (up) {
        report(second, "north", Tier.EDGE, "logpush", SourceState.ALIVE);
      }
      advance(second);
    }

    assertThat(said).extracting(Escalation::getSite).containsOnly("north");
    assertThat(said).extracting(Escalation::getPhase).containsExactly(Phase.OPENED, Phase.RESOLVED);
    assertThat(said.get(0).getKey().getValue()).isEqualTo("EDGE");
    assertThat(seconds(said.get(0))).isBetween(79.0, 80.0);
    assertThat(seconds(said.get(1))).isBetween(119.0, 121.0);
  }

  @Test
  void podsThatComeAndGoAreNoMissingTier() {
    for (int second = 0; second < 600; second++) {
      report(second, "north", Tier.PROXY, "nginx", SourceState.ALIVE);
      String pod = "pod-" + second / 3;
      boolean last = second % 3 == 2;
      report(second, "north", Tier.APP, pod, last ? SourceState.ENDED : SourceState.ALIVE);
      advance(second);
    }

    assertThat(said).isEmpty();
    assertThat(maker.members()).hasSize(1);
  }

  private static double seconds(Escalation escalation) {
    return escalation.getEventTimeMs() / 1e3 - START / 1e6;
  }

  private void report(int second, String site, Tier tier, String source, SourceState state) {
    maker.report(
        SourceWatermark.newBuilder()
            .setSource(source)
            .setSite(site)
            .setTier(tier)
            .setWatermark(clock(second))
            .setQuality(WatermarkQuality.PROMISE)
            .setState(state)
            .build(),
        clock(second));
  }

  private void advance(int second) {
    Tick tick = maker.advance(clock(second)).orElseThrow();
    for (int topic = 0; topic < Stage1.TOPICS; topic++) {
      stage1.event(topic, offsets[topic]++, tick, this);
    }
  }

  private static long clock(int second) {
    return START + second * 1_000_000L;
  }

  @Override
  public void summary(int sitePartition, TrafficSummary summary) {
    said.addAll(stage2.summary(summary, summary.getTick()));
  }

  @Override
  public void trace(RequestTrace trace) {
    throw new AssertionError("there are no requests");
  }
}
