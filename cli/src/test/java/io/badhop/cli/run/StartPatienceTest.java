package io.badhop.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StartPatienceTest {

  private final List<String> said = new ArrayList<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final AtomicInteger tries = new AtomicInteger();

  private StartPatience patience(Duration time) {
    return new StartPatience(said::add, stop, time);
  }

  private String awayUntil(int last) {
    if (tries.incrementAndGet() < last) {
      throw new AwayException("Nobody answers.", null);
    }
    return "answered";
  }

  @Test
  void whatIsAwayIsAskedAgainAndToldOnce() {
    assertThat(patience(Duration.ofMinutes(5)).await(() -> awayUntil(3))).isEqualTo("answered");
    assertThat(said).singleElement().asString().startsWith("Nobody answers. Trying again for");
  }

  @Test
  void withoutPatienceThereIsOneTry() {
    assertThatThrownBy(() -> patience(Duration.ZERO).await(() -> awayUntil(2)))
        .isInstanceOf(AwayException.class)
        .hasMessage("Nobody answers.");
    assertThat(tries).hasValue(1);
    assertThat(said).isEmpty();
  }

  @Test
  void aStopEndsTheWaiting() {
    stop.countDown();
    assertThatThrownBy(() -> patience(Duration.ofMinutes(5)).await(() -> awayUntil(9)))
        .isInstanceOf(AwayException.class);
    assertThat(tries).hasValue(1);
  }

  @Test
  void whatIsWrongIsNotTriedAgain() {
    assertThatThrownBy(
            () ->
                patience(Duration.ofMinutes(5))
                    .await(
                        () -> {
                          tries.incrementAndGet();
                          throw new RunException("Wrong.", null);
                        }))
        .hasMessage("Wrong.");
    assertThat(tries).hasValue(1);
  }
}
