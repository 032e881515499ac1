package io.badhop.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.Severity;
import io.badhop.streams.summarise.ClientRange;
import io.badhop.streams.summarise.Exempt;
import io.badhop.streams.summarise.Period;
import io.badhop.streams.summarise.RouteTemplate;
import io.badhop.streams.summarise.Routes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Failures that are no user's, and of which nothing is to be said. */
class NobodysTroubleTest {

  private static final String MONITOR = "198.18.4.66";

  private final Story story = new Story();

  @Test
  void clientsThatLeaveInCrowds() {
    for (int i = 0; i < 6_000; i++) {
      boolean leaves = i > 3_000 && i % 2 == 0;
      request(i).proxy(leaves ? 499 : 200, leaves ? -1 : 200, "");
    }
    assertThat(story.told()).isEmpty();
  }

  @Test
  void scannersAndBusinessErrors() {
    for (int i = 0; i < 6_000; i++) {
      int status = i < 3_000 ? 200 : List.of(404, 401, 403, 409, 422, 429, 200).get(i % 7);
      request(i).of("shop.example", i % 7 == 0 ? "/wp-login-" + i + ".php" : "/cart").proxy(status);
    }
    assertThat(story.told()).isEmpty();
  }

  /** Methods and versions that do not exist: the proxy says so, and asked nobody. */
  @Test
  void botsWithBadRequests() {
    for (int i = 0; i < 6_000; i++) {
      int status = i < 3_000 ? 200 : List.of(400, 501, 505, 200, 200).get(i % 5);
      if (status == 200) {
        request(i).proxy(200);
      } else {
        request(i).of("", "/").by(MONITOR).refused(status);
      }
    }
    assertThat(story.told()).isEmpty();
  }

  @Test
  void healthChecksThatFail() {
    for (int i = 0; i < 6_000; i++) {
      boolean probe = i % 25 == 0;
      request(i).of("shop.example", probe ? "/healthz" : "/cart").proxy(probe ? 503 : 200);
    }
    assertThat(story.told()).isEmpty();
  }

  @Test
  void aPlanned503InsideItsWindowAndNotBeyondIt() {
    Period window = Period.of("2025-10-09T08:54:20Z/2025-10-09T08:55:00Z");
    for (int i = 0; i < 6_000; i++) {
      boolean planned = i >= 3_000 && i < 4_000;
      boolean after = i >= 5_500;
      request(i).proxy(planned || after ? 503 : 200);
    }
    Exempt exempt = new Exempt(Routes.NONE, List.of(), Set.of(), List.of(window));
    List<Escalation> told = story.told(Map.of("default", exempt));

    assertThat(told).isNotEmpty();
    assertThat(told.get(0).getFirstFailureMs() * 1_000).isEqualTo(Story.START + 110_000_000);
    assertThat(told.get(0).getCause()).isEqualTo(Cause.APP_UNAVAILABLE);
  }

  /** Without a window the same is an outage, and a 502 is no planned answer at any time. */
  @Test
  void a502InsideTheWindowIsNotPlanned() {
    Period window = Period.of("2025-10-09T08:53:00Z/2025-10-09T08:59:00Z");
    for (int i = 0; i < 3_000; i++) {
      request(i).proxy(i >= 2_000 ? 502 : 200, i >= 2_000 ? -1 : 200, "");
    }
    Exempt exempt = new Exempt(Routes.NONE, List.of(), Set.of(), List.of(window));

    assertThat(story.told(Map.of("default", exempt)))
        .extracting(Escalation::getSeverity)
        .contains(Severity.CRITICAL);
  }

  @Test
  void testTrafficByItsClientItsHostOrItsPath() {
    for (int i = 0; i < 6_000; i++) {
      Story.Request request = request(i);
      if (i % 10 == 1) {
        request.by(MONITOR).proxy(500);
      } else if (i % 10 == 2) {
        request.of("canary.shop.example", "/cart").proxy(500);
      } else if (i % 10 == 3) {
        request.of("shop.example", "/synthetic/" + i).proxy(500);
      } else {
        request.proxy(200);
      }
    }
    Exempt exempt =
        new Exempt(
            Routes.of(List.of(RouteTemplate.of("/synthetic/**"))),
            List.of(ClientRange.of("198.18.0.0/15")),
            Set.of("canary.shop.example"),
            List.of());

    assertThat(story.told(Map.of("default", exempt))).isEmpty();
    assertThat(story.told()).isNotEmpty();
  }

  /** 50 a second; the 3000th is at 08:54:20. */
  private Story.Request request(int number) {
    return story.at(number / 50.0).of("shop.example", "/shelf-" + "abcd".charAt(number % 4));
  }
}
