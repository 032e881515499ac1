package io.badhop.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.Severity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What operators tell of outages that nobody saw, and of alarms about nothing. */
class FieldStoriesTest {

  private final Story story = new Story();

  /**
   * 503s between HAProxy and the application, unseen for three hours: 100 requests a second went
   * well, two backends of which one answered 503 to two requests in five made up one in a hundred.
   * The ratio of the whole site was 0.4 %.
   */
  @Test
  void theBackendThatDrownsInTheRatioOfTheWholeSite() {
    for (int i = 0; i < 30_000; i++) {
      double second = i / 100.0;
      boolean small = i % 100 == 7;
      boolean fails = small && second >= 120 && i / 100 % 5 < 2;
      Story.Request request = story.at(second);
      if (small) {
        request.of("shop.example", "/api/invoices").on("bk_invoices", "10.0.7.1:8080");
      } else {
        request.of("shop.example", "/shelf-" + "abcd".charAt(i % 4)).on("bk_web", "10.0.0.1:8080");
      }
      request.by("haproxy", 20_000).proxy(fails ? 503 : 200, fails ? 503 : 200, "----");
      if (!fails) {
        request.app(200);
      }
    }
    List<Escalation> told = story.told();

    Escalation loud = loud(told).orElseThrow();
    assertThat(second(loud)).isLessThan(120 + 20);
    assertThat(loud.getKey().getValue()).containsAnyOf("invoices", "10.0.7.1");
    assertThat(loud.getCause()).isEqualTo(Cause.APP_UNAVAILABLE);
    assertThat(told).extracting(Escalation::getIncidentId).containsOnly(loud.getIncidentId());
  }

  @Test
  void aPathWithOnePercentOfTheTrafficThatIsFullyDown() {
    for (int i = 0; i < 12_000; i++) {
      double second = i / 100.0;
      boolean rare = i % 100 == 42;
      boolean fails = rare && second >= 60;
      story
          .at(second)
          .of("shop.example", rare ? "/export" : "/shelf-" + "abcd".charAt(i % 4))
          .on("app", "10.0.0." + (i / 100 % 3 + 1) + ":8080")
          .proxy(fails ? 500 : 200)
          .app(fails ? 500 : 200);
    }
    List<Escalation> told = story.told();

    assertThat(told.get(0).getPhase()).isEqualTo(Phase.OPENED);
    assertThat(second(told.get(0))).isBetween(62.4, 64.4);
    assertThat(told.get(0).getKey()).isEqualTo(key(KeyKind.PATH, "shop.example/export"));
    assertThat(loud(told)).isPresent();
  }

  /** The CDN blocks by its own rules; no request of these reached the origin. */
  @Test
  void aCdnThatAnswersByItsOwnRulesWhileTheOriginIsFine() {
    for (int i = 0; i < 6_000; i++) {
      double second = i / 50.0;
      boolean own = second >= 60 && second < 90 && i % 4 == 0;
      Story.Request request = story.at(second).of("shop.example", "/shelf-" + "abcd".charAt(i % 4));
      request.edge(own ? 503 : 200, own ? 0 : 200);
      if (!own) {
        request.proxy(200).app(200);
      }
    }
    List<Escalation> told = story.told();

    Escalation loud = loud(told).orElseThrow();
    assertThat(loud.getFaultDomain()).isEqualTo(FaultDomain.EDGE);
    assertThat(loud.getCause()).isEqualTo(Cause.EDGE_ERROR);
    assertThat(told).extracting(Escalation::getIncidentId).containsOnly(loud.getIncidentId());
    assertThat(told.get(told.size() - 1).getPhase()).isEqualTo(Phase.RESOLVED);
  }

  @Test
  void twoSubdomainsInOneZoneOfWhichOneFails() {
    for (int i = 0; i < 6_000; i++) {
      double second = i / 50.0;
      boolean api = i % 2 == 0;
      boolean fails = api && second >= 60;
      String path = "/shelf-" + "abcd".charAt(i / 2 % 4);
      Story.Request request = story.at(second).of(api ? "api.shop.example" : "shop.example", path);
      request.edge(fails ? 522 : 200, fails ? 0 : 200);
      if (!fails) {
        request.proxy(200).app(200);
      }
    }
    List<Escalation> told = story.told();

    Escalation loud = loud(told).orElseThrow();
    assertThat(loud.getCause()).isEqualTo(Cause.ORIGIN_UNREACHABLE);
    assertThat(loud.getKey()).isEqualTo(key(KeyKind.HOST, "api.shop.example"));
    assertThat(told).extracting(Escalation::getIncidentId).containsOnly(loud.getIncidentId());
  }

  /**
   * The application closes idle connections just when the proxy uses them: one request in two
   * thousand is reset, all day, on whatever path. That is under what is usual of any site.
   */
  @Test
  void aKeepAliveRaceThatResetsOneRequestInTwoThousandWakesNobody() {
    for (int i = 0; i < 60_000; i++) {
      boolean reset = (i * 2_654_435_761L >>> 7) % 2_000 == 0;
      story
          .at(i / 50.0)
          .of("shop.example", "/shelf-" + "abcd".charAt(i % 4))
          .on("app", "10.0.0." + (i % 3 + 1) + ":8080")
          .proxy(reset ? 502 : 200, reset ? -1 : 200, "");
    }
    assertThat(loud(story.told())).isEmpty();
  }

  /** In production the application logs warnings and errors only: what is absent proves nothing. */
  @Test
  void infoLoggingSwitchedOffInProduction() {
    for (int i = 0; i < 6_000; i++) {
      double second = i / 50.0;
      boolean fails = second >= 60 && i % 5 == 0;
      Story.Request request =
          story
              .at(second)
              .of("shop.example", i % 5 == 0 ? "/pay" : "/shelf-" + "abcd".charAt(i % 4));
      request.edge(fails ? 500 : 200, fails ? 500 : 200).proxy(fails ? 500 : 200);
      if (fails && i % 10 == 0) {
        request.app(500);
      }
    }
    List<Escalation> told = story.told();

    Escalation loud = loud(told).orElseThrow();
    assertThat(loud.getCause()).isEqualTo(Cause.APP_ERROR);
    assertThat(loud.getFaultDomain()).isEqualTo(FaultDomain.APP);
    assertThat(told).extracting(Escalation::getIncidentId).containsOnly(loud.getIncidentId());
  }

  /** A tenth of the edge's lines arrive; the proxy logs all. */
  @Test
  void logpushSampledAtTenPercent() {
    for (int i = 0; i < 12_000; i++) {
      double second = i / 50.0;
      boolean fails = second >= 60 && second < 120 && i % 5 == 0;
      Story.Request request =
          story
              .at(second)
              .of("shop.example", i % 5 == 0 ? "/pay" : "/shelf-" + "abcd".charAt(i % 4));
      int status = fails ? 500 : 200;
      if ((i * 2_654_435_761L >>> 7) % 10 == 0) {
        request.edge(status, status);
      }
      request.proxy(status).app(status);
    }
    List<Escalation> told = story.told();

    Escalation loud = loud(told).orElseThrow();
    assertThat(loud.getCause()).isEqualTo(Cause.APP_ERROR);
    assertThat(loud.getKey()).isEqualTo(key(KeyKind.PATH, "shop.example/pay"));
    assertThat(told).extracting(Escalation::getIncidentId).containsOnly(loud.getIncidentId());
    assertThat(told.get(told.size() - 1).getPhase()).isEqualTo(Phase.RESOLVED);
  }

  private static Optional<Escalation> loud(List<Escalation> told) {
    return told.stream()
        .filter(said -> said.getSeverity().compareTo(Severity.MINOR) >= 0)
        .findFirst();
  }

  private static Key key(KeyKind kind, String value) {
    return new Key(kind, value);
  }

  private static double second(Escalation said) {
    return (said.getEventTimeMs() * 1_000 - Story.START) / 1e6;
  }
}
