package io.badhop.alerting.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.badhop.alerting.Alerting;
import io.badhop.alerting.Samples;
import io.badhop.alerting.decide.Route;
import io.badhop.alerting.remember.NotificationLog;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.SentNotification;
import io.badhop.schemas.event.Severity;
import io.badhop.schemas.topic.Topic;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of an incident as a real Alertmanager sees it, and what its receivers hear. */
class AlertmanagerIT {

  private static final TopicPartition PARTITION = new TopicPartition("badhop.escalations", 0);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Of the password s3cret, by the cheapest bcrypt. */
  private static final String HASH = "$2b$05$abcdefghijklmnopqrstuuLK7U1u6pVRmL7L1BBM2aS35PSZnDXlK";

  @TempDir private Path folder;

  private final Topic<String, SentNotification> topic = Samples.notifications();
  private final MockProducer<String, SentNotification> remembered = Samples.producer(topic);
  private final MockConsumer<String, Escalation> escalations = consumer();
  private RealAlertmanager alertmanager;
  private Alerting alerting;

  @BeforeEach
  void start() throws IOException {
    alertmanager = new RealAlertmanager(folder.resolve("one")).start();
    alerting = alerting(MINUTE, memory(), escalations, alertmanager.url());
  }

  @AfterEach
  void stop() {
    if (alertmanager != null) {
      alertmanager.close();
    }
  }

  @Test
  void firingUpdatedCorrectedResolved() throws Exception {
    publish(0, escalation(0, Phase.OPENED));
    alerting.poll();
    awaitHeard("firing CONNECTION_REFUSED");

    Escalation louder = escalation(1, Phase.ESCALATED);
    louder.setSeverity(Severity.CRITICAL);
    louder.setFailed(77);
    publish(1, louder);
    alerting.poll();
    await().until(() -> annotation("failed").equals("77"));
    assertThat(alertmanager.active()).hasSize(1);
    assertThat(annotation("severity")).isEqualTo("CRITICAL");

    Escalation corrected = escalation(2, Phase.UPDATED);
    corrected.setSeverity(Severity.CRITICAL);
    corrected.setCause(Cause.POOL_EXHAUSTED);
    publish(2, corrected);
    alerting.poll();
    awaitHeard("firing POOL_EXHAUSTED");
    awaitHeard("resolved CONNECTION_REFUSED");
    assertThat(alertmanager.active()).hasSize(1);

    Escalation over = escalation(3, Phase.RESOLVED);
    over.setCause(Cause.POOL_EXHAUSTED);
    publish(3, over);
    alerting.poll();
    awaitHeard("resolved POOL_EXHAUSTED");
    await().until(() -> alertmanager.active().isEmpty());
    assertThat(alertmanager.heard)
        .filteredOn(said -> said.equals("firing CONNECTION_REFUSED"))
        .as("the update is no second alert")
        .hasSize(1);
  }

  @Test
  void whatComesBackFiresAgain() throws Exception {
    publish(0, escalation(0, Phase.OPENED));
    publish(1, escalation(1, Phase.RESOLVED));
    alerting.poll();
    await().until(() -> alertmanager.active().isEmpty());

    publish(2, escalation(2, Phase.REOPENED));
    alerting.poll();

    await().until(() -> alertmanager.active().size() == 1);
  }

  @Test
  void nothingIsLostWhileItIsAway() throws Exception {
    alertmanager.stop();
    publish(0, escalation(0, Phase.OPENED));
    assertThat(alerting.poll()).isZero();
    assertThat(alerting.counts()).containsEntry("retried", 1L).containsEntry("instance-failed", 1L);

    alertmanager.start();
    publish(0, escalation(0, Phase.OPENED));
    assertThat(alerting.poll()).isEqualTo(1);

    awaitHeard("firing CONNECTION_REFUSED");
  }

  @Test
  void aRestartBetweenTellingAndCommittingDoublesNothing() throws Exception {
    publish(0, escalation(0, Phase.OPENED));
    alerting.poll();
    awaitHeard("firing CONNECTION_REFUSED");

    // The same escalation again, once with what was remembered and once without.
    for (NotificationLog log : List.of(memory(), forgetful())) {
      MockConsumer<String, Escalation> again = consumer();
      again.addRecord(
          new ConsumerRecord<>(PARTITION.topic(), 0, 0, "shop", escalation(0, Phase.OPENED)));
      alerting(MINUTE, log, again, alertmanager.url()).poll();
    }
    Escalation over = escalation(1, Phase.RESOLVED);
    publish(1, over);
    alerting.poll();

    awaitHeard("resolved CONNECTION_REFUSED");
    assertThat(alertmanager.heard)
        .containsExactly("firing CONNECTION_REFUSED", "resolved CONNECTION_REFUSED");
  }

  @Test
  void aRestartedProcessGoesOnSayingThatItIsOpen() throws Exception {
    Alerting first = alerting(Duration.ofSeconds(1), memory(), escalations, alertmanager.url());
    publish(0, escalation(0, Phase.OPENED));
    first.poll();
    assertThat(alertmanager.active()).hasSize(1);

    // Nobody says anything any more: four seconds later it is taken for over.
    await().atMost(Duration.ofSeconds(20)).until(() -> alertmanager.active().isEmpty());

    MockConsumer<String, Escalation> again = consumer();
    Alerting second = alerting(Duration.ofSeconds(1), memory(), again, alertmanager.url());
    await()
        .atMost(Duration.ofSeconds(20))
        .during(Duration.ofSeconds(6))
        .until(
            () -> {
              second.poll();
              return alertmanager.active().size() == 1;
            });
    assertThat(second.counts().get("repeated")).isGreaterThanOrEqualTo(5);
  }

  @Test
  void everyInstanceIsToldAndOneThatWasAwayHearsOfItLater() throws Exception {
    try (RealAlertmanager other = new RealAlertmanager(folder.resolve("two"))) {
      Alerting both =
          alerting(Duration.ofSeconds(1), memory(), escalations, other.url(), alertmanager.url());
      publish(0, escalation(0, Phase.OPENED));

      assertThat(both.poll()).isEqualTo(1);
      assertThat(alertmanager.active()).hasSize(1);
      assertThat(both.counts()).containsEntry("instance-failed", 1L);

      other.start();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                both.poll();
                return other.active().size() == 1;
              });
    }
  }

  @Test
  void credentialsOpenTheDoor() throws Exception {
    Path users =
        Files.writeString(
            folder.resolve("web.yml"), "basic_auth_users: {badhop: '" + HASH + "'}\n");
    try (RealAlertmanager guarded =
        new RealAlertmanager(folder.resolve("guarded"), "--web.config.file=" + users).start()) {
      String pair =
          Base64.getEncoder().encodeToString("badhop:s3cret".getBytes(StandardCharsets.UTF_8));
      Notification notification =
          new Notification(
              "pager", escalation(0, Phase.OPENED), "first", null, Clock.systemUTC().instant());

      assertThat(sink(MINUTE, Optional.empty(), guarded.url()).deliver(notification))
          .isInstanceOf(Delivery.Refused.class);
      assertThat(sink(MINUTE, Optional.of("Basic " + pair), guarded.url()).deliver(notification))
          .isEqualTo(new Delivery.Delivered());
      assertThat(guarded.active()).hasSize(1);
    }
  }

  private void awaitHeard(String said) {
    await().atMost(Duration.ofSeconds(20)).until(() -> alertmanager.heard.contains(said));
  }

  private String annotation(String name) {
    List<JsonNode> active = alertmanager.active();
    return active.size() == 1 ? active.get(0).at("/annotations/" + name).asText() : "";
  }

  /** An incident of right now. */
  private static Escalation escalation(int sequence, Phase phase) {
    Escalation escalation = Samples.refused(sequence, phase, Severity.MAJOR);
    long now = System.currentTimeMillis();
    escalation.setFirstFailureMs(now - 5_000);
    escalation.setLastFailureMs(now);
    escalation.setEventTimeMs(now);
    return escalation;
  }

  private void publish(long offset, Escalation escalation) {
    escalations.addRecord(new ConsumerRecord<>(PARTITION.topic(), 0, offset, "shop", escalation));
  }

  private static MockConsumer<String, Escalation> consumer() {
    MockConsumer<String, Escalation> consumer = new MockConsumer<>("earliest");
    consumer.assign(Set.of(PARTITION));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    return consumer;
  }

  /** What was remembered so far, as a new process reads it. */
  private NotificationLog memory() {
    NotificationLog log = new NotificationLog(topic, remembered, "pager");
    try {
      for (var record : List.copyOf(remembered.history())) {
        log.remember(record.value());
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return log;
  }

  /** A process that died before it could remember. */
  private NotificationLog forgetful() {
    return new NotificationLog(topic, remembered, "pager");
  }

  private static Sink sink(Duration resend, Optional<String> authorization, URI... urls) {
    return new AlertmanagerSink(
        new AlertmanagerOptions(List.of(urls), Map.of(), "", resend),
        new HttpAccess(Map.of(), authorization, Optional.empty(), Duration.ofSeconds(5)));
  }

  private static Alerting alerting(
      Duration resend,
      NotificationLog log,
      MockConsumer<String, Escalation> consumer,
      URI... urls) {
    return new Alerting(
        consumer,
        PARTITION.topic(),
        Route.all("pager", Severity.MINOR),
        sink(resend, Optional.empty(), urls),
        log,
        new Alerting.Surroundings(Clock.systemUTC(), () -> {}, letter -> {}));
  }
}
