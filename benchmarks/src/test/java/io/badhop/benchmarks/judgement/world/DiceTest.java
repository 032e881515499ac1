package io.badhop.benchmarks.judgement.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class DiceTest {

  @Test
  void closeSeedsGiveUnlikeNumbers() {
    assertThat(Dice.of(1, 1).next()).isEqualTo(Dice.of(1, 1).next());
    assertThat(Dice.of(1, 1).next()).isNotEqualTo(Dice.of(1, 2).next());
    assertThat(Dice.of(1, 2).next()).isNotEqualTo(Dice.of(2, 1).next());
  }

  @Test
  void theMedianOfDurationsIsTheGivenOne() {
    Dice dice = Dice.of(7);
    double[] sorted =
        DoubleStream.generate(() -> dice.logNormal(20, 0.5)).limit(10_001).sorted().toArray();

    assertThat(sorted[5_000]).isBetween(19.0, 21.0);
    assertThat(sorted[0]).isPositive();
  }

  @Test
  void pausesHaveTheGivenMean() {
    Dice dice = Dice.of(8);

    double mean =
        DoubleStream.generate(() -> dice.exponential(3)).limit(20_000).average().orElse(0);

    assertThat(mean).isBetween(2.9, 3.1);
  }

  @Test
  void hexHasTheDigitsAskedFor() {
    assertThat(Dice.of(9).hex(32)).matches("[0-9a-f]{32}");
    assertThat(Dice.of(9).uuid()).matches("[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}");
  }
}
