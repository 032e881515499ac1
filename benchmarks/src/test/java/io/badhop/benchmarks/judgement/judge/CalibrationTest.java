package io.badhop.benchmarks.judgement.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CalibrationTest {

  @Test
  void whoIsRightAsOftenAsSaidHasNoError() {
    Calibration calibration = new Calibration();
    for (int i = 0; i < 10; i++) {
      calibration.add(0.8, i < 8);
    }

    assertThat(calibration.error()).isCloseTo(0, within(1e-9));
    assertThat(calibration.right()).isCloseTo(0.8, within(1e-9));
  }

  @Test
  void binsAreWeighedByTheirStatements() {
    Calibration calibration = new Calibration();
    for (int i = 0; i < 3; i++) {
      calibration.add(0.95, false);
    }
    calibration.add(0.55, true);

    assertThat(calibration.error()).isCloseTo((3 * 0.95 + 0.45) / 4, within(1e-9));
  }
}
