package io.badhop.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.badhop.alerting.decide.Route;
import io.badhop.alerting.deliver.Delivery;
import io.badhop.alerting.deliver.Notification;
import io.badhop.alerting.deliver.Sink;
import io.badhop.alerting.remember.NotificationLog;
import io.badhop.schemas.event.DeadLetter;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.SentNotification;
import io.badhop.schemas.event.Severity;
import io.badhop.schemas.serde.RegistryUnavailableException;
import io.badhop.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of escalations between the topic and the target, crash and trouble included. */
class AlertingTest {

  private static final TopicPartition PARTITION = new TopicPartition("badhop.escalations", 0);

  private final List<Notification> heard = new ArrayList<>();
  private final List<DeadLetter> letters = new ArrayList<>();
  private Duration resend = Duration.ZERO;
  private Instant now = Instant.ofEpochSecond(1_795_327_700);
  private int reloads;
  private final Deque<Delivery> answers = new ArrayDeque<>();
  private final MockConsumer<String, Escalation> consumer = new MockConsumer<>("earliest");
  private final Topic<String, SentNotification> topic = Samples.notifications();
  private final MockProducer<String, SentNotification> producer = Samples.producer(topic);
  private final Alerting alerting = alerting(new NotificationLog(topic, producer, "pager"));

  @BeforeEach
  void assign() {
    consumer.assign(Set.of(PARTITION));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
  }

  @Test
  void aLoudEscalationIsDeliveredRememberedAndCommitted() throws Exception {
    publish(0, Samples.refused(0, Phase.OPENED, Severity.MAJOR));

    assertThat(alerting.poll()).isEqualTo(1);
    assertThat(heard).hasSize(1);
    assertThat(producer.history()).hasSize(1);
    assertThat(committed()).isEqualTo(1);
    assertThat(alerting.counts()).containsEntry("delivered", 1L);
  }

  @Test
  void whatComesAgainAfterACrashIsNotToldTwice() throws Exception {
    publish(0, Samples.refused(0, Phase.OPENED, Severity.MAJOR));
    alerting.poll();
    consumer.seek(PARTITION, 0);
    publish(0, Samples.refused(0, Phase.OPENED, Severity.MAJOR));
    alerting.poll();

    assertThat(heard).hasSize(1);
    assertThat(alerting.counts()).containsEntry("already-sent", 1L);
  }

  @Test
  void aTargetThatIsAwayGetsItLaterAndNothingIsCommittedBefore() throws Exception {
    answers.add(new Delivery.Retryable("away"));
    publish(0, Samples.refused(0, Phase.OPENED, Severity.MAJOR));

    assertThat(alerting.poll()).isZero();
    assertThat(consumer.position(PARTITION)).isZero();
    assertThat(consumer.committed(Set.of(PARTITION)).get(PARTITION)).isNull();

    now = now.plusSeconds(90);
    assertThat(alerting.waitingSeconds()).isEqualTo(90);
    publish(0, Samples.refused(0, Phase.OPENED, Severity.MAJOR));
    assertThat(alerting.poll()).isEqualTo(1);
    assertThat(heard).hasSize(2);
    assertThat(alerting.waitingSeconds()).isZero();
  }

  @Test
  void whatNeedNotBeToldAfterAllEndsTheWaitingAsWell() throws Exception {
    answers.add(new Delivery.Retryable("away"));
    publish(0, Samples.refused(0, Phase.OPENED, Severity.MAJOR));
    alerting.poll();
    publish(0, Samples.refused(0, Phase.OPENED, Severity.INFO));
    alerting.poll();

    assertThat(alerting.waitingSeconds()).isZero();
  }

  @Test
  void aRefusalIsCountedAndTheRestGoesOn() throws Exception {
    answers.add(new Delivery.Refused("401"));
    publish(0, Samples.refused(0, Phase.OPENED, Severity.MAJOR));
    publish(1, Samples.refused(1, Phase.ESCALATED, Severity.CRITICAL));

    assertThat(alerting.poll()).isEqualTo(2);
    assertThat(alerting.counts()).containsEntry("refused", 1L).containsEntry("delivered", 1L);
  }

  @Test
  void aTargetThatTakesSilenceForAnEndHearsOfWhatIsOpenUntilItIsOver() throws Exception {
    resend = Duration.ofMinutes(1);
    publish(0, Samples.refused(0, Phase.OPENED, Severity.MAJOR));
    alerting.poll();
    now = now.plusSeconds(59);
    alerting.poll();
    assertThat(heard).hasSize(1);

    now = now.plusSeconds(1);
    alerting.poll();
    alerting.poll();
    assertThat(heard).hasSize(2);
    assertThat(heard.get(1).reason()).isEqualTo("still-open");

    publish(1, Samples.refused(1, Phase.RESOLVED, Severity.MAJOR));
    now = now.plusSeconds(60);
    alerting.poll();
    now = now.plusSeconds(60);
    alerting.poll();
    assertThat(heard).hasSize(3);
    assertThat(alerting.counts()).containsEntry("repeated", 1L);
  }

  @Test
  void whatIsToldAgainHasTheNewestFigures() throws Exception {
    resend = Duration.ofMinutes(1);
    publish(0, Samples.refused(0, Phase.OPENED, Severity.MAJOR));
    Escalation update = Samples.refused(1, Phase.UPDATED, Severity.MAJOR);
    update.setFailed(99);
    publish(1, update);
    alerting.poll();
    now = now.plusSeconds(60);
    alerting.poll();

    assertThat(heard).hasSize(2);
    assertThat(heard.get(1).escalation().getFailed()).isEqualTo(99);
  }

  @Test
  void aTargetThatIsAwayWhenItIsToldAgainIsTriedAgain() throws Exception {
    resend = Duration.ofMinutes(1);
    publish(0, Samples.refused(0, Phase.OPENED, Severity.MAJOR));
    alerting.poll();
    answers.add(new Delivery.Retryable("away"));
    now = now.plusSeconds(60);
    alerting.poll();
    alerting.poll();

    assertThat(alerting.counts()).containsEntry("not-repeated", 1L).containsEntry("repeated", 1L);
  }

  @Test
  void whoLostThePartitionTellsNothingAgain() throws Exception {
    resend = Duration.ofMinutes(1);
    publish(0, Samples.refused(0, Phase.OPENED, Severity.MAJOR));
    alerting.poll();
    consumer.assign(Set.of(new TopicPartition(PARTITION.topic(), 1)));
    consumer.updateBeginningOffsets(Map.of(new TopicPartition(PARTITION.topic(), 1), 0L));
    now = now.plusSeconds(60);
    alerting.poll();

    assertThat(heard).hasSize(1);
  }

  @Test
  void aRecordThatIsNoEscalationGoesToTheDeadLettersAndTheNextIsTold() throws Exception {
    publish(1, Samples.refused(0, Phase.OPENED, Severity.MAJOR));
    consumer.setPollException(undecodable(new SerializationException("begins with byte 123")));

    alerting.poll();
    alerting.poll();

    assertThat(letters).hasSize(1);
    assertThat(letters.get(0).getSource()).isEqualTo("badhop.escalations-0");
    assertThat(letters.get(0).getDetail()).isEqualTo("begins with byte 123");
    assertThat(StandardCharsets.UTF_8.decode(letters.get(0).getPayload()).toString())
        .isEqualTo("{}");
    assertThat(heard).hasSize(1);
    assertThat(alerting.counts()).containsEntry("undecodable", 1L);
  }

  @Test
  void aRegistryThatIsAwayIsNoReasonToDropARecord() throws Exception {
    publish(0, Samples.refused(0, Phase.OPENED, Severity.MAJOR));
    consumer.setPollException(
        undecodable(
            new SerializationException(new RegistryUnavailableException("nobody answers", null))));

    alerting.poll();
    assertThat(letters).isEmpty();
    assertThat(consumer.position(PARTITION)).isZero();
    alerting.poll();

    assertThat(heard).hasSize(1);
    assertThat(alerting.counts()).containsEntry("registry-away", 1L);
    assertThat(alerting.waitingSeconds()).isZero();
  }

  private static RecordDeserializationException undecodable(SerializationException cause) {
    return new RecordDeserializationException(
        RecordDeserializationException.DeserializationExceptionOrigin.VALUE,
        PARTITION,
        0,
        0,
        TimestampType.LOG_APPEND_TIME,
        null,
        StandardCharsets.UTF_8.encode("{}"),
        new RecordHeaders(),
        "cannot read",
        cause);
  }

  @Test
  void partitionsOfAnotherInstanceBringWhatItToldAlong() {
    try (MockConsumer<String, Escalation> moved = new MockConsumer<>("earliest")) {
      moved.schedulePollTask(
          () -> {
            moved.rebalance(Set.of(PARTITION));
            moved.updateBeginningOffsets(Map.of(PARTITION, 0L));
            moved.wakeup();
          });
      Alerting other = alerting(moved, new NotificationLog(topic, producer, "pager"));
      assertThatCode(other::run).doesNotThrowAnyException();
    }

    assertThat(reloads).isEqualTo(1);
  }

  private Alerting alerting(NotificationLog log) {
    return alerting(consumer, log);
  }

  private Alerting alerting(MockConsumer<String, Escalation> from, NotificationLog log) {
    Sink sink =
        new Sink() {
          @Override
          public String name() {
            return "test";
          }

          @Override
          public Duration resend() {
            return resend;
          }

          @Override
          public Delivery deliver(Notification notification) {
            heard.add(notification);
            return answers.isEmpty() ? new Delivery.Delivered() : answers.poll();
          }
        };
    return new Alerting(
        from,
        PARTITION.topic(),
        Route.all("pager", Severity.MINOR),
        sink,
        log,
        new Alerting.Surroundings(() -> now, () -> reloads++, letters::add));
  }

  private void publish(long offset, Escalation escalation) {
    consumer.addRecord(new ConsumerRecord<>(PARTITION.topic(), 0, offset, "shop", escalation));
  }

  private long committed() {
    return consumer.committed(Set.of(PARTITION)).get(PARTITION).offset();
  }
}
