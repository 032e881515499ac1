package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CertaintyTest {

  @Test
  void moreWeightIsNeverLessCertain() {
    double before = -1;
    for (int i = 0; i <= 1_000; i++) {
      double certainty = Certainty.of(i / 1_000.0);
      assertThat(certainty).isGreaterThanOrEqualTo(before).isBetween(0.0, 0.99);
      before = certainty;
    }
  }

  @Test
  void noWeightIsNoCertaintyAndFullWeightIsNotAllOfIt() {
    assertThat(Certainty.of(0)).isZero();
    assertThat(Certainty.of(1)).isEqualTo(0.99);
  }

  @Test
  void whatWeighsHalfIsRightInThreeOfFour() {
    assertThat(Certainty.of(0.5)).isEqualTo(0.75);
    assertThat(Certainty.of(0.45)).isEqualTo(0.675);
  }

  @Test
  void whatIsNoWeightIsTakenForTheNearest() {
    assertThat(Certainty.of(-1)).isZero();
    assertThat(Certainty.of(2)).isEqualTo(0.99);
  }
}
