package io.badhop.alerting.remember;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.alerting.Samples;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.SentNotification;
import io.badhop.schemas.event.Severity;
import io.badhop.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What was told, over restarts and from other instances. */
class NotificationLogTest {

  private static final Instant TOLD = Instant.ofEpochSecond(1_795_327_700);

  private final Topic<String, SentNotification> topic = Samples.notifications();
  private final TopicPartition partition = new TopicPartition(topic.name(), 0);
  private final MockProducer<String, SentNotification> producer = Samples.producer(topic);
  private final NotificationLog log = new NotificationLog(topic, producer, "pager");

  @Test
  void anotherInstanceKnowsWhatThisOneTold() throws Exception {
    log.remember(sent("a", Phase.OPENED));
    NotificationLog other = new NotificationLog(topic, producer, "pager");
    other.load(written());

    assertThat(other.last("a")).contains(sent("a", Phase.OPENED));
    assertThat(other.open()).hasSize(1);

    log.remember(sent("a", Phase.RESOLVED));
    log.remember(sent("b", Phase.OPENED));
    other.load(written());
    assertThat(other.open()).extracting(SentNotification::getIncidentId).containsExactly("b");
  }

  @Test
  void anotherRoutesMemoryIsNotKept() throws Exception {
    log.remember(sent("a", Phase.OPENED));
    NotificationLog other = new NotificationLog(topic, producer, "mail");
    other.load(written());

    assertThat(other.last("a")).isEmpty();
  }

  @Test
  void whatHasBeenOverForAWeekIsForgottenInTheTopicAsWell() throws Exception {
    log.remember(sent("open", Phase.OPENED));
    log.remember(sent("over", Phase.RESOLVED));

    log.forgetOld(TOLD.plus(NotificationLog.KEPT));
    assertThat(log.forgotten()).isZero();
    log.forgetOld(TOLD.plus(NotificationLog.KEPT).plus(Duration.ofSeconds(1)));

    assertThat(log.forgotten()).isEqualTo(1);
    assertThat(log.last("over")).isEmpty();
    assertThat(log.last("open")).isPresent();
    NotificationLog other = new NotificationLog(topic, producer, "pager");
    other.load(written());
    assertThat(other.last("over")).isEmpty();
  }

  /** A consumer over all that was produced. */
  private MockConsumer<String, SentNotification> written() {
    MockConsumer<String, SentNotification> consumer = new MockConsumer<>("earliest");
    Node node = new Node(0, "localhost", 1);
    consumer.updatePartitions(
        topic.name(),
        List.of(new PartitionInfo(topic.name(), 0, node, new Node[] {node}, new Node[] {node})));
    consumer.updateBeginningOffsets(Map.of(partition, 0L));
    consumer.updateEndOffsets(Map.of(partition, (long) producer.history().size()));
    consumer.schedulePollTask(
        () -> {
          long offset = 0;
          for (var record : producer.history()) {
            if (offset >= consumer.position(partition)) {
              consumer.addRecord(
                  new ConsumerRecord<>(topic.name(), 0, offset, record.key(), record.value()));
            }
            offset++;
          }
        });
    return consumer;
  }

  private static SentNotification sent(String incident, Phase phase) {
    Escalation escalation = Samples.refused(0, phase, Severity.MAJOR);
    escalation.setIncidentId(incident);
    return Samples.told(escalation, TOLD);
  }
}
