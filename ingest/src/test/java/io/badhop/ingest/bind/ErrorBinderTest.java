package io.badhop.ingest.bind;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.ErrorRecord;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.ProxyEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Error lines of nginx and the access lines that take them up. */
class ErrorBinderTest extends Bindings {

  @Test
  void onOneConnectionTwoRequestsInOneSecondTakeOneLineEachInOrder() {
    nginx(10_100, "7", "/a", APP);
    nginx(10_400, "7", "/a", SPARE);

    assertThat(upstreams(onConnection("7", 10_105, "/a", APP))).containsExactly(APP);
    assertThat(upstreams(onConnection("7", 10_405, "/a", SPARE))).containsExactly(SPARE);
    assertThat(binder.drain()).isEmpty();
  }

  @Test
  void thePathTellsTwoRequestsOfOneConnectionApart() {
    nginx(10_100, "7", "/slow", APP);
    nginx(10_200, "7", "/fast", APP);

    assertThat(messages(onConnection("7", 10_205, "/fast", APP))).containsExactly("failed /fast");
    assertThat(messages(onConnection("7", 10_900, "/slow", APP))).containsExactly("failed /slow");
  }

  @Test
  void everyAttemptThatFailedHasItsLine() {
    nginx(10_100, "7", "/a", APP);
    nginx(10_100, "7", "/a", SPARE);

    assertThat(upstreams(onConnection("7", 10_105, "/a", APP, SPARE))).containsExactly(APP, SPARE);
  }

  @Test
  void aRetryThatSucceededLeavesTheLineOfTheFirstAttempt() {
    nginx(10_100, "7", "/a", APP);
    ProxyEvent access = access("nginx", 10_105, 5, 200, "192.0.2.7", APP, SPARE);
    access.getAttempts().get(1).setHeaderUs(1_000);
    access.setConnection("7");

    assertThat(upstreams(binder.bind(access))).containsExactly(APP);
  }

  @Test
  void warningsGoAlongWithTheError() {
    nginx(10_100, "warn", "7", "/a", APP);
    nginx(10_100, "7", "/a", APP);
    nginx(10_100, "7", "/a", APP);

    assertThat(onConnection("7", 10_105, "/a", APP).getErrors())
        .extracting(ErrorNote::getLevel)
        .containsExactly("warn", "error");
    assertThat(binder.drain()).hasSize(1);
  }

  @Test
  void anotherConnectionTakesNothing() {
    nginx(10_100, "7", "/a", APP);

    assertThat(onConnection("8", 10_105, "/a", APP).getErrors()).isEmpty();
  }

  @Test
  void withoutAConnectionTheClientDecides() {
    nginx(10_100, "7", "/", APP);

    assertThat(binder.bind(access("nginx", 10_105, 5, 502, "198.51.100.1", APP)).getErrors())
        .isEmpty();
    assertThat(binder.bind(access("nginx", 10_106, 5, 502, "192.0.2.7", APP)).getErrors())
        .hasSize(1);
  }

  @Test
  void aRequestThatWentWellTakesNothing() {
    nginx(10_100, "7", "/", APP);

    assertThat(binder.bind(access("nginx", 10_105, 5, 200, "192.0.2.7", APP)).getErrors())
        .isEmpty();
  }

  @Test
  void aLineOfAnotherTimeIsNotTaken() {
    nginx(10_100, "7", "/", APP);

    assertThat(onConnection("7", 14_000, "/", APP).getErrors()).isEmpty();
    assertThat(onConnection("7", 8_000, "/", APP).getErrors()).isEmpty();
  }

  @Test
  void aLineIsBoundOnce() {
    nginx(10_100, "7", "/a", APP);
    onConnection("7", 10_105, "/a", APP);

    assertThat(onConnection("7", 10_105, "/a", APP).getErrors()).isEmpty();
  }

  @Test
  void whatNoOneTookExpires() {
    nginx(10_100, "7", "/a", APP);
    nginx(12_100, "7", "/a", APP);

    assertThat(binder.expire(11_000_000)).hasSize(1);
    assertThat(binder.expire(11_000_000)).isEmpty();
    assertThat(binder.drain()).hasSize(1);
    assertThat(binder.drain()).isEmpty();
  }

  @Test
  void linesThatFindNoRoomComeBackWithTheNextThatExpire() {
    for (int i = 0; i < 20_005; i++) {
      nginx(10_000, "c" + i, "/a", APP);
    }

    List<ErrorRecord> displaced = binder.expire(0);
    assertThat(displaced)
        .extracting(ErrorRecord::connection)
        .containsExactly("c0", "c1", "c2", "c3", "c4");
    assertThat(binder.drain()).hasSize(20_000);
  }
}
