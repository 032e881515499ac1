package io.badhop.ingest.bind;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.ErrorRecord;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.ProxyEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Error lines and the access lines that take them up, as timelines in milliseconds. */
class ErrorBinderTest {
  private static final String APP = "10.1.1.1:80";
  private static final String SPARE = "10.1.1.2:80";

  private final ErrorBinder binder = new ErrorBinder();
  private long ids;

  private static ErrorNote note(long millis, String level, String message, String upstream) {
    return ErrorNote.newBuilder()
        .setTime(millis * 1_000)
        .setLevel(level)
        .setMessage(message)
        .setUpstream(upstream)
        .build();
  }

  /** An nginx line; its clock has whole seconds. */
  private void nginx(long millis, String connection, String path, String upstream) {
    nginx(millis, "error", connection, path, upstream);
  }

  private void nginx(long millis, String level, String connection, String path, String upstream) {
    binder.add(
        new ErrorRecord(
            ids++,
            "nginx",
            note(millis / 1_000 * 1_000, level, "failed " + path, upstream),
            connection,
            "192.0.2.7",
            "GET " + path + " HTTP/1.1",
            "shop.test",
            "31#31",
            1_000_000));
  }

  private void apache(long millis, String thread, String client, String message, String upstream) {
    binder.add(
        new ErrorRecord(
            ids++,
            "apache",
            note(millis, "error", message, upstream),
            "",
            client,
            "",
            "",
            thread,
            1));
  }

  private ProxyEvent access(
      String software, long millis, long tookMillis, int status, String client, String... tried) {
    List<Attempt> attempts = new ArrayList<>();
    for (String address : tried) {
      attempts.add(Attempt.newBuilder().setAddress(address).setPool("shop").build());
    }
    return ProxyEvent.newBuilder()
        .setEventId(ids++)
        .setTime(millis * 1_000)
        .setStartTime((millis - tookMillis) * 1_000)
        .setDurationUs(tookMillis * 1_000)
        .setRequestId("r" + millis)
        .setStatus(status)
        .setSoftware(software)
        .setClientIp(client)
        .setMethod("GET")
        .setPath("/")
        .setAttempts(attempts)
        .build();
  }

  private ProxyEvent onConnection(String connection, long millis, String path, String... tried) {
    ProxyEvent access = access("nginx", millis, 5, 502, "192.0.2.7", tried);
    access.setConnection(connection);
    access.setPath(path);
    return binder.bind(access);
  }

  private static List<String> messages(ProxyEvent event) {
    return event.getErrors().stream().map(ErrorNote::getMessage).toList();
  }

  private static List<String> upstreams(ProxyEvent event) {
    return event.getErrors().stream().map(ErrorNote::getUpstream).toList();
  }

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
    assertThat(displaced).extracting(ErrorRecord::connection).containsExactly(
        "c0", "c1", "c2", "c3", "c4");
    assertThat(binder.drain()).hasSize(20_000);
  }

  @Test
  void linesOfThreadsThatFindNoRoomComeBackToo() {
    for (int i = 0; i < 20_003; i++) {
      apache(10_000 + i, "t" + i, "", "AH00957", APP);
    }

    assertThat(binder.expire(0))
        .extracting(ErrorRecord::process)
        .containsExactly("t0", "t1", "t2");
  }

  @Test
  void theWorkersLineGoesWithTheClientsLineOfTheSameThread() {
    apache(10_000, "1:5", "", "AH00957", APP);
    apache(10_000, "1:6", "", "AH00957", SPARE);
    apache(10_001, "1:6", "192.0.2.9", "AH01114", "10.1.1.2");
    apache(10_002, "1:5", "192.0.2.7", "AH01114", "10.1.1.1");

    assertThat(upstreams(binder.bind(access("apache", 10_003, 4, 503, "192.0.2.7", APP))))
        .containsExactly(APP, "10.1.1.1");
    assertThat(upstreams(binder.bind(access("apache", 10_003, 4, 503, "192.0.2.9", SPARE))))
        .containsExactly(SPARE, "10.1.1.2");
    assertThat(binder.drain()).isEmpty();
  }

  @Test
  void everyRetryOfApacheBringsItsTwoLines() {
    for (String address : List.of(APP, SPARE, "10.1.1.3:80")) {
      apache(10_000, "1:5", "", "AH00957", address);
      apache(10_000, "1:5", "192.0.2.7", "AH01114", address.replace(":80", ""));
    }

    assertThat(upstreams(binder.bind(access("apache", 10_003, 4, 503, "192.0.2.7", SPARE))))
        .containsExactly(APP, "10.1.1.1", SPARE, "10.1.1.2", "10.1.1.3:80", "10.1.1.3");
  }

  @Test
  void twoRequestsOfOneClientInOneSecondTakeTheLinesOfOneThreadEach() {
    apache(10_000, "1:5", "192.0.2.7", "first", "10.1.1.1");
    apache(10_100, "1:6", "192.0.2.7", "second", "10.1.1.1");

    assertThat(messages(binder.bind(access("apache", 10_003, 4, 503, "192.0.2.7", APP))))
        .containsExactly("first");
    assertThat(messages(binder.bind(access("apache", 10_103, 4, 503, "192.0.2.7", APP))))
        .containsExactly("second");
  }

  @Test
  void twoRequestsInOneThreadAreToldApartByTheirLength() {
    apache(10_000, "1:5", "192.0.2.7", "first", "10.1.1.1");
    apache(10_400, "1:5", "192.0.2.7", "second", "10.1.1.1");

    ProxyEvent first = access("apache", 10_003, 4, 503, "192.0.2.7", APP);
    first.setResolution(1_000_000);

    assertThat(messages(binder.bind(first))).containsExactly("first");
    assertThat(messages(binder.bind(access("apache", 10_403, 4, 503, "192.0.2.7", APP))))
        .containsExactly("second");
  }

  @Test
  void theThreadThatNamesTheUpstreamOfTheAccessLineIsTaken() {
    apache(10_000, "1:5", "192.0.2.7", "other", "10.1.1.2");
    apache(10_001, "1:6", "192.0.2.7", "own", "10.1.1.1");

    assertThat(messages(binder.bind(access("apache", 10_003, 4, 503, "192.0.2.7", APP))))
        .containsExactly("own");
  }

  @Test
  void aWorkersLineThatIsOlderThanASecondIsNotClaimed() {
    apache(10_000, "1:5", "", "AH00957", APP);
    apache(11_001, "1:5", "192.0.2.7", "AH01114", "10.1.1.1");

    assertThat(binder.bind(access("apache", 11_003, 4, 503, "192.0.2.7", APP)).getErrors())
        .hasSize(1);
    assertThat(binder.drain()).extracting(error -> error.note().getMessage()).containsExactly(
        "AH00957");
  }

  @Test
  void aLineByItselfIsEvidenceAboutItsUpstream() {
    apache(10_000, "1:5", "", "AH00957", APP);

    ComponentEvent event = ErrorBinder.toComponent(binder.drain().get(0), "site", "source");

    assertThat(event.getKind()).isEqualTo(ComponentEventKind.UPSTREAM_ERROR);
    assertThat(event.getAddress()).isEqualTo(APP);
    assertThat(event.getComponent()).isEqualTo("apache");
    assertThat(event.getNote().getMessage()).isEqualTo("AH00957");
  }

  @Test
  void inAStormEveryLineIsBoundOrExpiresExactlyOnce() {
    Set<ErrorNote> bound = new HashSet<>();
    int lines = 15_000;
    for (int i = 0; i < lines; i++) {
      apache(10_000 + i, "1:" + i % 40, i % 3 == 0 ? "" : "192.0.2." + i % 200, "n" + i, APP);
    }
    int taken = 0;
    for (int i = 0; i < lines; i++) {
      List<ErrorNote> notes =
          binder.bind(access("apache", 10_001 + i, 4, 503, "192.0.2." + i % 250, APP)).getErrors();
      taken += notes.size();
      bound.addAll(notes);
    }

    assertThat(bound).hasSize(taken).isNotEmpty();
    assertThat(taken + binder.drain().size()).isEqualTo(lines);
  }
}
