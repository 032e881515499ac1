package io.badhop.ingest.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.badhop.ingest.source.CheckpointFile;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.DeadLetter;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.SourceState;
import io.badhop.schemas.event.SourceWatermark;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.WatermarkQuality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs that are written to while they are shipped, told as timelines. */
class FollowingTest {
  @TempDir Path folder;
  private final DrivenClock clock = new DrivenClock();
  private Kafka kafka = new Kafka(true);
  private Path access;
  private Path errors;
  private Path app;
  private Path conf;

  @BeforeEach
  void name() {
    access = folder.resolve("logs/access.log");
    errors = folder.resolve("logs/error.log");
    app = folder.resolve("logs/app.ndjson");
    conf = TestLogs.write(folder, "nginx.conf", TestLogs.NGINX_CONF);
    TestLogs.write(folder, "logs/.keep", "");
  }

  private Shipper follow() throws Exception {
    return follow(ShipperOptions.DEFAULT);
  }

  private Shipper follow(ShipperOptions options) throws Exception {
    LogSetOptions reading = LogSetOptions.DEFAULT.withConfigs(List.of(conf), List.of(), List.of());
    FollowedLogs logs = new FollowedLogs(List.of(folder.resolve("logs")), reading);
    CheckpointFile checkpoint = new CheckpointFile(folder.resolve("positions"));
    return Shipper.following(
        kafka.producer, kafka.topics, List.of(logs), checkpoint, options, clock);
  }

  /** Lets time pass in the shipper's own small steps. */
  private void pass(Shipper shipper, Duration time) throws Exception {
    for (long millis = 0; millis < time.toMillis(); millis += 50) {
      shipper.step();
      clock.pass(Duration.ofMillis(50));
    }
    shipper.step();
  }

  private static void second(Shipper shipper, FollowingTest test) throws Exception {
    test.pass(shipper, Duration.ofSeconds(1));
  }

  private List<ProxyEvent> proxy() {
    return kafka.sent(kafka.topics.proxyEvents()).stream()
        .map(sent -> (ProxyEvent) sent.value())
        .toList();
  }

  private List<ComponentEvent> components() {
    return kafka.sent(kafka.topics.componentEvents()).stream()
        .map(sent -> (ComponentEvent) sent.value())
        .toList();
  }

  private SourceWatermark lastOf(Tier tier) {
    List<SourceWatermark> of =
        kafka.watermarks().stream().filter(mark -> mark.getTier() == tier).toList();
    return of.get(of.size() - 1);
  }

  @Test
  void aLineIsShippedAndPromisedAQuarterOfASecondLater() throws Exception {
    TestLogs.append(app, TestLogs.app(-500, "a", 200));
    try (Shipper shipper = follow()) {
      shipper.step();
      assertThat(kafka.events()).hasSize(1);
      second(shipper, this);

      SourceWatermark mark = lastOf(Tier.APP);
      assertThat(mark.getSource()).isEqualTo(app.toString());
      assertThat(mark.getQuality()).isEqualTo(WatermarkQuality.PROMISE);
      assertThat(mark.getState()).isEqualTo(SourceState.ALIVE);
      assertThat(mark.getDeliveryDelayUs()).isEqualTo(250_000);
      assertThat(mark.getWatermark()).isBetween(TestLogs.micros(600), TestLogs.micros(750));
      assertThat(kafka.watermarks()).extracting(SourceWatermark::getWatermark).isSorted();
    }
  }

  /**
   * As where the proxy's log is long, or its brokers slow, when logs are followed for the first
   * time.
   */
  @Test
  void nothingIsSaidOfOneLogBeforeSomethingMayBeSaidOfAll() throws Exception {
    TestLogs.append(app, TestLogs.app(-500, "a", 200));
    TestLogs.append(access, TestLogs.access(-900, "a", 200, 1));
    kafka = new Kafka(false);
    try (Shipper shipper = follow()) {
      shipper.step();
      assertThat(kafka.events()).hasSize(2);
      kafka.producer.completeNext();
      second(shipper, this);
      assertThat(kafka.watermarks()).isEmpty();

      kafka.acknowledge();
      shipper.step();
      assertThat(kafka.watermarks())
          .extracting(SourceWatermark::getTier)
          .containsExactlyInAnyOrder(Tier.APP, Tier.PROXY);
    }
  }

  @Test
  void aLogThatIsFoundLaterDoesNotHoldBackTheOthers() throws Exception {
    TestLogs.append(app, TestLogs.app(-500, "a", 200));
    kafka = new Kafka(false);
    try (Shipper shipper = follow()) {
      shipper.step();
      kafka.acknowledge();
      second(shipper, this);
      kafka.acknowledge();
      TestLogs.append(access, TestLogs.access(900, "a", 200, 1));
      pass(shipper, Duration.ofSeconds(20));

      assertThat(kafka.watermarks()).extracting(SourceWatermark::getTier).containsOnly(Tier.APP);
      assertThat(lastOf(Tier.APP).getWatermark()).isGreaterThan(TestLogs.micros(19_000));
    }
  }

  @Test
  void aQuietLogStillSaysHowFarItIs() throws Exception {
    TestLogs.append(app, TestLogs.app(-500, "a", 200));
    try (Shipper shipper = follow()) {
      pass(shipper, Duration.ofSeconds(60));

      assertThat(lastOf(Tier.APP).getWatermark()).isGreaterThan(TestLogs.micros(59_000));
      assertThat(kafka.watermarks()).hasSizeLessThanOrEqualTo(601);
    }
  }

  @Test
  void anErrorLineIsBoundWhenItsAccessLineComes() throws Exception {
    TestLogs.append(access, TestLogs.access(-900, "ok", 200, 1));
    TestLogs.append(errors, TestLogs.refused(896, "bad", 2));
    try (Shipper shipper = follow()) {
      second(shipper, this);
      assertThat(proxy()).hasSize(1);
      TestLogs.append(access, TestLogs.access(900, "bad", 502, 2));
      second(shipper, this);

      assertThat(proxy().get(1).getErrors()).hasSize(1);
      assertThat(components()).isEmpty();
      assertThat(shipper.counters().lines().summary())
          .isEqualTo("lines=3 parsed=2 component=0 bound=1 continued=0 skipped=0 rejected=0");
    }
  }

  @Test
  void anErrorLogThatComesToBeLaterJoinsItsAccessLog() throws Exception {
    TestLogs.append(access, TestLogs.access(-900, "ok", 200, 1));
    try (Shipper shipper = follow()) {
      pass(shipper, Duration.ofSeconds(2));
      TestLogs.append(errors, TestLogs.refused(2000, "bad", 2));
      pass(shipper, Duration.ofSeconds(2));
      TestLogs.append(access, TestLogs.access(2100, "bad", 502, 2));
      pass(shipper, Duration.ofSeconds(1));

      assertThat(proxy().get(1).getErrors()).hasSize(1);
      assertThat(kafka.watermarks())
          .extracting(SourceWatermark::getSource)
          .containsOnly(folder.resolve("logs/nginx").toString());
    }
  }

  @Test
  void anErrorLineWithoutARequestIsPublishedAfterItsPatience() throws Exception {
    TestLogs.append(access, TestLogs.access(-900, "ok", 200, 1));
    TestLogs.append(errors, TestLogs.refused(0, "lost", 2));
    try (Shipper shipper = follow()) {
      pass(shipper, Duration.ofSeconds(4));
      assertThat(components()).isEmpty();
      pass(shipper, Duration.ofSeconds(3));

      assertThat(components())
          .singleElement()
          .satisfies(event -> assertThat(event.getAddress()).isEqualTo("10.0.3.7:8080"));
      assertThat(shipper.counters().lines().component()).isEqualTo(1);
    }
  }

  @Test
  void anEventFarAheadOfTheClockIsRejectedWithThatReason() throws Exception {
    TestLogs.append(app, TestLogs.app(299_000, "a", 200), TestLogs.app(301_000, "b", 200));
    try (Shipper shipper = follow()) {
      second(shipper, this);

      assertThat(kafka.sent(kafka.topics.appEvents()))
          .extracting(Kafka.Sent::key)
          .containsExactly("a");
      DeadLetter letter = kafka.deadLetters().get(0);
      assertThat(letter.getReason()).isEqualTo("ahead-of-clock");
      assertThat(letter.getDetail()).contains("time zone");
      assertThat(shipper.counters().lines().summary()).contains("parsed=1").contains("rejected=1");
    }
  }

  @Test
  void rotationLosesNothing() throws Exception {
    TestLogs.append(access, TestLogs.access(-900, "a", 200, 1));
    try (Shipper shipper = follow()) {
      second(shipper, this);
      Files.move(access, folder.resolve("logs/access.log.1"));
      TestLogs.append(folder.resolve("logs/access.log.1"), TestLogs.access(1000, "b", 200, 1));
      TestLogs.append(access, TestLogs.access(1010, "c", 200, 1));
      pass(shipper, Duration.ofSeconds(3));

      assertThat(proxy()).extracting(ProxyEvent::getRequestId).containsExactly("a", "b", "c");
    }
  }

  @Test
  void aNewProcessGoesOnFromTheCheckpointAndNothingIsLostOrGivenAnotherIdentity() throws Exception {
    TestLogs.append(access, TestLogs.access(-900, "a", 200, 1), TestLogs.access(-800, "b", 200, 1));
    Shipper killed = follow();
    second(killed, this);
    TestLogs.append(access, TestLogs.access(900, "c", 200, 1));
    killed.step();
    // Killed: no closing, the last record shipped and not in the checkpoint.
    Kafka before = kafka;
    kafka = new Kafka(true);
    TestLogs.append(access, TestLogs.access(1500, "d", 200, 1));
    try (Shipper next = follow()) {
      second(next, this);
    }

    List<Long> shipped = new ArrayList<>(identities(before));
    shipped.addAll(identities(kafka));
    LogSet set = LogSet.open(List.of(folder.resolve("logs"), conf), LogSetOptions.DEFAULT);
    try (EventReader reader = set.reader(set.files().get(0))) {
      List<Long> all =
          TestLogs.drain(reader).stream()
              .map(event -> ((ProxyEvent) event.event()).getEventId())
              .toList();
      assertThat(all).hasSize(4);
      assertThat(new HashSet<>(shipped)).isEqualTo(new HashSet<>(all));
    }
    assertThat(identities(kafka)).hasSizeBetween(1, 2);
  }

  private static List<Long> identities(Kafka kafka) {
    return kafka.sent(kafka.topics.proxyEvents()).stream()
        .map(sent -> ((ProxyEvent) sent.value()).getEventId())
        .toList();
  }

  @Test
  void whatIsShippedAgainAfterAKillIsNeverOlderThanWhatWasPromised() throws Exception {
    kafka = new Kafka(false);
    Shipper killed = follow();
    for (int i = 0; i < 60; i++) {
      TestLogs.append(app, TestLogs.app(i * 50L, "r" + i, 200));
      killed.step();
      if (i % 7 == 0) {
        kafka.acknowledge();
      }
      clock.pass(Duration.ofMillis(50));
    }
    long promised = lastOf(Tier.APP).getWatermark();
    Set<Long> first = appIds();
    kafka = new Kafka(true);
    try (Shipper next = follow()) {
      second(next, this);
      List<AppEvent> again =
          kafka.sent(kafka.topics.appEvents()).stream()
              .map(sent -> (AppEvent) sent.value())
              .toList();
      assertThat(again).isNotEmpty().allMatch(event -> event.getTime() >= promised);
      Set<Long> all = appIds();
      all.addAll(first);
      assertThat(all).hasSize(60);
    }
  }

  private Set<Long> appIds() {
    Set<Long> ids = new HashSet<>();
    for (Kafka.Sent<SpecificRecord> sent : kafka.sent(kafka.topics.appEvents())) {
      ids.add(((AppEvent) sent.value()).getEventId());
    }
    return ids;
  }

  @Test
  void anErrorLineThatWaitedWhenTheProcessWasKilledIsBoundByTheNext() throws Exception {
    TestLogs.append(access, TestLogs.access(-900, "ok", 200, 1));
    // The line that is done with lies behind the one that waits, so it will be read again.
    TestLogs.append(errors, TestLogs.refused(0, "bad", 2), TestLogs.refused(0, "done", 1));
    TestLogs.append(access, TestLogs.access(400, "done", 502, 1));
    Shipper killed = follow();
    second(killed, this);
    assertThat(proxy().get(1).getErrors()).hasSize(1);

    kafka = new Kafka(true);
    TestLogs.append(access, TestLogs.access(900, "bad", 502, 2));
    try (Shipper next = follow()) {
      pass(next, Duration.ofSeconds(10));

      assertThat(proxy()).extracting(ProxyEvent::getRequestId).containsExactly("bad");
      assertThat(proxy().get(0).getErrors()).hasSize(1);
      assertThat(components()).isEmpty();
      assertThat(next.counters().lines().addsUp()).isTrue();
      assertThat(next.counters().lines().skippedBy()).containsEntry("shipped-before", 1L);
    }
  }

  @Test
  void closingSaysTheLastWatermarkAndSavesThePositions() throws Exception {
    TestLogs.append(app, TestLogs.app(-500, "a", 200));
    Shipper first = follow();
    first.step();
    clock.pass(Duration.ofMillis(20));
    TestLogs.append(app, TestLogs.app(10, "b", 200));
    first.step();
    int said = kafka.watermarks().size();
    first.close();
    first.close();
    assertThat(kafka.watermarks()).hasSizeGreaterThan(said);
    assertThat(kafka.producer.closed()).isTrue();
    assertThat(first.counters().inFlight()).isZero();

    kafka = new Kafka(true);
    try (Shipper next = follow()) {
      second(next, this);
      assertThat(kafka.events()).isEmpty();
    }
  }

  @Test
  void fromTheEndOnlyNewLinesAreShippedButNewFilesWhole() throws Exception {
    TestLogs.append(app, TestLogs.app(-500, "old", 200));
    try (Shipper shipper = follow(ShipperOptions.DEFAULT.startingAtEnd())) {
      second(shipper, this);
      TestLogs.append(app, TestLogs.app(500, "new", 200));
      TestLogs.append(folder.resolve("logs/other.ndjson"), TestLogs.app(600, "other", 200));
      pass(shipper, Duration.ofSeconds(2));

      assertThat(kafka.events()).extracting(Kafka.Sent::key).containsExactly("new", "other");
    }
  }

  @Test
  void aLogWhoseFormatIsNotKnownIsCounted() throws Exception {
    TestLogs.append(folder.resolve("logs/odd.log"), "what is this\n".repeat(300));
    TestLogs.append(folder.resolve("logs/empty.log"));
    try (Shipper shipper = follow()) {
      second(shipper, this);

      assertThat(shipper.counters().unrecognised()).isEqualTo(2);
    }
  }

  @Test
  void aDamagedCheckpointIsNotPassedOver() throws IOException {
    Files.writeString(folder.resolve("positions"), "?");

    assertThatThrownBy(this::follow)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Remove it");
  }

  @Test
  void aPlaceThatPositionsCannotBeSavedAtEndsShipping() throws Exception {
    TestLogs.append(app, TestLogs.app(-500, "a", 200));
    FollowedLogs logs = new FollowedLogs(List.of(folder.resolve("logs")), LogSetOptions.DEFAULT);
    CheckpointFile checkpoint = new CheckpointFile(folder.resolve("file/positions"));
    try (Shipper shipper =
        Shipper.following(
            kafka.producer,
            kafka.topics,
            List.of(logs),
            checkpoint,
            ShipperOptions.DEFAULT,
            clock)) {
      Files.writeString(folder.resolve("file"), "");
      assertThatThrownBy(() -> second(shipper, this))
          .isInstanceOf(ShipException.class)
          .hasMessageContaining("cannot be saved");
      assertThat(kafka.watermarks()).isEmpty();
    }
  }

  /** A process that dies before Kafka has answered, and so before its first checkpoint of lines. */
  private void followAndDie() throws Exception {
    kafka = new Kafka(false);
    follow().step();
    kafka = new Kafka(true);
  }

  @Test
  void aLogThatIsRenamedAfterAKillBeforeTheFirstAnswerIsReadToItsEnd() throws Exception {
    TestLogs.append(app, TestLogs.app(-500, "a", 200));
    followAndDie();
    TestLogs.append(app, TestLogs.app(-400, "b", 200));
    Files.move(app, app.resolveSibling("app.ndjson.1"));
    TestLogs.append(app, TestLogs.app(-300, "c", 200));

    try (Shipper shipper = follow()) {
      second(shipper, this);
      assertThat(kafka.events())
          .extracting(sent -> ((AppEvent) sent.value()).getRequestId())
          .containsExactlyInAnyOrder("a", "b", "c");
      assertThat(shipper.counters().lost()).isZero();
    }
  }

  @Test
  void aLogThatIsCopiedAndCutAfterAKillBeforeTheFirstAnswerIsReadToItsEnd() throws Exception {
    TestLogs.append(app, TestLogs.app(-500, "a", 200));
    followAndDie();
    TestLogs.append(app, TestLogs.app(-400, "b", 200));
    Files.copy(app, app.resolveSibling("app.ndjson.1"));
    Files.writeString(app, TestLogs.app(-300, "c", 200));

    try (Shipper shipper = follow()) {
      second(shipper, this);
      assertThat(kafka.events())
          .extracting(sent -> ((AppEvent) sent.value()).getRequestId())
          .containsExactlyInAnyOrder("a", "b", "c");
    }
  }
}
