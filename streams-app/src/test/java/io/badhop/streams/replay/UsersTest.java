package io.badhop.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Users against requests: what is tried again is one user's trouble, and what a retry saves is
 * none.
 */
class UsersTest {

  private final Story story = new Story();

  /** Nine clients each try six times a second for twenty seconds, under the ID that they have. */
  @Test
  void clientsThatTryAgainUnderTheSameIdAreCountedOnce() {
    healthy(0, 60);
    for (int i = 0; i < 1_000; i++) {
      double second = 60 + i / 50.0;
      int client = i % 9;
      story
          .at(second)
          .of("shop.example", "/pay")
          .by("198.51.100." + (100 + client))
          .again("retry-" + client)
          .proxy(500);
      story.at(second).of("shop.example", "/cart").by("198.51.100.9").proxy(200);
    }
    Escalation last = last();

    assertThat(last.getFailed()).isEqualTo(1_000);
    assertThat(last.getUsers()).isEqualTo(9);
    assertThat(last.getEvidence()).anyMatch(words -> words.startsWith("about 9 users failed"));
    assertThat(last.getSeverity()).isEqualTo(Severity.MINOR);
  }

  @Test
  void aThousandClientsAreAboutAThousandUsers() {
    healthy(0, 60);
    for (int i = 0; i < 1_000; i++) {
      double second = 60 + i / 50.0;
      String client = "198.51." + i / 250 + "." + i % 250;
      story.at(second).of("shop.example", "/pay").by(client).proxy(500);
      story.at(second).of("shop.example", "/cart").by("198.51.100.9").proxy(200);
    }
    Escalation last = last();

    assertThat(last.getUsers()).isBetween(700L, 1_000L);
    assertThat(last.getEvidence()).noneMatch(words -> words.contains("users failed"));
    assertThat(last.getSeverity()).isGreaterThanOrEqualTo(Severity.MAJOR);
  }

  /** The proxy tries three upstreams for each request: that is one request of one user. */
  @Test
  void whatTheProxyTriesAgainIsOneRequest() {
    healthy(0, 60);
    for (int i = 0; i < 60; i++) {
      story
          .at(60 + i / 10.0)
          .of("shop.example", "/pay")
          .by("198.51.100." + i)
          .proxy(502, "", refused(1), refused(2), refused(3));
    }
    Escalation last = last();

    assertThat(last.getCause()).isEqualTo(Cause.CONNECTION_REFUSED);
    assertThat(last.getFailed()).isEqualTo(60);
    assertThat(last.getUsers()).isEqualTo(60);
    assertThat(last.getRetries().getRetried()).isEqualTo(60);
  }

  @Test
  void whatARetrySavedNoUserSaw() {
    healthy(0, 60);
    for (int i = 0; i < 60; i++) {
      Attempt second =
          Attempt.newBuilder(refused(2)).setStatus(200).setHeaderUs(900).setConnectUs(90).build();
      story.at(60 + i / 10.0).of("shop.example", "/pay").proxy(200, "", refused(1), second);
    }
    Escalation last = last();

    assertThat(last.getSeverity()).isEqualTo(Severity.WARNING);
    assertThat(last.getKey().getKind()).isEqualTo(KeyKind.UPSTREAM);
    assertThat(last.getUsers()).isZero();
    assertThat(last.getEvidence())
        .anyMatch(
            words ->
                words.contains("a retry hid each of them from the client, which waited 0.001 s"));
  }

  private static Attempt refused(int upstream) {
    return Attempt.newBuilder()
        .setAddress("10.0.0." + upstream + ":8080")
        .setPool("app")
        .setStatus(502)
        .setConnectUs(-1)
        .setHeaderUs(-1)
        .setResponseUs(1_000)
        .build();
  }

  private void healthy(int from, int to) {
    for (int i = from * 50; i < to * 50; i++) {
      story
          .at(i / 50.0)
          .of("shop.example", List.of("/pay", "/cart").get(i % 2))
          .on("app", "10.0.0." + (1 + i % 3) + ":8080")
          .by("198.51.100." + i % 90)
          .proxy(200);
    }
  }

  private Escalation last() {
    List<Escalation> told = story.told();
    assertThat(told).isNotEmpty();
    return told.get(told.size() - 1);
  }
}
