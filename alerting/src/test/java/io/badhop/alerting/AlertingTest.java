package io.badhop.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.alerting.decide.Route;
import io.badhop.alerting.deliver.Delivery;
import io.badhop.alerting.deliver.Notification;
import io.badhop.alerting.deliver.Sink;
import io.badhop.alerting.remember.NotificationLog;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.SentNotification;
import io.badhop.schemas.event.Severity;
import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.InProcessRegistry;
import io.badhop.schemas.topic.Topic;
import io.badhop.schemas.topic.Topics;
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
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of escalations between the topic and the target, crash and trouble included. */
class AlertingTest {

  private static final Topics TOPICS =
      new Topics(new AvroSerdes(new InProcessRegistry()), "badhop.", 1, 1);
  private static final TopicPartition PARTITION = new TopicPartition("badhop.escalations", 0);

  private final List<Notification> heard = new ArrayList<>();
  private final Deque<Delivery> answers = new ArrayDeque<>();
  private final MockConsumer<String, Escalation> consumer = new MockConsumer<>("earliest");
  private final Topic<String, SentNotification> topic = TOPICS.notifications();
  private final MockProducer<String, SentNotification> producer =
      new MockProducer<>(
          true,
          new RoundRobinPartitioner(),
          topic.keys().serializer(),
          topic.values().serializer());
  private final Alerting alerting = alerting(new NotificationLog(topic, producer));

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

    publish(0, Samples.refused(0, Phase.OPENED, Severity.MAJOR));
    assertThat(alerting.poll()).isEqualTo(1);
    assertThat(heard).hasSize(2);
  }

  @Test
  void aRefusalIsCountedAndTheRestGoesOn() throws Exception {
    answers.add(new Delivery.Refused("401"));
    publish(0, Samples.refused(0, Phase.OPENED, Severity.MAJOR));
    publish(1, Samples.refused(1, Phase.ESCALATED, Severity.CRITICAL));

    assertThat(alerting.poll()).isEqualTo(2);
    assertThat(alerting.counts()).containsEntry("refused", 1L).containsEntry("delivered", 1L);
  }

  private Alerting alerting(NotificationLog log) {
    Sink sink =
        new Sink() {
          @Override
          public String name() {
            return "test";
          }

          @Override
          public Delivery deliver(Notification notification) {
            heard.add(notification);
            return answers.isEmpty() ? new Delivery.Delivered() : answers.poll();
          }
        };
    return new Alerting(
        consumer,
        PARTITION.topic(),
        Route.all("pager", Severity.MINOR),
        sink,
        log,
        () -> Instant.EPOCH);
  }

  private void publish(long offset, Escalation escalation) {
    consumer.addRecord(new ConsumerRecord<>(PARTITION.topic(), 0, offset, "shop", escalation));
  }

  private long committed() {
    return consumer.committed(Set.of(PARTITION)).get(PARTITION).offset();
  }
}
