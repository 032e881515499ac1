package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Members of a pool that each let a share of their requests fail, and one does well by luck. */
class FailingInPartTest {

  private static final String ONE = "10.0.0.1:80";
  private static final String OTHER = "10.0.0.2:80";

  private final Traffic traffic = new Traffic();

  @Test
  void aMemberThatFailedWhenTheTroubleBeganIsNoSecondFaultThoughItDidWellSince() {
    traffic.healthy(60);
    play(OTHER, "f");
    play(ONE, "ff.fffff.ff.fff.f");
    play(OTHER, "........");
    play(ONE, "f");
    play(OTHER, "f.ff");

    assertThat(incidents()).isEqualTo(1);
  }

  @Test
  void oneThatDidWellFromTheBeginningOnIsASecond() {
    traffic.healthy(60);
    play(ONE, "fff.fffff.ff.fff.f");
    play(OTHER, "........");
    play(ONE, "f");
    play(OTHER, "f.ff");

    assertThat(incidents()).isEqualTo(2);
  }

  @Test
  void aFewSuccessesAreLuckWhereThreeOfFourFailSinceAsTheFirstIsWhereCountingBegan() {
    traffic.healthy(60);
    play(ONE, "fff.fffff.ff.fff.f");
    play(OTHER, "....");
    play(ONE, "f");
    play(OTHER, "f.ff");

    assertThat(incidents()).isEqualTo(1);
  }

  /** A request a slot of one member: f fails. The third member does well. */
  private void play(String member, String requests) {
    for (char request : requests.toCharArray()) {
      if (request == 'f') {
        traffic.fail("shop/cart", member, Cause.CONNECTION_RESET);
      } else {
        traffic.ok("shop/cart", member, 1);
      }
      Traffic.PATHS.forEach(path -> traffic.ok(path, "10.0.0.3:80", 1));
      traffic.step();
    }
  }

  private long incidents() {
    return traffic.said.stream().map(Escalation::getIncidentId).collect(Collectors.toSet()).size();
  }
}
