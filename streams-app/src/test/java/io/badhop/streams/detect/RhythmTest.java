package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which silences are usual at their time of the day and of the week. */
class RhythmTest {

  private static final long MINUTE = 240;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private final Rhythm rhythm = new Rhythm();

  @Test
  void aShopThatClosesAtNightIsUsuallySilentThenFromTheThirdNightOn() {
    days(0, 2, 2);
    assertThat(rhythm.usuallySilent(2 * DAY + 2 * HOUR, 2 * DAY + 2 * HOUR)).isTrue();
    assertThat(rhythm.usuallySilent(2 * DAY + 14 * HOUR, 2 * DAY + 14 * HOUR)).isFalse();
  }

  @Test
  void oneSilenceYesterdayMayHaveBeenAnOutage() {
    days(0, 1, 2);
    assertThat(rhythm.usuallySilent(DAY + 2 * HOUR, DAY + 2 * HOUR)).isFalse();
  }

  @Test
  void whatIsSilentOnOneDayOfTheWeekIsUsualThere() {
    days(0, 1, 2);
    days(1, 7, -1);
    assertThat(rhythm.usuallySilent(7 * DAY + 2 * HOUR, 7 * DAY + 2 * HOUR)).isTrue();
    assertThat(rhythm.usuallySilent(6 * DAY + 2 * HOUR, 6 * DAY + 2 * HOUR)).isFalse();
  }

  @Test
  void withoutHistoryNoSilenceIsUsual() {
    assertThat(rhythm.usuallySilent(DAY, DAY)).isFalse();
  }

  @Test
  void theSilenceThatRunsIsNotTakenForLastWeeks() {
    for (long slot = 0; slot < HOUR; slot++) {
      rhythm.learn(slot, slot < HOUR - MINUTE - 40);
    }

    assertThat(rhythm.usuallySilent(HOUR - MINUTE - 40, HOUR - MINUTE + 80)).isFalse();
  }

  @Test
  void aSuccessorKnowsTheSame() {
    days(0, 2, 2);
    Rhythm successor = new Rhythm();
    successor.restore(rhythm.watched(), rhythm.busy());
    assertThat(successor.usuallySilent(2 * DAY + 2 * HOUR, 2 * DAY + 2 * HOUR)).isTrue();
  }

  /** Days of steady traffic but for one hour. */
  private void days(int from, int to, int silentHour) {
    for (long slot = from * DAY; slot < to * DAY; slot++) {
      rhythm.learn(slot, slot % DAY / HOUR != silentHour);
    }
  }
}
