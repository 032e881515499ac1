package io.badhop.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

class LostTrafficTest {

  @Test
  void whatNeitherEdgeNorProxySeesIsLostOnce() {
    Story story = new Story();
    for (int second = 0; second < 900; second++) {
      boolean lost = second >= 720 && second < 800;
      if (!lost) {
        story.at(second).edge(200, 200).proxy(200);
        story.at(second + 0.5).edge(200, 200).proxy(200);
      }
    }
    List<Escalation> told = story.told();

    assertThat(told)
        .filteredOn(escalation -> escalation.getPhase() == Phase.OPENED)
        .extracting(Escalation::getCause)
        .containsExactly(Cause.TRAFFIC_LOST);
  }
}
