package io.badhop.ingest.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.source.Batch;
import io.badhop.ingest.source.CheckpointFile;
import io.badhop.ingest.source.Inbox;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.DeadLetter;
import io.badhop.schemas.event.ProxyEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines that hold several records each, as a Collector's file exporter writes them. */
class SeveralRecordsTest {
  private static final String NO_TIME = "{\"body\":{\"stringValue\":\"no time\"}}";

  @TempDir Path folder;
  private final DrivenClock clock = new DrivenClock();
  private final Kafka kafka = new Kafka(true);

  private static String line(String... records) {
    return "{\"resourceLogs\":[{\"resource\":{\"attributes\":["
        + "{\"key\":\"service.name\",\"value\":{\"stringValue\":\"shop\"}}]},\"scopeLogs\":[{\"logRecords\":["
        + String.join(",", records)
        + "]}]}]}\n";
  }

  private static String record(long millis, String body, String more) {
    return "{\"timeUnixNano\":\""
        + TestLogs.micros(millis)
        + "000\",\"body\":{\"stringValue\":\""
        + body.replace("\"", "\\\"").strip()
        + "\"}"
        + more
        + "}";
  }

  private static String request(long millis, String id) {
    String attribute = ",\"attributes\":[{\"key\":\"%s\",\"value\":{\"%s\":\"%s\"}}";
    return record(
        millis,
        "done",
        attribute
                .replaceFirst("%s", "request_id")
                .replaceFirst("%s", "stringValue")
                .replace("%s", id)
            + ",{\"key\":\"http.response.status_code\",\"value\":{\"intValue\":\"503\"}}]");
  }

  private List<ShippedEvent> read() throws Exception {
    LogSet set = LogSet.open(List.of(folder), LogSetOptions.DEFAULT);
    try (EventReader reader = set.reader(set.files().get(0))) {
      List<ShippedEvent> events = TestLogs.drain(reader);
      accounting = reader.accounting();
      return events;
    }
  }

  private Accounting accounting = Accounting.NONE;

  private static List<Long> identities(List<ShippedEvent> events) {
    return events.stream().map(event -> ((AppEvent) event.event()).getEventId()).toList();
  }

  @Test
  void eachRecordCountsAsALineAndHasAnIdentityOfItsOwn() throws Exception {
    String same = request(10, "a");
    TestLogs.write(
        folder,
        "otlp.json",
        line(same, same, request(20, "b"), record(30, "cache warmed", ""), NO_TIME),
        line(same, record(40, "SIGTERM received", "")));
    List<ShippedEvent> events = read();

    assertThat(accounting.summary())
        .isEqualTo("lines=7 parsed=4 component=1 bound=0 continued=0 skipped=1 rejected=1");
    assertThat(accounting.addsUp()).isTrue();
    assertThat(events).extracting(ShippedEvent::time).isSorted().hasSize(5);
    List<Long> ids = identities(events.subList(0, 4));
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(identities(read().subList(0, 4))).isEqualTo(ids);
  }

  @Test
  void aRecordThatIsRejectedNamesItsPlaceAndTheFirstHasTheLine() throws Exception {
    String first = line(request(10, "a"));
    String second = line(NO_TIME, request(20, "b"), NO_TIME);
    TestLogs.write(folder, "otlp.json", first, second);
    LogSet set = LogSet.open(List.of(folder), LogSetOptions.DEFAULT);
    List<Rejection> rejections = new ArrayList<>();
    try (EventReader reader = set.reader(set.files().get(0), rejections::add)) {
      TestLogs.drain(reader);
    }

    assertThat(rejections).extracting(Rejection::offset).containsOnly((long) first.length());
    assertThat(rejections)
        .extracting(Rejection::detail)
        .allMatch(detail -> detail.endsWith("none of the usual time fields"))
        .satisfiesExactly(
            detail -> assertThat(detail).startsWith("record 0 of the line: "),
            detail -> assertThat(detail).startsWith("record 2 of the line: "));
    assertThat(rejections.get(0).payload()).asString().isEqualTo(second.strip());
    assertThat(rejections.get(1).payload()).isEmpty();
    assertThat(rejections).extracting(Rejection::truncated).containsExactly(false, true);
  }

  @Test
  void aBadRecordAfterGoodOnesHasTheLineToo() throws Exception {
    String line = line(request(10, "a"), request(20, "b"), NO_TIME, NO_TIME);
    TestLogs.write(folder, "otlp.json", line, line);
    LogSet set = LogSet.open(List.of(folder), LogSetOptions.DEFAULT);
    List<Rejection> rejections = new ArrayList<>();
    try (EventReader reader = set.reader(set.files().get(0), rejections::add)) {
      TestLogs.drain(reader);
    }

    assertThat(rejections)
        .extracting(rejection -> new String(rejection.payload(), StandardCharsets.UTF_8))
        .containsExactly(line.strip(), "", line.strip(), "");
    assertThat(rejections)
        .extracting(Rejection::truncated)
        .containsExactly(false, true, false, true);
  }

  private Shipper follow() throws Exception {
    LogSetOptions reading =
        LogSetOptions.DEFAULT.withConfigs(
            List.of(TestLogs.write(folder, "nginx.conf", TestLogs.NGINX_CONF)),
            List.of(),
            List.of());
    FollowedLogs logs = new FollowedLogs(List.of(folder.resolve("logs")), reading);
    CheckpointFile checkpoint = new CheckpointFile(folder.resolve("positions"));
    return Shipper.following(
        kafka.producer, kafka.topics, List.of(logs), checkpoint, ShipperOptions.DEFAULT, clock);
  }

  @Test
  void aCrashInTheMiddleOfALineLosesNoneOfItsRecords() throws Exception {
    // More than are shipped in one turn.
    String[] records =
        IntStream.range(0, 2500).mapToObj(i -> request(-900, "r" + i)).toArray(String[]::new);
    TestLogs.write(folder, "logs/otlp.json", line(records));
    Shipper crashed = follow();
    crashed.step();
    assertThat(kafka.events()).hasSize(2000);

    try (Shipper next = follow()) {
      next.step();
      next.step();
    }
    assertThat(kafka.events()).hasSize(4500);
    assertThat(
            kafka.events().stream()
                .map(sent -> ((AppEvent) sent.value()).getEventId())
                .distinct()
                .count())
        .isEqualTo(2500);
  }

  @Test
  void errorLinesOfOneLineThatWereBoundBeforeACrashAreNotPublishedAgain() throws Exception {
    TestLogs.write(
        folder,
        "logs/access.log",
        TestLogs.access(-900, "a", 502, 1),
        TestLogs.access(-800, "b", 502, 2));
    TestLogs.write(
        folder,
        "logs/otlp-error.json",
        line(
            record(-910, TestLogs.refused(-910, "a", 1), ""),
            record(-810, TestLogs.refused(-810, "b", 2), ""),
            record(390, TestLogs.refused(390, "c", 3), "")));
    Shipper crashed = follow();
    for (int i = 0; i < 10; i++) {
      crashed.step();
      clock.pass(Duration.ofMillis(50));
    }
    assertThat(crashed.counters().lines().bound()).isEqualTo(2);

    try (Shipper next = follow()) {
      next.step();
      TestLogs.append(folder.resolve("logs/access.log"), TestLogs.access(400, "c", 502, 3));
      for (int i = 0; i < 200; i++) {
        next.step();
        clock.pass(Duration.ofMillis(50));
      }
      assertThat(next.counters().lines().skippedBy()).isEqualTo(Map.of("shipped-before", 2L));
      assertThat(next.counters().lines().addsUp()).isTrue();
    }
    assertThat(kafka.sent(kafka.topics.componentEvents())).isEmpty();
    assertThat(kafka.sent(kafka.topics.proxyEvents()))
        .extracting(sent -> ((ProxyEvent) sent.value()).getErrors().size())
        .containsExactly(1, 1, 1);
  }

  @Test
  void allRecordsOfABatchAreShippedBeforeItIsSafe() throws Exception {
    clock.now = TestLogs.START.plusSeconds(60);
    Inbox inbox = new Inbox(100_000);
    ReceivedLog log = new ReceivedLog("otlp", LogSetOptions.DEFAULT, Duration.ofSeconds(10));
    Shipper shipper =
        Shipper.receiving(
            kafka.producer,
            kafka.topics,
            List.of(log),
            inbox,
            List.of(),
            ShipperOptions.DEFAULT,
            clock);
    String line = line(request(10, "a"), NO_TIME, request(20, "b"), request(30, "c"), NO_TIME);
    Batch batch = new Batch("otlp", line.getBytes(StandardCharsets.UTF_8), 7, clock.now);
    inbox.offer(batch);
    shipper.step();

    assertThat(batch.await(Duration.ZERO)).isTrue();
    assertThat(kafka.events())
        .extracting(sent -> ((AppEvent) sent.value()).getRequestId())
        .containsExactly("a", "b", "c");
    assertThat(kafka.deadLetters()).extracting(DeadLetter::getOffset).containsExactly(7L, 7L);
    assertThat(shipper.counters().lines().summary())
        .isEqualTo("lines=5 parsed=3 component=0 bound=0 continued=0 skipped=0 rejected=2");
  }

  @Test
  void severalAreAtLeastOneAndFlat() {
    ParseResult one = new ParseResult.Continued();

    assertThat(ParseResult.Several.of(List.of(one))).isSameAs(one);
    assertThat(new ParseResult.Several(Arrays.asList(one, one)).each()).hasSize(2);
    assertThat(one.each()).containsExactly(one);
    assertThatThrownBy(() -> new ParseResult.Several(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    ParseResult several = new ParseResult.Several(List.of(one, one));
    assertThatThrownBy(() -> new ParseResult.Several(List.of(several)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
