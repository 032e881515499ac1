package io.badhop.ingest.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.badhop.ingest.source.LineSource;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.DeadLetter;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.SourceState;
import io.badhop.schemas.event.SourceWatermark;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.WatermarkQuality;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs with an end, on their way to Kafka. */
class RecordingTest {
  @TempDir Path folder;
  private final DrivenClock clock = new DrivenClock();
  private Kafka kafka = new Kafka(true);

  @BeforeEach
  void configure() {
    TestLogs.write(folder, "nginx.conf", TestLogs.NGINX_CONF);
  }

  private Shipper recording(double speed) throws Exception {
    LogSet logs = LogSet.open(List.of(folder), LogSetOptions.DEFAULT);
    return Shipper.recording(
        kafka.producer, kafka.topics, logs, speed, ShipperOptions.DEFAULT, clock);
  }

  private void runToEnd(Shipper shipper) throws Exception {
    for (int i = 0; i < 10_000 && !shipper.ended(); i++) {
      shipper.step();
      clock.pass(Duration.ofMillis(20));
    }
    assertThat(shipper.ended()).isTrue();
  }

  private static void addsUp(ShipperCounters counters) {
    assertThat(counters.lines().addsUp()).isTrue();
    assertThat(counters.events() + counters.aliases() + counters.deadLetters())
        .isEqualTo(counters.acknowledged() + counters.refused() + counters.inFlight());
  }

  @Test
  void eventsGoToTheirTopicsUnderTheirRequestIds() throws Exception {
    TestLogs.write(
        folder, "access.log", TestLogs.access(10, "a", 502, 1).replace("ray=-", "ray=ray1-FRA"));
    TestLogs.write(
        folder, "error.log", TestLogs.refused(9, "a", 1), TestLogs.refused(3000, "lost", 7));
    TestLogs.write(
        folder, "app.ndjson", TestLogs.app(8, "a", 200), "broken\n", TestLogs.app(9, "b", 200));
    try (Shipper shipper = recording(0)) {
      runToEnd(shipper);

      assertThat(kafka.sent(kafka.topics.proxyEvents()))
          .extracting(Kafka.Sent::key)
          .containsExactly("a", "ray1");
      assertThat(kafka.sent(kafka.topics.proxyEvents()))
          .extracting(sent -> ((ProxyEvent) sent.value()).getAlias())
          .containsExactly(false, true);
      assertThat(kafka.sent(kafka.topics.appEvents()))
          .extracting(Kafka.Sent::key)
          .containsExactly("a", "b");
      assertThat(kafka.sent(kafka.topics.componentEvents()))
          .extracting(Kafka.Sent::key)
          .containsExactly("10.0.3.7:8080");
      ShipperCounters counters = shipper.counters();
      addsUp(counters);
      assertThat(counters.events()).isEqualTo(4);
      assertThat(counters.aliases()).isEqualTo(1);
      assertThat(counters.lines().bound()).isEqualTo(1);
      assertThat(counters.inFlight()).isZero();
    }
  }

  @Test
  void rejectedLinesAreKeptAsDeadLettersWithReasonAndPlace() throws Exception {
    String tooLong = "{" + "x".repeat(LineSource.MAX_LINE) + "}\n";
    TestLogs.write(
        folder,
        "app.ndjson",
        TestLogs.app(8, "a", 200),
        "broken\n",
        tooLong,
        TestLogs.app(9, "b", 200));
    try (Shipper shipper = recording(0)) {
      runToEnd(shipper);

      List<DeadLetter> letters = kafka.deadLetters();
      assertThat(letters).extracting(DeadLetter::getSource).containsOnly("app.ndjson");
      DeadLetter broken = letters.get(0);
      assertThat(new String(broken.getPayload().array(), java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo("broken");
      assertThat(broken.getOffset()).isEqualTo(TestLogs.app(8, "a", 200).length());
      assertThat(broken.getFormat()).isEqualTo("app-json");
      assertThat(broken.getTruncated()).isFalse();
      assertThat(letters.get(1).getReason()).isEqualTo("line-too-long");
      assertThat(letters.get(1).getPayload().remaining()).isEqualTo(64 * 1024);
      assertThat(letters.get(1).getTruncated()).isTrue();
      addsUp(shipper.counters());
    }
  }

  @Test
  void tiersAdvanceTogetherAndEverySourceSaysWhereItIsAndThatItEnded() throws Exception {
    StringBuilder proxy = new StringBuilder();
    StringBuilder app = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      proxy.append(TestLogs.access(i * 50L + 3, "r" + i, 200, i));
      app.append(TestLogs.app(i * 50L, "r" + i, 200));
    }
    TestLogs.write(folder, "access.log", proxy.toString());
    TestLogs.write(folder, "app.ndjson", app.toString());
    try (Shipper shipper = recording(0)) {
      runToEnd(shipper);
    }

    long[] reached = {0, 0};
    for (Kafka.Sent<?> sent : inOrder()) {
      boolean isProxy = sent.value() instanceof ProxyEvent;
      reached[isProxy ? 0 : 1] =
          isProxy ? ((ProxyEvent) sent.value()).getTime() : ((AppEvent) sent.value()).getTime();
      if (reached[0] > 0 && reached[1] > 0) {
        assertThat(Math.abs(reached[0] - reached[1])).isLessThanOrEqualTo(500_000);
      }
    }
    Map<Tier, List<SourceWatermark>> said =
        kafka.watermarks().stream().collect(Collectors.groupingBy(SourceWatermark::getTier));
    assertThat(said.keySet()).containsExactlyInAnyOrder(Tier.PROXY, Tier.APP);
    for (List<SourceWatermark> one : said.values()) {
      assertThat(one).extracting(SourceWatermark::getWatermark).isSorted();
      assertThat(one).allMatch(mark -> mark.getQuality() == WatermarkQuality.PROMISE);
      assertThat(one.get(0).getWatermark()).isLessThanOrEqualTo(TestLogs.micros(0));
      SourceWatermark last = one.get(one.size() - 1);
      assertThat(last.getState()).isEqualTo(SourceState.ENDED);
      assertThat(last.getWatermark()).isGreaterThan(TestLogs.micros(399 * 50 + 3));
    }
  }

  private List<Kafka.Sent<?>> inOrder() {
    List<Kafka.Sent<?>> all = new ArrayList<>();
    List<Kafka.Sent<org.apache.avro.specific.SpecificRecord>> proxy =
        kafka.sent(kafka.topics.proxyEvents());
    List<Kafka.Sent<org.apache.avro.specific.SpecificRecord>> app =
        kafka.sent(kafka.topics.appEvents());
    int p = 0;
    int a = 0;
    for (String topic : kafka.order()) {
      if (topic.equals(kafka.topics.proxyEvents().name())) {
        all.add(proxy.get(p++));
      } else if (topic.equals(kafka.topics.appEvents().name())) {
        all.add(app.get(a++));
      }
    }
    return all;
  }

  @Test
  void noEventComesAfterAWatermarkThatPassedIt() throws Exception {
    StringBuilder proxy = new StringBuilder();
    for (int i = 0; i < 2000; i++) {
      proxy.append(TestLogs.access(i * 10L + (i * 7919L) % 3000, "r" + i, 200, i));
    }
    TestLogs.write(folder, "access.log", proxy.toString());
    try (Shipper shipper = recording(100)) {
      runToEnd(shipper);
    }

    List<Kafka.Sent<org.apache.avro.specific.SpecificRecord>> events =
        kafka.sent(kafka.topics.proxyEvents());
    List<SourceWatermark> marks = kafka.watermarks();
    long watermark = Long.MIN_VALUE;
    int e = 0;
    int m = 0;
    for (String topic : kafka.order()) {
      if (topic.equals(kafka.topics.watermarks().name())) {
        watermark = marks.get(m++).getWatermark();
      } else {
        assertThat(((ProxyEvent) events.get(e++).value()).getTime())
            .isGreaterThanOrEqualTo(watermark);
      }
    }
    assertThat(e).isEqualTo(2000);
    assertThat(m).isGreaterThan(2);
  }

  @Test
  void reportsComeAtMostEveryTenthOfASecond() throws Exception {
    StringBuilder app = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      app.append(TestLogs.app(i * 100L, "r" + i, 200));
    }
    TestLogs.write(folder, "app.ndjson", app.toString());
    try (Shipper shipper = recording(0)) {
      for (int i = 0; i < 1000 && !shipper.ended(); i++) {
        shipper.step();
      }
      assertThat(shipper.ended()).isTrue();
    }

    assertThat(kafka.watermarks()).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void watermarksWaitForAcknowledgements() throws Exception {
    kafka = new Kafka(false);
    TestLogs.write(folder, "app.ndjson", TestLogs.app(0, "a", 200), TestLogs.app(5000, "b", 200));
    try (Shipper shipper = recording(0)) {
      for (int i = 0; i < 20; i++) {
        shipper.step();
        clock.pass(Duration.ofMillis(200));
      }
      assertThat(kafka.events()).hasSize(2);
      assertThat(kafka.watermarks()).allMatch(mark -> mark.getWatermark() <= TestLogs.micros(0));
      assertThat(shipper.ended()).isFalse();
      assertThat(shipper.counters().inFlight()).isEqualTo(2);
      kafka.acknowledge();
      runToEnd(shipper);
      assertThat(kafka.watermarks().get(kafka.watermarks().size() - 1).getState())
          .isEqualTo(SourceState.ENDED);
      addsUp(shipper.counters());
    }
  }

  @Test
  void aRecordingOnTheClockRunsAsFastAsItIsTold() throws Exception {
    TestLogs.write(
        folder,
        "app.ndjson",
        TestLogs.app(0, "a", 200),
        TestLogs.app(4000, "b", 200),
        TestLogs.app(8000, "c", 200));
    try (Shipper shipper = recording(2)) {
      List<Integer> sentAfter = new ArrayList<>();
      for (int half = 0; half < 10; half++) {
        while (shipper.step().isZero()) {
          continue;
        }
        sentAfter.add(kafka.events().size());
        clock.pass(Duration.ofMillis(500));
      }
      assertThat(sentAfter).containsExactly(0, 1, 1, 1, 1, 2, 2, 2, 2, 3);
    }
  }

  @Test
  void aLongSilenceIsShortenedToTenSeconds() throws Exception {
    TestLogs.write(
        folder, "app.ndjson", TestLogs.app(0, "a", 200), TestLogs.app(86_400_000, "b", 200));
    try (Shipper shipper = recording(1)) {
      for (int second = 0; second < 13 && !shipper.ended(); second++) {
        while (shipper.step().isZero()) {
          continue;
        }
        clock.pass(Duration.ofSeconds(1));
      }
      assertThat(kafka.events()).hasSize(2);
    }
  }

  @Test
  void aRecordTooLargeForTheBrokersBecomesADeadLetterAndTheRestGoesOn() throws Exception {
    kafka = new Kafka(false);
    TestLogs.write(folder, "app.ndjson", TestLogs.app(0, "a", 200), TestLogs.app(1, "b", 200));
    try (Shipper shipper = recording(0)) {
      shipper.step();
      kafka.acknowledge();
      shipper.step();
      assertThat(kafka.producer.errorNext(new RecordTooLargeException("1.2 MB is more than 1 MB")))
          .isTrue();
      kafka.acknowledge();
      shipper.step();
      kafka.acknowledge();
      runToEnd(shipper);

      DeadLetter letter = kafka.deadLetters().get(0);
      assertThat(letter.getReason()).isEqualTo("record-too-large");
      assertThat(letter.getDetail()).contains("t.events.app").contains("1.2 MB");
      assertThat(shipper.counters().refused()).isEqualTo(1);
      addsUp(shipper.counters());
    }
  }

  @Test
  void whenTheBrokersRefuseForGoodShippingEndsAndSaysWhy() throws Exception {
    kafka = new Kafka(false);
    TestLogs.write(folder, "app.ndjson", TestLogs.app(0, "a", 200));
    try (Shipper shipper = recording(0)) {
      shipper.step();
      kafka.acknowledge();
      shipper.step();
      kafka.producer.errorNext(new TopicAuthorizationException("not for you"));

      assertThatThrownBy(shipper::step)
          .isInstanceOf(ShipException.class)
          .hasMessageContaining("not for you");
      assertThat(kafka.watermarks()).noneMatch(mark -> mark.getWatermark() > TestLogs.micros(0));
    }
  }

  @Test
  void aTruncatedLogIsShippedAsFarAsItGoes() throws Exception {
    byte[] packed = TestLogs.gzip(TestLogs.app(1, "a", 200) + TestLogs.app(2, "b", 200));
    java.nio.file.Files.write(
        folder.resolve("app.gz"), java.util.Arrays.copyOf(packed, packed.length - 8));
    try (Shipper shipper = recording(0)) {
      runToEnd(shipper);

      assertThat(kafka.events()).hasSize(2);
      assertThat(kafka.deadLetters())
          .singleElement()
          .extracting(DeadLetter::getReason)
          .isEqualTo("truncated-gzip");
    }
  }

  @Test
  void aSpeedThatIsNoneIsRefused() throws Exception {
    TestLogs.write(folder, "app.ndjson", TestLogs.app(0, "a", 200));

    assertThatThrownBy(() -> recording(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> recording(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void runShipsToTheEnd() throws Exception {
    TestLogs.write(folder, "app.ndjson", TestLogs.app(0, "a", 200));
    LogSet logs = LogSet.open(List.of(folder), LogSetOptions.DEFAULT);
    try (Shipper shipper =
        Shipper.recording(
            kafka.producer,
            kafka.topics,
            logs,
            0,
            ShipperOptions.DEFAULT,
            java.time.Clock.systemUTC())) {
      shipper.run();
      assertThat(kafka.events()).hasSize(1);
    }
    assertThat(kafka.producer.closed()).isTrue();
  }

  @Test
  void theProducerIsIdempotentWhateverTheUserSets() {
    Map<String, Object> settings =
        Shipper.producerSettings(Map.of("acks", "1", "linger.ms", 50, "bootstrap.servers", "b:1"));

    assertThat(settings)
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", true)
        .containsEntry("linger.ms", 50)
        .containsEntry("compression.type", "lz4")
        .containsEntry("bootstrap.servers", "b:1");
  }
}
