package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.Severity;
import io.badhop.schemas.event.Tier;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Traffic that stops or falls, against what the site has seen before. Chance is seeded. */
class LostTrafficTest {

  private static final int MINUTE = 240;
  private static final int HOUR = 60 * MINUTE;
  private static final int DAY = 24 * HOUR;

  private Traffic traffic = new Traffic();
  private final Random random = new Random(3);

  @Test
  void aFallToAFifthIsAWarningWithinFourMinutes() {
    seconds(40 * 60, 10);
    seconds(10 * 60, 2);

    Escalation told = onlyOpened();
    assertThat(told.getSeverity()).isEqualTo(Severity.WARNING);
    assertThat(told.getKey()).isEqualTo(Traffic.key(KeyKind.ALL, "*"));
    assertThat(minute(told)).isBetween(42.0, 44.0);
    assertThat(told.getEvidence()).anyMatch(words -> words.startsWith("only 240 exchanges in 2 m"));

    seconds(5 * 60, 10);
    assertThat(last().getPhase()).isEqualTo(Phase.RESOLVED);
    assertThat(minute(last())).isLessThan(53);
  }

  @Test
  void aFallToAThirdIsNone() {
    seconds(40 * 60, 9);
    seconds(20 * 60, 3);

    assertThat(traffic.said).isEmpty();
  }

  /** A campaign of twenty minutes is over: the least before it is what is due. */
  @Test
  void theEndOfASurgeIsNoFall() {
    seconds(40 * 60, 2);
    seconds(20 * 60, 40);
    seconds(20 * 60, 2);

    assertThat(traffic.said).isEmpty();
  }

  @Test
  void anEveningIsNoFall() {
    for (int minute = 0; minute < 4 * 60; minute++) {
      seconds(60, 24 - minute / 10);
    }
    assertThat(traffic.said).isEmpty();
  }

  /** A successor in the middle of it says the same, and no more. */
  @Test
  void aSuccessorKnowsWhatIsDueAndWhatWasTold() {
    seconds(40 * 60, 10);
    seconds(60, 2);
    succeed();
    seconds(4 * 60, 2);
    succeed();
    seconds(4 * 60, 10);

    assertThat(traffic.said)
        .extracting(Escalation::getPhase)
        .containsExactly(Phase.OPENED, Phase.RESOLVED);
  }

  @Test
  void aProxyOfTwoThatGetsNothingWhileTheOtherCarriesItsShareIsForInformation() {
    proxies(40 * 60, 4, 4);
    proxies(5 * 60, 8, 0);

    Escalation told = onlyOpened();
    assertThat(told.getSeverity()).isEqualTo(Severity.INFO);
    assertThat(told.getKey()).isEqualTo(Traffic.key(KeyKind.PROXY, "proxy-2"));
    assertThat(minute(told)).isBetween(42.0, 43.5);
    assertThat(told.getEvidence()).anyMatch(words -> words.endsWith("others carry its share"));

    proxies(4 * 60, 4, 4);
    assertThat(last().getPhase()).isEqualTo(Phase.RESOLVED);
  }

  @Test
  void aProxyOfTwoWhoseShareIsMissingIsAWarning() {
    proxies(40 * 60, 4, 4);
    proxies(5 * 60, 4, 0);

    assertThat(onlyOpened().getSeverity()).isEqualTo(Severity.WARNING);
    assertThat(last().getKey()).isEqualTo(Traffic.key(KeyKind.PROXY, "proxy-2"));
    assertThat(last().getEvidence()).anyMatch(words -> words.endsWith("missing from the whole"));
  }

  /** A restart of a minute and a half is nobody's concern. */
  @Test
  void aProxyThatIsBackSoonIsNotTold() {
    proxies(40 * 60, 4, 4);
    proxies(90, 8, 0);
    proxies(20 * 60, 4, 4);

    assertThat(traffic.said).isEmpty();
  }

  @Test
  void oneLocationOfTheEdgeThatGoesAway() {
    traffic = new Traffic(new Stage2(DetectConfig.DEFAULT), Tier.EDGE);
    locations(40 * 60, 2);
    locations(5 * 60, 0);

    assertThat(onlyOpened().getKey()).isEqualTo(Traffic.key(KeyKind.EDGE_LOCATION, "AMS"));
    assertThat(last().getSeverity()).isEqualTo(Severity.WARNING);
  }

  /** 24 exchanges have to be due: at three a minute that takes ten minutes of silence. */
  @Test
  void threeRequestsAMinuteAreMissedAfterTenMinutes() {
    everyTwentySeconds(4 * HOUR);
    quiet(20 * MINUTE);
    everyTwentySeconds(10 * MINUTE);

    assertThat(opened()).hasSize(1);
    assertThat(last().getPhase()).isEqualTo(Phase.RESOLVED);
    Escalation told = traffic.said.get(0);
    assertThat(told.getCause()).isEqualTo(Cause.TRAFFIC_LOST);
    assertThat(told.getSeverity()).isEqualTo(Severity.MINOR);
    assertThat(minute(told)).isBetween(250.0, 254.0);
    assertThat(told.getEvidence()).anyMatch(words -> words.startsWith("no exchange for 10 min"));
  }

  @Test
  void threeRequestsAMinuteThatPauseForFiveMinutesAreNotMissed() {
    everyTwentySeconds(4 * HOUR);
    quiet(5 * MINUTE);
    everyTwentySeconds(HOUR);

    assertThat(traffic.said).isEmpty();
  }

  /** A day of visitors that come by chance, three a minute. */
  @Test
  void chanceAtLowRatesIsNotMissed() {
    for (double at = 0; at < DAY; ) {
      at += visitor(3);
    }
    assertThat(traffic.said).isEmpty();
  }

  /** From six requests a minute at noon to one in ten minutes at night, and back. */
  @Test
  void aQuietNightOfASmallSiteIsNotMissed() {
    for (double at = 0; at < 2 * DAY; ) {
      at += visitor(3.05 + 2.95 * Math.sin(2 * Math.PI * at / DAY));
    }
    assertThat(traffic.said).isEmpty();
  }

  /** It closes from one minute to the next: that is told twice, then it is known. */
  @Test
  void aShopThatClosesAtNightIsMissedOnTwoNightsOnly() {
    for (int day = 0; day < 3; day++) {
      for (int i = 0; i < 16 * HOUR; i += 4) {
        traffic.ok("shop/", "10.0.0.1:80", 1).step();
        traffic.pause(3);
      }
      quiet(8 * HOUR);
    }
    traffic.ok("shop/", "10.0.0.1:80", 1).step();

    assertThat(opened()).hasSize(2);
  }

  /** A batch that runs from eight to eight beside a little traffic: as much less every evening. */
  @Test
  void whatFallsEachEveningIsKnownFromTheThirdOn() {
    for (int day = 0; day < 3; day++) {
      for (int i = 0; i < DAY; i += 40) {
        traffic.ok("shop/", "10.0.0.1:80", i < 12 * HOUR ? 100 : 10).step();
        traffic.pause(39);
      }
    }
    assertThat(opened()).hasSize(2);
    assertThat(opened()).extracting(Escalation::getSeverity).containsOnly(Severity.WARNING);
  }

  private double visitor(double perMinute) {
    long gap = 1 + Math.round(-Math.log(1 - random.nextDouble()) * MINUTE / perMinute);
    traffic.ok("shop/", "10.0.0.1:80", 1).step();
    quiet(gap - 1);
    return gap;
  }

  /** Time moves on, and nothing comes. */
  private void quiet(long slots) {
    long left = slots;
    for (; left > 40; left -= 40) {
      traffic.pause(39).step();
    }
    traffic.pause(left);
  }

  private void everyTwentySeconds(int slots) {
    for (int i = 0; i < slots; i += 80) {
      traffic.ok("shop/", "10.0.0.1:80", 1).step();
      traffic.pause(79);
    }
  }

  private void seconds(int seconds, int perSecond) {
    for (int i = 0; i < seconds; i++) {
      traffic.ok("shop/", "10.0.0.1:80", perSecond).step();
      traffic.pause(3);
    }
  }

  private void proxies(int seconds, int first, int second) {
    for (int i = 0; i < seconds; i++) {
      traffic.ok("shop/", "10.0.0.1:80", first + second).ok(KeyKind.PROXY, "proxy-1", first);
      (second == 0 ? traffic : traffic.ok(KeyKind.PROXY, "proxy-2", second)).step();
      traffic.pause(3);
    }
  }

  private void locations(int seconds, int amsterdam) {
    for (int i = 0; i < seconds; i++) {
      traffic.ok("shop/", "", 6 + amsterdam).ok(KeyKind.EDGE_LOCATION, "FRA", 6);
      (amsterdam == 0 ? traffic : traffic.ok(KeyKind.EDGE_LOCATION, "AMS", amsterdam)).step();
      traffic.pause(3);
    }
  }

  private void succeed() {
    Stage2 successor = new Stage2(DetectConfig.DEFAULT);
    successor.restore(traffic.stage2.snapshot());
    traffic = traffic.continuedBy(successor);
  }

  private Escalation onlyOpened() {
    assertThat(traffic.said).hasSize(1);
    assertThat(last().getPhase()).isEqualTo(Phase.OPENED);
    assertThat(last().getCause()).isEqualTo(Cause.TRAFFIC_LOST);
    return last();
  }

  private List<Escalation> opened() {
    return traffic.said.stream().filter(said -> said.getPhase() == Phase.OPENED).toList();
  }

  private Escalation last() {
    return traffic.said.get(traffic.said.size() - 1);
  }

  private static double minute(Escalation said) {
    return (said.getEventTimeMs() * 1000 - Traffic.START) / 60e6;
  }
}
