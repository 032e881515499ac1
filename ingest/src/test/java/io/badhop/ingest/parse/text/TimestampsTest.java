package io.badhop.ingest.parse.text;

import static io.badhop.ingest.parse.Parsed.micros;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Times as logs write them. */
class TimestampsTest {
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void clfHasItsZone() {
    assertThat(Timestamps.clf("03/Mar/2026:10:00:05 -0530", UTC))
        .isEqualTo(micros("2026-03-03T15:30:05Z"));
  }

  @Test
  void clfWithoutAZoneIsOfTheServersZone() {
    assertThat(Timestamps.clf("03/Jul/2026:10:00:05.123", BERLIN))
        .isEqualTo(micros("2026-07-03T08:00:05.123Z"));
  }

  @Test
  void isoComesInManyShapes() {
    long time = micros("2026-03-03T10:00:05.250Z");
    assertThat(Timestamps.iso("2026-03-03T10:00:05.25Z", BERLIN)).isEqualTo(time);
    assertThat(Timestamps.iso("2026-03-03 10:00:05,250", UTC)).isEqualTo(time);
    assertThat(Timestamps.iso("2026-03-03T11:00:05.250000999+01:00", UTC)).isEqualTo(time);
    assertThat(Timestamps.iso("2026-03-03T11:00:05.250+0100", UTC)).isEqualTo(time);
    assertThat(Timestamps.iso("2026-03-03T11:00:05.250+01", UTC)).isEqualTo(time);
    assertThat(Timestamps.iso("2026-03-03 11:00:05.250 +0100", UTC)).isEqualTo(time);
  }

  @Test
  void asctimeMayHaveAFraction() {
    assertThat(Timestamps.asctime("Tue Mar 03 10:00:05.000250 2026", UTC))
        .isEqualTo(micros("2026-03-03T10:00:05.000250Z"));
    assertThat(Timestamps.asctime("Tue Mar  3 10:00:05 2026", UTC))
        .isEqualTo(micros("2026-03-03T10:00:05Z"));
  }

  @Test
  void aStampWithoutAYearIsOfTheLatestThatIsNotInTheFuture() {
    long january = micros("2027-01-02T08:00:00Z");
    assertThat(Timestamps.yearless("Dec 31 23:59:59", UTC, january))
        .isEqualTo(micros("2026-12-31T23:59:59Z"));
    assertThat(Timestamps.yearless("Jan  2 07:59:59.5", UTC, january))
        .isEqualTo(micros("2027-01-02T07:59:59.500Z"));
    assertThat(Timestamps.yearless("Jan  1 00:30:00", BERLIN, micros("2026-12-31T23:30:01Z")))
        .isEqualTo(micros("2026-12-31T23:30:00Z"));
  }

  @Test
  void aClockThatIsADayAheadIsNoYearBehind() {
    assertThat(Timestamps.yearless("Jan  1 00:00:05", UTC, micros("2026-12-31T23:59:00Z")))
        .isEqualTo(micros("2027-01-01T00:00:05Z"));
  }

  @Test
  void aLeapDayIsOfALeapYear() {
    assertThat(Timestamps.yearless("Feb 29 12:00:00", UTC, micros("2027-01-02T08:00:00Z")))
        .isEqualTo(micros("2024-02-29T12:00:00Z"));
    assertThat(Timestamps.yearless("Feb 30 12:00:00", UTC, micros("2027-01-02T08:00:00Z")))
        .isEqualTo(Timestamps.NONE);
  }

  @Test
  void withoutANowThereIsNoYear() {
    assertThat(Timestamps.yearless("Dec 31 23:59:59", UTC, Timestamps.NONE))
        .isEqualTo(Timestamps.NONE);
  }

  @Test
  void slashedAndDashedAreOfTheServersZone() {
    long time = micros("2026-03-03T09:00:05Z");
    assertThat(Timestamps.slashed("2026/03/03 10:00:05", BERLIN)).isEqualTo(time);
    assertThat(Timestamps.dashed("03-Mar-2026 10:00:05", BERLIN)).isEqualTo(time);
  }

  @Test
  void secondsHaveUpToSixDigitsBehindTheDot() {
    assertThat(Timestamps.seconds("1.5")).isEqualTo(1_500_000);
    assertThat(Timestamps.seconds("0.0000019")).isEqualTo(1);
    assertThat(Timestamps.seconds("12")).isEqualTo(12_000_000);
    assertThat(Timestamps.seconds("-")).isEqualTo(Timestamps.NONE);
    assertThat(Timestamps.seconds("")).isEqualTo(Timestamps.NONE);
    assertThat(Timestamps.seconds("1e3")).isEqualTo(Timestamps.NONE);
  }

  @Test
  void leapSecondsAndLeapDaysAreTimes() {
    assertThat(Timestamps.iso("2028-02-29T00:00:00Z", UTC))
        .isEqualTo(micros("2028-02-29T00:00:00Z"));
    assertThat(Timestamps.iso("2016-12-31T23:59:60Z", UTC))
        .isEqualTo(micros("2017-01-01T00:00:00Z"));
  }

  @Test
  void whatIsNoTimeIsNone() {
    String[] no = {
      "",
      "-",
      "2026-02-30T00:00:00Z",
      "2026-13-01T00:00:00Z",
      "2026-01-01T24:00:00Z",
      "2026-01-01",
      "0001-01-01T00:00:00Z",
      "2026-01-01T00:00:00+xx"
    };
    for (String text : no) {
      assertThat(Timestamps.iso(text, UTC)).as(text).isEqualTo(Timestamps.NONE);
    }
    assertThat(Timestamps.clf("03/anF/2026:10:00:05 +0000", UTC)).isEqualTo(Timestamps.NONE);
    assertThat(Timestamps.clf("03/Mar/2026:10:00:05 +00", UTC))
        .isEqualTo(micros("2026-03-03T10:00:05Z"));
  }

  @Test
  void anHourThatASpringNightSkipsIsStillATime() {
    assertThat(Timestamps.slashed("2026/03/29 02:30:00", BERLIN))
        .isBetween(micros("2026-03-29T00:30:00Z"), micros("2026-03-29T01:30:00Z"));
  }

  @Test
  void damagedTextsNeverThrow() {
    Random random = new Random(14);
    String[] valid = {
      "03/Mar/2026:10:00:05.123 -0530",
      "2026-03-03T10:00:05.25+01:00",
      "Tue Mar 03 10:00:05.000250 2026",
      "2026/03/03 10:00:05",
      "03-Mar-2026 10:00:05.5"
    };
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder(valid[random.nextInt(valid.length)]);
      text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(300));
      text.setLength(random.nextInt(text.length() + 1));
      String damaged = text.toString();
      long earliest = Timestamps.NONE;
      assertThat(Timestamps.clf(damaged, BERLIN)).isGreaterThanOrEqualTo(earliest);
      assertThat(Timestamps.iso(damaged, BERLIN)).isGreaterThanOrEqualTo(earliest);
      assertThat(Timestamps.asctime(damaged, BERLIN)).isGreaterThanOrEqualTo(earliest);
      assertThat(Timestamps.slashed(damaged, BERLIN)).isGreaterThanOrEqualTo(earliest);
      assertThat(Timestamps.dashed(damaged, BERLIN)).isGreaterThanOrEqualTo(earliest);
      assertThat(Timestamps.seconds(damaged)).isGreaterThanOrEqualTo(earliest);
    }
  }

  @Test
  void everyDayOfTwoCenturiesIsCountedAsTheCalendarDoes() {
    for (LocalDate day = LocalDate.of(1970, 1, 1); day.getYear() < 2170; day = day.plusDays(1)) {
      assertThat(Timestamps.iso(day + "T00:00:00Z", ZoneOffset.UTC))
          .isEqualTo(day.toEpochDay() * 86_400_000_000L);
    }
  }
}
