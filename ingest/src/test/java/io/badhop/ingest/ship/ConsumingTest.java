package io.badhop.ingest.ship;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.DeadLetter;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.SourceWatermark;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.WatermarkQuality;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Raw lines on topics, told as timelines. */
class ConsumingTest {
  private static final TopicPartition ZERO = new TopicPartition("raw", 0);
  private static final TopicPartition ONE = new TopicPartition("raw", 1);
  private static final Duration DELAY = Duration.ofSeconds(10);

  private final DrivenClock clock = new DrivenClock();
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private Kafka kafka = new Kafka(true);
  private int producers;

  @BeforeEach
  void set() {
    clock.now = TestLogs.START.plusSeconds(60);
  }

  private Shipper consume(boolean sameCluster) throws Exception {
    return consume(sameCluster, LogSetOptions.DEFAULT.at("shop", ""));
  }

  private Shipper consume(boolean sameCluster, LogSetOptions options) throws Exception {
    KafkaLog log = new KafkaLog("web", List.of("raw"), null, options, Optional.empty(), DELAY);
    RawClient client =
        new RawClient(
            consumer,
            () -> {
              if (producers++ > 0) {
                kafka = new Kafka(true);
              }
              return kafka.producer;
            },
            sameCluster,
            () -> {});
    Shipper shipper = Shipper.consuming(log, client, kafka.topics, ShipperOptions.DEFAULT, clock);
    consumer.rebalance(List.of(ZERO, ONE));
    for (TopicPartition partition : List.of(ZERO, ONE)) {
      ends.put(partition, 0L);
      consumer.updateBeginningOffsets(Map.of(partition, 0L));
      consumer.updateEndOffsets(Map.of(partition, 0L));
    }
    return shipper;
  }

  private void add(TopicPartition partition, String value) {
    byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
    add(partition, bytes);
  }

  private void add(TopicPartition partition, byte[] value) {
    long offset = ends.merge(partition, 1L, Long::sum) - 1;
    consumer.addRecord(
        new ConsumerRecord<>(
            partition.topic(),
            partition.partition(),
            offset,
            clock.now.toEpochMilli(),
            TimestampType.CREATE_TIME,
            0,
            value == null ? -1 : value.length,
            null,
            value,
            new RecordHeaders(),
            Optional.empty()));
    consumer.updateEndOffsets(Map.of(partition, offset + 1));
  }

  private void steps(Shipper shipper, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      shipper.step();
      clock.now = clock.now.plusMillis(200);
    }
  }

  private static String line(int second, String path) {
    return String.format(
        Locale.ROOT,
        "192.0.2.7 - - [22/Nov/2026:06:00:%02d +0000] \"GET %s HTTP/1.1\" 502 7 \"-\" \"curl/8\"",
        second,
        path);
  }

  private static String filebeat(String file, String message) {
    return "{\"@timestamp\":\"2026-11-22T06:00:00.000Z\",\"agent\":{\"type\":\"filebeat\"},"
        + "\"host\":{\"name\":\"lb1\"},\"log\":{\"file\":{\"path\":\""
        + file
        + "\"}},\"message\":\""
        + message.replace("\"", "\\\"")
        + "\"}";
  }

  private List<String> paths() {
    return kafka.events().stream()
        .filter(sent -> sent.value() instanceof ProxyEvent)
        .map(sent -> ((ProxyEvent) sent.value()).getPath())
        .toList();
  }

  @Test
  void eventsAndOffsetsAreCommittedTogether() throws Exception {
    Shipper shipper = consume(true);
    add(ZERO, line(1, "/a"));
    add(ZERO, line(2, "/b") + "\n" + line(3, "/c") + "\n");
    add(ONE, line(4, "/d"));
    steps(shipper, 2);

    assertThat(paths()).containsExactlyInAnyOrder("/a", "/b", "/c", "/d");
    assertThat(kafka.producer.consumerGroupOffsetsHistory().get(0).values())
        .allSatisfy(
            offsets -> {
              assertThat(offsets.get(ZERO).offset()).isEqualTo(2);
              assertThat(offsets.get(ONE).offset()).isEqualTo(1);
            });
    assertThat(shipper.counters().events()).isEqualTo(4);
    assertThat(shipper.counters().acknowledged()).isEqualTo(4);
    assertThat(shipper.counters().lines().summary())
        .isEqualTo("lines=4 parsed=4 component=0 bound=0 continued=0 skipped=0 rejected=0");
  }

  @Test
  void anAbortedUnitIsBegunAgainAndCountsOnce() throws Exception {
    Shipper shipper = consume(true);
    add(ZERO, line(1, "/a"));
    steps(shipper, 3);
    consumer.commitSync(Map.of(ZERO, new OffsetAndMetadata(1)));
    kafka.producer.commitTransactionException = new KafkaException("away");
    add(ZERO, line(2, "/b"));
    steps(shipper, 2);
    assertThat(paths()).containsExactly("/a");

    kafka.producer.commitTransactionException = null;
    consumer.schedulePollTask(() -> readAgain(1, line(2, "/b")));
    steps(shipper, 20);
    assertThat(paths()).containsExactly("/a", "/b");
    assertThat(shipper.counters().events()).isEqualTo(2);
    assertThat(shipper.counters().lines().lines()).isEqualTo(2);
  }

  @Test
  void nothingCountsBeforeItIsCommitted() throws Exception {
    Shipper shipper = consume(true);
    add(ZERO, line(1, "/a"));
    shipper.step();
    add(ZERO, line(2, "/b"));
    shipper.step();
    assertThat(paths()).containsExactly("/a");
    assertThat(shipper.counters().events()).isEqualTo(1);

    clock.now = clock.now.plusMillis(100);
    shipper.step();
    assertThat(paths()).containsExactly("/a", "/b");
    assertThat(shipper.counters().lines().parsed()).isEqualTo(2);
  }

  /** The consumer of the test forgets what it gave once. */
  private void readAgain(long offset, String value) {
    ends.put(ZERO, offset);
    add(ZERO, value);
  }

  @Test
  void aFencedProducerIsReplaced() throws Exception {
    Shipper shipper = consume(true);
    add(ZERO, line(1, "/a"));
    steps(shipper, 3);
    consumer.commitSync(Map.of(ZERO, new OffsetAndMetadata(1)));
    kafka.producer.fenceProducer();
    steps(shipper, 10);
    assertThat(producers).isEqualTo(2);

    add(ZERO, line(2, "/b"));
    steps(shipper, 3);
    assertThat(kafka.order()).filteredOn(topic -> topic.equals("t.events.proxy")).hasSize(1);
    assertThat(shipper.counters().events()).isEqualTo(2);
  }

  @Test
  void aRecordThatIsTooLargeIsADeadLetterOfTheNextTry() throws Exception {
    kafka = new Kafka(false);
    Shipper shipper = consume(true);
    kafka.producer.commitTransactionException = new KafkaException("aborted");
    add(ZERO, line(1, "/long".repeat(100)));
    shipper.step();
    assertThat(kafka.producer.errorNext(new RecordTooLargeException("too large"))).isTrue();
    steps(shipper, 2);
    kafka.producer.commitTransactionException = null;
    consumer.commitSync(Map.of(ZERO, new OffsetAndMetadata(0)));
    consumer.schedulePollTask(() -> readAgain(0, line(1, "/long".repeat(100))));
    steps(shipper, 20);

    assertThat(paths()).isEmpty();
    assertThat(kafka.deadLetters())
        .singleElement()
        .satisfies(letter -> assertThat(letter.getReason()).isEqualTo("record-too-large"));
    assertThat(shipper.counters().refused()).isEqualTo(1);
    assertThat(shipper.counters().inFlight()).isZero();
  }

  @Test
  void valuesWithoutLinesHaveAnOutcome() throws Exception {
    Shipper shipper = consume(true);
    add(ZERO, (String) null);
    add(ZERO, "");
    add(ZERO, new byte[100 << 20]);
    add(ZERO, line(1, "/a"));
    steps(shipper, 3);

    Accounting lines = shipper.counters().lines();
    assertThat(lines.addsUp()).isTrue();
    assertThat(lines.lines()).isEqualTo(4);
    assertThat(lines.skippedBy()).isEqualTo(Map.of("tombstone", 1L, "empty-value", 1L));
    assertThat(lines.rejectedBy()).isEqualTo(Map.of("value-too-large", 1L));
    DeadLetter letter = kafka.deadLetters().get(0);
    assertThat(letter.getSource()).isEqualTo("web/raw-0");
    assertThat(letter.getOffset()).isEqualTo(2);
    assertThat(letter.getTruncated()).isTrue();
    assertThat(letter.getPayload().remaining()).isEqualTo(Rejection.MAX_PAYLOAD);
  }

  @Test
  void logsBeyondThoseThatAreRememberedAreCountedAndReadAllTheSame() throws Exception {
    Shipper shipper = consume(true);
    for (int i = 0; i < 503; i++) {
      add(ZERO, filebeat("/var/log/pod" + i + "/access.log", line(i % 60, "/p" + i)));
    }
    steps(shipper, 5);

    assertThat(paths()).hasSize(503);
    assertThat(shipper.counters().forgotten()).isEqualTo(3);
  }

  @Test
  void aPathWithoutANameStopsNothing() throws Exception {
    Shipper shipper = consume(true);
    add(ZERO, filebeat("/", line(1, "/a")));
    add(ZERO, filebeat("..", line(2, "/b")));
    add(ZERO, line(3, "/c"));
    steps(shipper, 3);

    assertThat(paths()).containsExactlyInAnyOrder("/a", "/b", "/c");
  }

  @Test
  void theFilesOfATopicAreReadEachByItsFormat() throws Exception {
    Shipper shipper = consume(true);
    for (int i = 0; i < 3; i++) {
      add(ZERO, filebeat("/var/log/nginx/access.log", line(i, "/p" + i)));
      add(
          ZERO,
          filebeat(
                  "/var/log/app/app.json",
                  "{\\\"time\\\":\\\"2026-11-22T06:00:0"
                      + i
                      + "Z\\\",\\\"request_id\\\":\\\"r\\\",\\\"status\\\":500,\\\"path\\\":\\\"/x\\\"}")
              .replace("\\\\\"", "\\\""));
    }
    steps(shipper, 3);

    assertThat(paths()).containsExactly("/p0", "/p1", "/p2");
    assertThat(kafka.sent(kafka.topics.appEvents())).hasSize(3);
    assertThat(shipper.counters().lines().parsed()).isEqualTo(6);
    assertThat(kafka.watermarks())
        .extracting(SourceWatermark::getTier)
        .contains(Tier.PROXY, Tier.APP);
  }

  @Test
  void identitiesAreThoseOfTopicPartitionAndOffset() throws Exception {
    Shipper shipper = consume(true);
    add(ZERO, line(1, "/a") + "\n" + line(1, "/a"));
    add(ZERO, line(1, "/a"));
    add(ONE, line(1, "/a"));
    steps(shipper, 3);
    List<Long> ids =
        kafka.events().stream().map(sent -> ((ProxyEvent) sent.value()).getEventId()).toList();
    assertThat(ids).hasSize(4).doesNotHaveDuplicates();

    MockProducer<byte[], byte[]> first = kafka.producer;
    consumer.seek(ZERO, 0);
    consumer.seek(ONE, 0);
    ends.clear();
    add(ZERO, line(1, "/a") + "\n" + line(1, "/a"));
    steps(shipper, 3);
    assertThat(kafka.producer).isSameAs(first);
    assertThat(
            kafka.events().stream()
                .map(sent -> ((ProxyEvent) sent.value()).getEventId())
                .distinct()
                .count())
        .isEqualTo(4);
  }

  @Test
  void theWatermarkIsAnEstimateAndWaitsForWhatLiesInTheTopic() throws Exception {
    Shipper shipper = consume(true);
    Instant written = clock.now;
    add(ZERO, line(1, "/a"));
    consumer.updateEndOffsets(Map.of(ZERO, 100L));
    clock.now = clock.now.plusSeconds(30);
    steps(shipper, 3);
    SourceWatermark behind = last("web/raw-0");
    assertThat(behind.getQuality()).isEqualTo(WatermarkQuality.ESTIMATE);
    assertThat(behind.getWatermark()).isEqualTo(Micros.of(written.minus(DELAY)));

    consumer.updateEndOffsets(Map.of(ZERO, 1L));
    Instant caughtUp = clock.now;
    steps(shipper, 1);
    assertThat(last("web/raw-0").getWatermark()).isEqualTo(Micros.of(caughtUp.minus(DELAY)));
  }

  private SourceWatermark last(String source) {
    return kafka.watermarks().stream()
        .filter(said -> said.getSource().equals(source))
        .reduce((one, other) -> other)
        .orElseThrow();
  }

  @Test
  void onAnotherClusterOffsetsFollowTheAcknowledgements() throws Exception {
    kafka = new Kafka(false);
    Shipper shipper = consume(false);
    add(ZERO, line(1, "/a"));
    steps(shipper, 3);
    assertThat(consumer.committed(Set.of(ZERO)).get(ZERO)).isNull();

    kafka.acknowledge();
    steps(shipper, 3);
    assertThat(consumer.committed(Set.of(ZERO)).get(ZERO).offset()).isEqualTo(1);
    assertThat(paths()).containsExactly("/a");
  }

  @Test
  void readingPausesWhileMuchIsUnanswered() throws Exception {
    kafka = new Kafka(false);
    Shipper shipper = consume(false, LogSetOptions.DEFAULT.withFormat("*", "nginx-access"));
    StringBuilder many = new StringBuilder();
    for (int i = 0; i <= 20_000; i++) {
      many.append(line(1, "/" + i)).append('\n');
    }
    add(ZERO, many.toString());
    steps(shipper, 2);
    assertThat(consumer.paused()).contains(ZERO);

    kafka.acknowledge();
    steps(shipper, 1);
    assertThat(consumer.paused()).isEmpty();
  }

  @Test
  void whatIsTakenAwayIsCommittedBefore() throws Exception {
    Shipper shipper = consume(true);
    add(ZERO, line(1, "/a"));
    shipper.step();
    consumer.rebalance(List.of(ONE));
    assertThat(paths()).containsExactly("/a");
    assertThat(shipper.counters().lines().parsed()).isEqualTo(1);
  }
}
