package io.badhop.ingest.ship;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What may be said depends on what is acknowledged, in whatever order that happens. */
class PromisesTest {
  private final Promises<String> promises = new Promises<>();

  private Segment send() {
    Segment segment = promises.open();
    segment.sent();
    return segment;
  }

  @Test
  void nothingSentIsNothingToWaitFor() {
    promises.seal("a");

    assertThat(promises.due()).contains("a");
    assertThat(promises.due()).isEmpty();
  }

  @Test
  void aPromiseWaitsForAllThatWasSentBeforeIt() {
    Segment first = send();
    promises.seal("a");
    Segment second = send();
    promises.seal("b");

    second.answered();
    assertThat(promises.due()).isEmpty();
    first.answered();
    assertThat(promises.due()).contains("b");
    assertThat(promises.isEmpty()).isTrue();
  }

  @Test
  void manyWaitingPromisesBecomeOneThatStillWaitsForAll() {
    List<Segment> sent = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      sent.add(send());
      promises.seal("p" + i);
    }
    for (Segment segment : sent.subList(0, 999)) {
      segment.answered();
    }
    assertThat(promises.due()).hasValueSatisfying(last -> assertThat(last).isNotEqualTo("p999"));
    assertThat(promises.due()).isEmpty();
    sent.get(999).answered();
    assertThat(promises.due()).contains("p999");
  }
}
