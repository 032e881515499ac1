package io.badhop.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.Phase;
import io.badhop.streams.correlate.CorrelatorCounters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OfflineReplayTest {

  private final OfflineReplay replay = new OfflineReplay(ReplayConfig.DEFAULT);

  @Test
  void findsTheIncidentAndItsEnd() throws IOException {
    ReplayResult result = replay.run(Synthetic.sources(), ReplayListener.NONE);

    assertThat(result.escalations()).isNotEmpty();
    assertThat(result.escalations().get(0).getKey().getValue()).isEqualTo(Synthetic.REFUSING);
    assertThat(result.escalations().get(result.escalations().size() - 1).getPhase())
        .isEqualTo(Phase.RESOLVED);
  }

  @Test
  void whatIsOpenAtTheEndStaysOpen() throws IOException {
    List<EventSource> cut = new ArrayList<>();
    for (EventSource source : Synthetic.sources()) {
      cut.add(new Until(source, Synthetic.START + 40_000_000));
    }

    ReplayResult result = replay.run(cut, ReplayListener.NONE);

    assertThat(result.escalations())
        .extracting(Escalation::getPhase)
        .contains(Phase.OPENED)
        .doesNotContain(Phase.RESOLVED);
  }

  @Test
  void everyEventIsAccountedFor() throws IOException {
    ReplayResult result = replay.run(Synthetic.sources(), ReplayListener.NONE);

    CorrelatorCounters counts = result.stage1().correlated();
    assertThat(counts.events() - counts.aliases()).isEqualTo(result.events());
    assertThat(counts.joined()).isEqualTo(counts.events());
    assertThat(counts.counted()).isEqualTo(counts.exchanges());
    assertThat(result.ticks())
        .isEqualTo(result.stage1().ticks())
        .isEqualTo(result.stage2().ticks());
  }

  @Test
  void theNumberOfThreadsChangesNothing() throws IOException {
    ReplayConfig one =
        new ReplayConfig(
            ReplayConfig.DEFAULT.limits(),
            ReplayConfig.DEFAULT.detect(),
            ReplayConfig.DEFAULT.step(),
            ReplayConfig.DEFAULT.disorder(),
            1);
    ReplayConfig eight =
        new ReplayConfig(one.limits(), one.detect(), one.step(), one.disorder(), 8);

    assertThat(new OfflineReplay(eight).run(Synthetic.sources(), ReplayListener.NONE))
        .isEqualTo(new OfflineReplay(one).run(Synthetic.sources(), ReplayListener.NONE));
  }

  @Test
  void theListenerHearsEveryEscalationInOrder() throws IOException {
    List<Escalation> heard = new ArrayList<>();
    ReplayListener listener =
        new ReplayListener() {
          @Override
          public void escalation(Escalation escalation) {
            heard.add(escalation);
          }
        };

    assertThat(replay.run(Synthetic.sources(), listener).escalations()).isEqualTo(heard);
  }

  @Test
  void nothingInGivesNothingOut() throws IOException {
    ReplayResult result = replay.run(List.of(), ReplayListener.NONE);

    assertThat(result.escalations()).isEmpty();
    assertThat(result.firstTime()).isEqualTo(-1);
  }
}
