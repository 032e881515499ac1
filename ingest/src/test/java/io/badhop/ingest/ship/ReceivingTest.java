package io.badhop.ingest.ship;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.source.Batch;
import io.badhop.ingest.source.Inbox;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.SourceWatermark;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.WatermarkQuality;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logs that are sent, told as timelines. */
class ReceivingTest {
  private static final Duration NOW = Duration.ZERO;
  private static final Duration DELAY = Duration.ofSeconds(10);

  private final DrivenClock clock = new DrivenClock();
  private final Inbox inbox = new Inbox(1000);
  private Kafka kafka = new Kafka(true);

  @BeforeEach
  void set() {
    clock.now = TestLogs.START.plusSeconds(60);
  }

  private Shipper receive() throws Exception {
    ReceivedLog log = new ReceivedLog("app", LogSetOptions.DEFAULT.at("shop", "web1"), DELAY);
    return Shipper.receiving(
        kafka.producer,
        kafka.topics,
        List.of(log),
        inbox,
        List.of(),
        ShipperOptions.DEFAULT,
        clock);
  }

  private Batch batch(long offset, String... lines) {
    byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    return new Batch("app", bytes, offset, clock.now);
  }

  private static String line(int second, String id) {
    return String.format(
        Locale.ROOT,
        "{\"time\":\"2026-11-22T06:00:%02d.500Z\",\"request_id\":\"%s\",\"status\":500,\"path\":\"/x\"}",
        second,
        id);
  }

  private long lastWatermark() {
    List<SourceWatermark> said = kafka.watermarks();
    return said.get(said.size() - 1).getWatermark();
  }

  private static long micros(Instant at) {
    return at.toEpochMilli() * 1000;
  }

  @Test
  void aBatchIsSafeWhenKafkaHasIt() throws Exception {
    kafka = new Kafka(false);
    Shipper shipper = receive();
    Batch batch = batch(7, line(50, "r1"), line(51, "r2"));
    inbox.offer(batch);

    shipper.step();
    assertThat(batch.await(NOW)).isFalse();

    kafka.acknowledge();
    shipper.step();
    assertThat(batch.await(NOW)).isTrue();
    assertThat(kafka.events())
        .extracting(sent -> ((AppEvent) sent.value()).getRequestId())
        .containsExactly("r1", "r2");
    assertThat(shipper.counters().lines().summary())
        .isEqualTo("lines=2 parsed=2 component=0 bound=0 continued=0 skipped=0 rejected=0");
  }

  @Test
  void whatIsSentAgainHasTheSameIdentityAndAnotherBatchHasNot() throws Exception {
    Shipper shipper = receive();
    inbox.offer(batch(7, line(50, "r1")));
    inbox.offer(batch(7, line(50, "r1")));
    inbox.offer(batch(8, line(50, "r1")));
    shipper.step();

    List<Long> ids =
        kafka.events().stream().map(sent -> ((AppEvent) sent.value()).getEventId()).toList();
    assertThat(ids.get(1)).isEqualTo(ids.get(0));
    assertThat(ids.get(2)).isNotEqualTo(ids.get(0));
  }

  @Test
  void theWatermarkIsAnEstimateThatStaysBehindByTheDelay() throws Exception {
    Shipper shipper = receive();
    inbox.offer(batch(7, line(50, "r1")));
    shipper.step();
    clock.now = clock.now.plusMillis(200);
    shipper.step();

    SourceWatermark said = kafka.watermarks().get(kafka.watermarks().size() - 1);
    assertThat(said.getSource()).isEqualTo("web1:app");
    assertThat(said.getSite()).isEqualTo("shop");
    assertThat(said.getTier()).isEqualTo(Tier.APP);
    assertThat(said.getQuality()).isEqualTo(WatermarkQuality.ESTIMATE);
    assertThat(said.getWatermark()).isEqualTo(micros(clock.now.minus(DELAY)));
  }

  @Test
  void theWatermarkWaitsForWhatKafkaHasNotYet() throws Exception {
    kafka = new Kafka(false);
    Shipper shipper = receive();
    Instant arrived = clock.now;
    inbox.offer(batch(7, line(50, "r1")));
    shipper.step();
    clock.now = clock.now.plusSeconds(30);
    shipper.step();
    assertThat(lastWatermark()).isEqualTo(micros(arrived.minus(DELAY)));

    kafka.acknowledge();
    clock.now = clock.now.plusSeconds(1);
    shipper.step();
    assertThat(lastWatermark()).isEqualTo(micros(clock.now.minus(DELAY)));
  }

  @Test
  void theWatermarkWaitsAMinuteForASenderWhoWasRefused() throws Exception {
    Shipper shipper = receive();
    inbox.offer(batch(7, line(50, "r1")));
    shipper.step();
    Instant refusedAt = clock.now;
    inbox.refuse("app", refusedAt);

    clock.now = refusedAt.plusSeconds(59);
    shipper.step();
    assertThat(lastWatermark()).isEqualTo(micros(refusedAt.minus(DELAY)));

    clock.now = refusedAt.plusSeconds(61);
    shipper.step();
    assertThat(lastWatermark()).isEqualTo(micros(clock.now.minus(DELAY)));
  }

  @Test
  void aFullInboxRefuses() {
    assertThat(inbox.offer(batch(1, "x".repeat(900)))).isTrue();
    assertThat(inbox.offer(batch(2, "x".repeat(900)))).isFalse();
    assertThat(inbox.offerOnce(batch(3, "x".repeat(900)))).isFalse();

    assertThat(inbox.refused()).isEqualTo(1);
    assertThat(inbox.lost()).isEqualTo(1);
  }

  @Test
  void linesOfNoKnownFormatAreDeadLettersAndTheLogIsNamed() throws Exception {
    Shipper shipper = receive();
    Batch batch = batch(7, "one", "two");
    inbox.offer(batch);
    shipper.step();
    shipper.step();

    assertThat(batch.await(NOW)).isTrue();
    assertThat(kafka.deadLetters())
        .hasSize(2)
        .allMatch(letter -> letter.getReason().equals("format-not-recognised"));
    assertThat(shipper.counters().unrecognised()).isEqualTo(1);
    assertThat(shipper.counters().lines().addsUp()).isTrue();
  }

  @Test
  void whoeverWaitsAtTheEndIsToldToSendItAgain() throws Exception {
    kafka = new Kafka(false);
    Shipper shipper = receive();
    Batch waiting = batch(7, line(50, "r1"));
    shipper.step();
    shipper.close();
    inbox.offer(waiting);

    assertThat(inbox.refused()).isEqualTo(1);
  }
}
