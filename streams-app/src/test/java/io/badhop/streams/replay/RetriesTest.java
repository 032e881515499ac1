package io.badhop.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the proxy tries again: users see nothing of it yet, or not all of it. */
class RetriesTest {

  private static final Key DYING = new Key(KeyKind.UPSTREAM, "10.0.0.2:8080");

  private final Story story = new Story();

  /** One upstream of two refuses from the sixtieth second on; each request goes on to the other. */
  @Test
  void anUpstreamThatDiesBehindRetriesIsAWarningAtItsThirdFailure() {
    requests(60, 120, 1_000, true);
    requests(120, 200, 1_000, false);
    List<Escalation> told = story.told();

    Escalation first = told.get(0);
    assertThat(first.getSeverity()).isEqualTo(Severity.WARNING);
    assertThat(first.getKey()).isEqualTo(DYING);
    assertThat(first.getCause()).isEqualTo(Cause.CONNECTION_REFUSED);
    assertThat(second(first)).isBetween(60.1, 61.0);
    assertThat(told).extracting(Escalation::getSeverity).containsOnly(Severity.WARNING);
    assertThat(told).extracting(Escalation::getIncidentId).containsOnly(first.getIncidentId());
    assertThat(last(told).getPhase()).isEqualTo(Phase.RESOLVED);
    assertThat(last(told).getUsers()).isZero();
  }

  /** It does not refuse but drop: the retry succeeds three seconds later. */
  @Test
  void aRetryThatSucceedsAfterADelayNamesTheDelay() {
    requests(60, 90, 3_000_000, true);
    Escalation last = last(story.told());

    assertThat(last.getSeverity()).isEqualTo(Severity.WARNING);
    assertThat(last.getKey()).isEqualTo(DYING);
    assertThat(last.getEvidence())
        .anyMatch(
            words ->
                words.endsWith(
                    "a retry hid each of them from the client, which waited 3.000 s longer at most"));
  }

  /** What may not be tried again fails for the user: both belong to one trouble. */
  @Test
  void whereARetryMakesGoodSomeAndNotAllBothAreSaid() {
    healthy(0, 60);
    for (int i = 60 * 50; i < 90 * 50; i++) {
      Story.Request request = request(i);
      boolean post = i % 8 == 0;
      if (post) {
        request.proxy(502, "", failed(1_000));
      } else if (i % 2 == 0) {
        request.proxy(200, "", failed(1_000), well());
      } else {
        request.on("app", "10.0.0.1:8080").proxy(200);
      }
    }
    List<Escalation> told = story.told();
    Escalation last = last(told);

    assertThat(last.getSeverity()).isGreaterThanOrEqualTo(Severity.MINOR);
    assertThat(last.getKey()).isEqualTo(DYING);
    assertThat(last.getRetries().getSucceededOnRetry()).isGreaterThan(100);
    assertThat(last.getEvidence())
        .anyMatch(words -> words.matches("a retry made good [0-9]+ further attempts"));
    assertThat(told).extracting(Escalation::getIncidentId).containsOnly(last.getIncidentId());
  }

  private void requests(int from, int to, long us, boolean dying) {
    healthy(from == 60 ? 0 : from, from);
    for (int i = from * 50; i < to * 50; i++) {
      Story.Request request = request(i);
      if (i % 2 == 0 && dying) {
        request.by("nginx", us + 20_000).proxy(200, "", failed(us), well());
      } else {
        request.on("app", "10.0.0." + (1 + i % 2) + ":8080").proxy(200);
      }
    }
  }

  private void healthy(int from, int to) {
    for (int i = from * 50; i < to * 50; i++) {
      request(i).on("app", "10.0.0." + (1 + i % 2) + ":8080").proxy(200);
    }
  }

  private Story.Request request(int number) {
    return story
        .at(number / 50.0)
        .of("shop.example", "/shelf-" + "abcd".charAt(number % 4))
        .by("198.51.100." + number % 90);
  }

  private static Attempt failed(long us) {
    return Attempt.newBuilder()
        .setAddress("10.0.0.2:8080")
        .setPool("app")
        .setStatus(us > 1_000_000 ? 504 : 502)
        .setResponseUs(us)
        .build();
  }

  private static Attempt well() {
    return Attempt.newBuilder()
        .setAddress("10.0.0.1:8080")
        .setPool("app")
        .setStatus(200)
        .setConnectUs(300)
        .setHeaderUs(18_000)
        .setResponseUs(19_000)
        .build();
  }

  private static Escalation last(List<Escalation> told) {
    assertThat(told).isNotEmpty();
    return told.get(told.size() - 1);
  }

  private static double second(Escalation said) {
    return (said.getEventTimeMs() * 1_000 - Story.START) / 1e6;
  }
}
