package io.badhop.ingest.ship;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.AppEvent;
import org.junit.jupiter.api.Test;

/** What the clock allows to promise, given how coarse a log's times are. */
class GrainTest {
  private final Grain grain = new Grain();

  private void see(String source, long time, int resolution) {
    AppEvent event =
        AppEvent.newBuilder()
            .setEventId(1)
            .setRequestId("a")
            .setSource(source)
            .setTime(time)
            .setResolution(resolution)
            .build();
    grain.see(ShippedEvent.of(event));
  }

  @Test
  void millisecondsAllowTheLastMillisecond() {
    see("a", 5_000, 1000);

    assertThat(grain.before(10_999)).isEqualTo(10_000);
  }

  @Test
  void secondsAllowTheLastWholeSecond() {
    see("a", 3_000_000, 1_000_000);

    assertThat(grain.before(10_900_000)).isEqualTo(10_000_000);
  }

  @Test
  void aStartInSecondsWithADurationAllowsASecondLess() {
    see("a", 3_000_123, 1_000_000);

    assertThat(grain.before(10_900_000)).isEqualTo(9_900_000);
  }

  @Test
  void aFractionLeftOutWhenItIsZeroDoesNotMakeALogCoarse() {
    see("a", 5_000, 1000);
    see("a", 6_000_000, 1_000_000);

    assertThat(grain.before(10_999)).isEqualTo(10_000);
  }

  @Test
  void ofTwoFilesTheCoarserCounts() {
    see("a", 5_000, 1000);
    see("b", 6_000_000, 1_000_000);

    assertThat(grain.before(10_900_000)).isEqualTo(10_000_000);
  }

  @Test
  void ofALogThatHasSaidNothingSecondsAreAssumed() {
    assertThat(grain.before(10_900_000)).isEqualTo(10_000_000);
  }
}
