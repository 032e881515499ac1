package io.badhop.ingest.ship;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.source.LineSource;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.ProxyEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events of an access log and the error log beside it. */
class LogReaderTest {
  @TempDir Path folder;
  private final List<ShippedEvent> events = new ArrayList<>();
  private Accounting accounting = Accounting.NONE;
  private final Map<String, Accounting> byFile = new TreeMap<>();

  @BeforeEach
  void configure() {
    TestLogs.write(folder, "nginx.conf", TestLogs.NGINX_CONF);
  }

  /** Every scenario ends with the identity, in sum and file by file. */
  @AfterEach
  void everyLineHasOneOutcome() {
    assertThat(accounting.addsUp()).isTrue();
    assertThat(byFile.values()).allMatch(Accounting::addsUp);
    assertThat(byFile.values().stream().reduce(Accounting.NONE, Accounting::plus))
        .isEqualTo(accounting);
  }

  private void readAll(LogSetOptions options) throws Exception {
    LogSet set = LogSet.open(List.of(folder), options);
    for (LogFile file : set.files()) {
      try (EventReader reader = set.reader(file)) {
        events.addAll(TestLogs.drain(reader));
        accounting = accounting.plus(reader.accounting());
        byFile.putAll(reader.accountingByFile());
        assertThat(reader.bytesRead()).isPositive();
      }
    }
  }

  private void readAll() throws Exception {
    readAll(LogSetOptions.DEFAULT);
  }

  private List<ProxyEvent> proxy() {
    return events.stream()
        .filter(e -> e.topic() == EventTopic.PROXY)
        .map(e -> (ProxyEvent) e.event())
        .toList();
  }

  private List<ComponentEvent> components() {
    return events.stream()
        .filter(e -> e.topic() == EventTopic.COMPONENT)
        .map(e -> (ComponentEvent) e.event())
        .toList();
  }

  @Test
  void anErrorLineFindsItsRequest() throws Exception {
    TestLogs.write(
        folder,
        "access.log",
        TestLogs.access(100, "ok", 200, 1),
        TestLogs.access(1500, "bad", 502, 2));
    TestLogs.write(folder, "error.log", TestLogs.refused(1490, "bad", 2));
    readAll();

    assertThat(proxy()).extracting(ProxyEvent::getRequestId).containsExactly("ok", "bad");
    assertThat(proxy().get(1).getErrors())
        .singleElement()
        .satisfies(e -> assertThat(e.getErrno()).isEqualTo(111));
    assertThat(proxy().get(0).getErrors()).isEmpty();
    assertThat(accounting.summary())
        .isEqualTo("lines=3 parsed=2 component=0 bound=1 continued=0 skipped=0 rejected=0");
    assertThat(byFile.get("error.log").bound()).isEqualTo(1);
  }

  @Test
  void anErrorLineWithoutARequestIsEvidenceAboutItsUpstreamInTheOrderOfTime() throws Exception {
    TestLogs.write(
        folder,
        "access.log",
        TestLogs.access(100, "a", 200, 1),
        TestLogs.access(30_000, "b", 200, 2),
        TestLogs.access(60_000, "c", 200, 3));
    TestLogs.write(
        folder,
        "error.log",
        TestLogs.refused(5000, "gone", 9),
        TestLogs.refused(59_000, "gone", 10));
    readAll();

    assertThat(events)
        .extracting(ShippedEvent::key)
        .containsExactly("a", "10.0.3.7:8080", "b", "10.0.3.7:8080", "c");
    assertThat(components())
        .allMatch(event -> event.getKind() == ComponentEventKind.UPSTREAM_ERROR);
    assertThat(accounting.component()).isEqualTo(2);
  }

  @Test
  void errorLinesBeforeAndAfterAllAccessLinesCount() throws Exception {
    TestLogs.write(folder, "access.log", TestLogs.access(60_000, "a", 200, 1));
    TestLogs.write(
        folder, "error.log", TestLogs.refused(1000, "x", 8), TestLogs.refused(600_000, "y", 9));
    readAll();

    assertThat(events).extracting(ShippedEvent::time).isSorted().hasSize(3);
    assertThat(accounting.component()).isEqualTo(2);
  }

  @Test
  void anErrorLogAloneIsReadToo() throws Exception {
    TestLogs.write(
        folder, "error.log", TestLogs.refused(1000, "x", 8), TestLogs.refused(600_000, "y", 9));
    readAll();

    assertThat(components()).hasSize(2);
    assertThat(accounting.component()).isEqualTo(2);
  }

  @Test
  void logsOfTwoMachinesInTwoFoldersAreNotMixed() throws Exception {
    TestLogs.write(folder, "lb1/access.log", TestLogs.access(1500, "bad", 502, 2));
    TestLogs.write(folder, "lb2/error.log", TestLogs.refused(1490, "bad", 2));
    readAll();

    assertThat(proxy()).singleElement().satisfies(event -> assertThat(event.getErrors()).isEmpty());
    assertThat(components()).hasSize(1);
  }

  @Test
  void rotatedLogsAreReadTogetherAndBindAcrossTheRotation() throws Exception {
    TestLogs.write(folder, "access.log.1", TestLogs.access(100, "a", 200, 1));
    TestLogs.write(folder, "error.log.1", TestLogs.refused(990, "bad", 2));
    TestLogs.write(
        folder,
        "access.log",
        TestLogs.access(1000, "bad", 502, 2),
        TestLogs.access(2000, "c", 200, 3));
    TestLogs.write(folder, "error.log", TestLogs.refused(2500, "z", 9));
    readAll();

    assertThat(events)
        .extracting(ShippedEvent::key)
        .containsExactly("a", "bad", "c", "10.0.3.7:8080");
    assertThat(proxy().get(1).getErrors()).hasSize(1);
    assertThat(byFile.keySet())
        .containsExactly("access.log", "access.log.1", "error.log", "error.log.1");
  }

  @Test
  void linesOutOfOrderComeOutInOrder() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      lines.add(TestLogs.access(i * 20L, "r" + i, 200, i));
    }
    Collections.shuffle(lines.subList(50, 450), new Random(1));
    TestLogs.write(folder, "access.log", String.join("", lines));
    readAll();

    assertThat(events).extracting(ShippedEvent::time).isSorted().hasSize(500);
  }

  @Test
  void whatTheBufferDoesNotReachIsCounted() throws Exception {
    TestLogs.write(
        folder,
        "access.log",
        TestLogs.access(5000, "a", 200, 1),
        TestLogs.access(6000, "b", 200, 1),
        TestLogs.access(7000, "c", 200, 1),
        TestLogs.access(10, "old", 200, 1));
    LogSet set =
        LogSet.open(
            List.of(folder), LogSetOptions.DEFAULT.withReordering(2, Duration.ofSeconds(10)));
    try (EventReader reader = set.reader(set.files().get(0))) {
      assertThat(TestLogs.drain(reader))
          .extracting(ShippedEvent::key)
          .containsExactly("a", "old", "b", "c");
      assertThat(reader.unordered()).isEqualTo(1);
    }
  }

  @Test
  void aLineThatIsTooLongIsRejectedAndTheNextOneRead() throws Exception {
    TestLogs.write(
        folder,
        "app.ndjson",
        TestLogs.app(1, "a", 200),
        "{\"ts\":\"" + "x".repeat(LineSource.MAX_LINE) + "\"}\n",
        TestLogs.app(2, "b", 200));
    readAll();

    assertThat(events).extracting(ShippedEvent::key).containsExactly("a", "b");
    assertThat(accounting.rejectedBy()).containsExactly(Map.entry("line-too-long", 1L));
    assertThat(accounting.examples())
        .singleElement()
        .satisfies(line -> assertThat(line.text()).hasSize(200));
  }

  @Test
  void aTruncatedGzipGivesWhatItHoldsAndARejectionThatSaysSo() throws Exception {
    StringBuilder text = new StringBuilder();
    Random random = new Random(2);
    for (int i = 0; i < 5000; i++) {
      text.append(TestLogs.app(i, Long.toHexString(random.nextLong()), 200));
    }
    byte[] packed = TestLogs.gzip(text.toString());
    Files.write(folder.resolve("app.ndjson.gz"), Arrays.copyOf(packed, packed.length * 2 / 3));
    readAll();

    assertThat(accounting.parsed()).isBetween(2000L, 4900L);
    assertThat(accounting.rejectedBy()).containsExactly(Map.entry("truncated-gzip", 1L));
    assertThat(accounting.examples().get(0).detail()).contains("app.ndjson.gz").contains("middle");
  }

  @Test
  void emptyLinesAndGarbageAreAccountedFor() throws Exception {
    TestLogs.write(
        folder,
        "app.ndjson",
        TestLogs.app(1, "a", 200),
        TestLogs.app(2, "b", 200),
        "\n\0\0\n{\"ts\":\n\u00ff\u0001\n");
    readAll();

    assertThat(accounting.lines()).isEqualTo(6);
    assertThat(accounting.parsed()).isEqualTo(2);
    assertThat(accounting.skipped() + accounting.rejected()).isEqualTo(4);
  }

  @Test
  void aSecondIdGivesACopyThatNeverCounts() throws Exception {
    TestLogs.write(
        folder,
        "access.log",
        TestLogs.access(10, "a", 200, 1).replace("ray=-", "ray=8e4f3b2a1c0d9e8f-FRA"));
    readAll();

    ShippedEvent copy = events.get(0).alias().orElseThrow();
    assertThat(copy.key()).isEqualTo("8e4f3b2a1c0d9e8f");
    assertThat(((ProxyEvent) copy.event()).getAlias()).isTrue();
    assertThat(((ProxyEvent) copy.event()).getOtherId()).isEqualTo("a");
    assertThat(proxy().get(0).getAlias()).isFalse();
    assertThat(proxy().get(0).getRequestId()).isEqualTo("a");
  }
}
