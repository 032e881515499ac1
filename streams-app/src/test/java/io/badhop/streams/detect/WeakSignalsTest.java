package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.Severity;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Failures that are few, slow, on and off, or there from the start; and such as are usual. Chance
 * is seeded.
 */
class WeakSignalsTest {

  private static final int MINUTE = 240;

  private final Traffic traffic = new Traffic();
  private final Random random = new Random(6);

  @Test
  void anOutageThatWasThereBeforeAnybodyWatched() {
    for (int i = 0; i < 40; i++) {
      request("shop/login", 0.3, Cause.APP_ERROR);
      request("shop/", 0, Cause.APP_ERROR);
      traffic.step();
    }
    assertThat(traffic.said.get(0).getKey()).isEqualTo(Traffic.key(KeyKind.PATH, "shop/login"));
    assertThat(last().getSeverity()).isGreaterThanOrEqualTo(Severity.MINOR);
  }

  @Test
  void theIncidentDoesNotTeachWhatIsUsual() {
    minutes(20, 0);
    minutes(40, 0.2);
    minutes(15, 0);
    int told = traffic.said.size();
    assertThat(last().getPhase()).isEqualTo(Phase.RESOLVED);
    minutes(2, 0.2);

    Escalation again = traffic.said.get(told);
    assertThat(again.getPhase()).isEqualTo(Phase.OPENED);
    assertThat(again.getBaselineRatio()).isLessThan(0.01);
  }

  @Test
  void twoPercentOfOneRequestASecondWithinMinutes() {
    for (int second = 0; second < 30 * 60; second++) {
      request("shop/login", second < 20 * 60 ? 0 : 0.02, Cause.APP_ERROR);
      for (int i = 0; i < 4; i++) {
        traffic.ok("shop/", "10.0.0.1:80", 5).step();
      }
    }
    assertThat(traffic.said).isNotEmpty();
    assertThat(minute(traffic.said.get(0))).isBetween(20.0, 28.0);
    assertThat(last().getKey()).isEqualTo(Traffic.key(KeyKind.PATH, "shop/login"));
  }

  @Test
  void aRampIsOneIncidentLongBeforeItsTop() {
    minutes(20, 0);
    for (int minute = 0; minute < 10; minute++) {
      minutes(1, 0.02 * minute);
    }
    assertThat(minute(traffic.said.get(0))).isLessThan(24.0);
    assertThat(traffic.said)
        .extracting(Escalation::getIncidentId)
        .containsOnly(last().getIncidentId());
  }

  @Test
  void threeRequestsAMinuteThatAllFail() {
    for (int i = 0; i < 20 * MINUTE; i++) {
      if (i % 80 == 0) {
        request("shop/export", i < 15 * MINUTE ? 0 : 1, Cause.APP_ERROR);
      }
      traffic.ok("shop/", "10.0.0.1:80", 5).step();
    }
    assertThat(minute(traffic.said.get(0))).isBetween(15.0, 16.1);
    assertThat(last().getKey()).isEqualTo(Traffic.key(KeyKind.PATH, "shop/export"));
    assertThat(last().getSeverity()).isGreaterThanOrEqualTo(Severity.MINOR);
  }

  @Test
  void whatComesAndGoesIsOneIncidentThatSaysSo() {
    minutes(5, 0);
    for (int i = 0; i < 20; i++) {
      seconds(4, 1);
      seconds(20, 0);
    }
    assertThat(traffic.said)
        .extracting(Escalation::getIncidentId)
        .containsOnly(last().getIncidentId());
    assertThat(traffic.said.stream().filter(said -> said.getPhase() == Phase.REOPENED))
        .hasSizeLessThanOrEqualTo(3);
    assertThat(last().getEvidence()).anyMatch(words -> words.contains("flapping"));
  }

  @Test
  void whatIsUsualByDayAndByNightIsNoIncident() {
    for (int minute = 0; minute < 60; minute++) {
      int busy = 1 + (int) (9 * (1 + Math.sin(minute / 10.0)) / 2);
      for (int i = 0; i < MINUTE; i++) {
        for (int n = 0; n < busy; n++) {
          request("shop/" + "abcd".charAt(n % 4), 0.004, Cause.APP_ERROR);
        }
        traffic.step();
      }
    }
    assertThat(traffic.said).isEmpty();
  }

  @Test
  void aSurgeWithTheUsualRatioIsNoIncident() {
    for (int i = 0; i < 30 * MINUTE; i++) {
      int busy = i < 20 * MINUTE ? 2 : 40;
      for (int n = 0; n < busy; n++) {
        request("shop/" + "abcd".charAt(n % 4), 0.003, Cause.APP_ERROR);
      }
      traffic.step();
    }
    assertThat(traffic.said).isEmpty();
  }

  @Test
  void anUpstreamThatDiesBehindSuccessfulRetriesIsAWarningAtOnce() {
    traffic.healthy(MINUTE);
    for (int i = 0; i < 3; i++) {
      traffic.hidden("shop/", "10.0.0.2:80", Cause.CONNECTION_REFUSED).usual("10.0.0.2:80").step();
    }
    assertThat(traffic.said).hasSize(1);
    assertThat(last().getSeverity()).isEqualTo(Severity.WARNING);
    assertThat(last().getKey()).isEqualTo(Traffic.key(KeyKind.UPSTREAM, "10.0.0.2:80"));
  }

  /** 40 requests a second over 20 paths, one in a thousand fails, here and there: two hours. */
  @Test
  void twoHoursOfChanceWakeNobody() {
    for (int i = 0; i < 2 * 60 * MINUTE; i++) {
      for (int n = 0; n < 10; n++) {
        request("shop/p" + random.nextInt(20), 0.001, Cause.APP_ERROR);
      }
      traffic.step();
    }
    assertThat(traffic.said).isEmpty();
  }

  /**
   * The same for twelve hours over paths of very different use: now and then chance opens a
   * WARNING, which is over by itself.
   */
  @Test
  void halfADayOfChanceWakesNobody() {
    for (int i = 0; i < 12 * 60 * MINUTE; i++) {
      for (int n = 0; n < 10; n++) {
        request("shop/p" + (int) (20 * Math.pow(random.nextDouble(), 2)), 0.001, Cause.APP_ERROR);
      }
      traffic.step();
    }
    assertThat(traffic.said)
        .extracting(Escalation::getSeverity)
        .doesNotContain(Severity.MINOR, Severity.MAJOR, Severity.CRITICAL);
    assertThat(traffic.said.stream().filter(said -> said.getPhase() == Phase.OPENED))
        .hasSizeLessThan(8);
  }

  /** Six requests a minute of which one in thirty fails: two in ten minutes. */
  @Test
  void aSlowBurnIsFoundWithinHours() {
    for (int i = 0; i < 4 * 60 * MINUTE; i++) {
      if (i % 40 == 0) {
        request("shop/export", i < 60 * MINUTE ? 0 : 0.03, Cause.APP_ERROR);
      }
      traffic.ok("shop/", Traffic.UPSTREAMS.get(i % 3), 5).step();
    }
    assertThat(traffic.said).isNotEmpty();
    assertThat(minute(traffic.said.get(0))).isBetween(60.0, 240.0);
    assertThat(last().getKey()).isEqualTo(Traffic.key(KeyKind.PATH, "shop/export"));
  }

  /** Three requests a minute of which one in twenty fails: less than two in ten minutes. */
  @Test
  void aSlowBurnThatTenMinutesNeverShowIsFoundOverHours() {
    for (int i = 0; i < 9 * 60 * MINUTE; i++) {
      if (i % 80 == 0) {
        boolean fails = i > 3 * 60 * MINUTE && i % 1600 == 0;
        if (fails) {
          traffic.fail("shop/export", "10.0.0.1:80", Cause.APP_ERROR);
        } else {
          traffic.ok("shop/export", "10.0.0.1:80", 1);
        }
      }
      traffic.ok("shop/", Traffic.UPSTREAMS.get(i % 3), 5).step();
    }
    assertThat(traffic.said).isNotEmpty();
    assertThat(minute(traffic.said.get(0))).isBetween(180.0, 300.0);
    assertThat(traffic.said.get(0).getKey()).isEqualTo(Traffic.key(KeyKind.PATH, "shop/export"));
    assertThat(last().getSeverity()).isGreaterThanOrEqualTo(Severity.MINOR);
    assertThat(last().getBaselineRatio()).isLessThan(0.01);
  }

  /** A successor in the middle of a slow burn goes on where its predecessor was. */
  @Test
  void hoursAreRemembered() {
    Traffic other = traffic;
    for (int i = 0; i < 5 * 60 * MINUTE; i++) {
      if (i % 80 == 0 && i % 1600 != 0) {
        other.ok("shop/export", "10.0.0.1:80", 1);
      } else if (i % 1600 == 0) {
        other.fail("shop/export", "10.0.0.1:80", Cause.APP_ERROR);
      }
      other.ok("shop/", Traffic.UPSTREAMS.get(i % 3), 5).step();
      if (i == 20 * MINUTE) {
        Stage2 successor = new Stage2(DetectConfig.DEFAULT);
        successor.restore(other.stage2.snapshot());
        other = other.continuedBy(successor);
      }
    }
    assertThat(other.said).isNotEmpty();
    assertThat(minute(other.said.get(0))).isLessThan(120);
  }

  /**
   * An alert on the rate of 503 paged 27 times in six months: restarts of up to four seconds, and
   * bursts of less than one.
   */
  @Test
  void twentySevenBlipsInSixMonthsPageNobody() {
    for (int blip = 0; blip < 27; blip++) {
      traffic.healthy(2 * MINUTE);
      boolean restart = blip % 3 != 0;
      if (restart) {
        traffic.component(ComponentEventKind.STOPPED, "10.0.0.2:80", "SIGTERM received");
      }
      for (int i = 0; i < (restart ? 4 + blip % 12 : 3); i++) {
        Traffic.PATHS.forEach(path -> traffic.fail(path, "10.0.0.2:80", Cause.CONNECTION_REFUSED));
        traffic.usual("10.0.0.2:80").step();
      }
      if (restart) {
        traffic.component(ComponentEventKind.STARTED, "10.0.0.2:80", "listening");
      }
      traffic.healthy(2 * MINUTE).pause(6 * 24 * 60L * MINUTE);
    }
    assertThat(traffic.said)
        .extracting(Escalation::getSeverity)
        .doesNotContain(Severity.MINOR, Severity.MAJOR, Severity.CRITICAL);
  }

  private void minutes(int minutes, double ratio) {
    seconds(minutes * 60, ratio);
  }

  private void seconds(int seconds, double ratio) {
    for (int i = 0; i < seconds * 4; i++) {
      request("shop/login", ratio, Cause.APP_ERROR);
      traffic.ok("shop/", Traffic.UPSTREAMS.get(i % 3), 4).step();
    }
  }

  private void request(String path, double ratio, Cause cause) {
    String upstream = Traffic.UPSTREAMS.get(random.nextInt(3));
    if (random.nextDouble() < ratio) {
      traffic.fail(path, upstream, cause);
    } else {
      traffic.ok(path, upstream, 1);
    }
  }

  private Escalation last() {
    return traffic.said.get(traffic.said.size() - 1);
  }

  private static double minute(Escalation said) {
    return (said.getEventTimeMs() * 1000 - Traffic.START) / 60e6;
  }

  /** A log of last week has been read, and time jumps to now: no tick may take long for that. */
  @Test
  void aJumpOfDaysIsWorkedOffOverManyTicks() {
    traffic.healthy(40);
    long before = evaluated();
    traffic.pause(5 * 24 * 60 * 60 * 4L).step();
    assertThat(evaluated() - before).isBetween(2_400L, 60_000L);
    for (int tick = 0; tick < 40; tick++) {
      traffic.step();
    }
    assertThat(evaluated() - before).isGreaterThan(5 * 24 * 60 * 60 * 4L);

    for (int i = 0; i < 3; i++) {
      traffic.fail("shop.example/pay", "10.0.0.1:80", Cause.APP_ERROR).step();
    }
    assertThat(traffic.said).extracting(Escalation::getPhase).containsExactly(Phase.OPENED);
  }

  private long evaluated() {
    return traffic.stage2.counters().snapshot().buckets();
  }
}
