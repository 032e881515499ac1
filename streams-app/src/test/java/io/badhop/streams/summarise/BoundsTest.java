package io.badhop.streams.summarise;

import static io.badhop.streams.summarise.Events.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.SiteSummary;
import io.badhop.schemas.event.Tier;
import io.badhop.streams.correlate.CorrelatorLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A bound bites by name, and leaves the rest alone. */
class BoundsTest {

  @Test
  void oneIdOnManyEventsCostsItsBoundAndLeavesOthersAlone() {
    try (Timeline line =
        new Timeline(new CorrelatorLimits(64, 1_000_000, Duration.ofSeconds(30)), Tier.PROXY)) {
      for (int i = 0; i < 10_000; i++) {
        line.hear(proxy("undefined", i * 0.1, i * 0.1 + 1, 200));
      }
      line.hear(proxy("honest", 500, 501, 502));

      SiteSummary said = line.allPassed(5_000);

      assertThat(Timeline.failures(said, Tier.PROXY)).hasSize(1);
      assertThat(line.counters().correlated().overflowed()).isEqualTo(10_000 - 64);
      assertThat(line.counters().correlated().counted()).isEqualTo(64 + 1);
    }
  }
}
