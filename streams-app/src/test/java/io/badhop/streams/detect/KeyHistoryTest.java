package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyHistoryTest {

  private final KeyHistory history = new KeyHistory();

  @Test
  void ofTheLastHalfMinuteEverySlotIsKnown() {
    fill(0, 100);

    assertThat(history.exchangesInside(10, 19)).isEqualTo(10);
    assertThat(history.exchanges(10, 19)).isEqualTo(10);
  }

  @Test
  void ofTheTimeBeforeOnlyWholeTenSecondsAreSureToLieInside() {
    fill(0, 400);

    assertThat(history.exchangesInside(40, 119)).isEqualTo(80);
    assertThat(history.exchangesInside(41, 119)).isEqualTo(40);
    assertThat(history.exchangesInside(41, 118)).isZero();
    assertThat(history.exchanges(41, 118)).isEqualTo(80);
  }

  private void fill(long from, long to) {
    for (long slot = from; slot <= to; slot++) {
      history.add(slot, 1);
    }
  }
}
