package io.badhop.ingest.parse.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.app.Durations.Unit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lengths of time and their units. */
class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "12ms, 12000",
    "1.2s, 1200000",
    "1m2.5s, 62500000",
    "1h0m1s, 3601000000",
    "350\u00b5s, 350",
    "350us, 350",
    "850ns, 1",
    "0s, 0",
    "30 msecs, 30000",
    "12.5 ms, 12500",
    "1 sec, 1000000",
    "PT1.5S, 1500000",
    "PT1M0.25S, 60250000",
    "00:00:01.2500000, 1250000",
    "01:00:00, 3600000000",
    "1.5e-3s, 1500",
  })
  void aUnitInTheValueCounts(String text, long micros) {
    for (Unit unit : Unit.values()) {
      assertThat(Durations.micros(text, unit)).isEqualTo(micros);
    }
  }

  @Test
  void aBareNumberHasTheUnitOfItsName() {
    assertThat(Durations.micros("12.5", Unit.MILLISECONDS)).isEqualTo(12_500);
    assertThat(Durations.micros("0.25", Unit.SECONDS)).isEqualTo(250_000);
    assertThat(Durations.micros("9.5e-05", Unit.SECONDS)).isEqualTo(95);
    assertThat(Durations.micros("1500000", Unit.NANOSECONDS)).isEqualTo(1_500);
    assertThat(Durations.micros("17", Unit.MICROSECONDS)).isEqualTo(17);
    assertThat(Durations.micros("12.5", Unit.UNKNOWN)).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({
    "fast",
    "-1",
    "-3ms",
    "1.2.3",
    "ms",
    "12 parsecs",
    "3ms4",
    "1:2",
    "PT",
    "''",
    "1e",
    "1e99"
  })
  void whatIsNoLengthOfTimeIsNotLogged(String text) {
    assertThat(Durations.micros(text, Unit.MILLISECONDS)).isEqualTo(-1);
  }

  @Test
  void moreThanAYearIsAnotherQuantity() {
    assertThat(Durations.micros("1772532005250", Unit.SECONDS)).isEqualTo(-1);
    assertThat(Durations.micros("9000h", Unit.UNKNOWN)).isEqualTo(-1);
  }

  @Test
  void anyTextHasAnAnswer() {
    Random random = new Random(44);
    String letters = "0123456789.eE+-msuhPTn: \u00b5";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int at = random.nextInt(50); at > 0; at--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      Unit unit = Unit.values()[random.nextInt(Unit.values().length)];
      assertThat(Durations.micros(text.toString(), unit))
          .as(text.toString())
          .isGreaterThanOrEqualTo(-1);
    }
  }
}
