package io.badhop.alerting;

import io.badhop.alerting.decide.Decider;
import io.badhop.alerting.decide.NotifyDecision;
import io.badhop.alerting.decide.Reason;
import io.badhop.alerting.decide.Route;
import io.badhop.alerting.deliver.Delivery;
import io.badhop.alerting.deliver.Notification;
import io.badhop.alerting.deliver.Sink;
import io.badhop.alerting.remember.NotificationLog;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.SentNotification;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads escalations and tells one route: decide, deliver, remember, then commit. One thread and one
 * consumer group a route, so that a target that is away holds up nobody else: its escalations wait
 * in Kafka, uncommitted, and are tried again with growing pauses until it has them. The consumer
 * must read committed records only and must not commit by itself.
 */
public final class Alerting implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Alerting.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Consumer<String, Escalation> consumer;
  private final String topic;
  private final Route route;
  private final Sink sink;
  private final NotificationLog log;
  private final InstantSource clock;
  private final Map<String, Long> counts = new TreeMap<>();
  private Duration pause = Duration.ZERO;
  private volatile boolean closed;

  /** Wires the parts; nothing is read before {@link #run}. */
  public Alerting(
      Consumer<String, Escalation> consumer,
      String topic,
      Route route,
      Sink sink,
      NotificationLog log,
      InstantSource clock) {
    this.consumer = consumer;
    this.topic = topic;
    this.route = route;
    this.sink = sink;
    this.log = log;
    this.clock = clock;
  }

  /** Works until {@link #close}. */
  public void run() throws InterruptedException {
    consumer.subscribe(List.of(topic));
    try {
      while (!closed) {
        poll();
        LockSupport.parkNanos(pause.toNanos());
      }
    } catch (WakeupException e) {
      LOG.debug("woken up to close");
    }
  }

  /**
   * Handles what one poll brings.
   *
   * @return how many escalations are done with; those after one that could not be delivered are
   *     read again
   */
  public int poll() throws InterruptedException {
    int done = 0;
    ConsumerRecords<String, Escalation> records = consumer.poll(POLL);
    for (TopicPartition partition : records.partitions()) {
      for (ConsumerRecord<String, Escalation> record : records.records(partition)) {
        if (!handle(record.value())) {
          consumer.seek(partition, record.offset());
          break;
        }
        consumer.commitSync(Map.of(partition, new OffsetAndMetadata(record.offset() + 1)));
        done++;
      }
    }
    return done;
  }

  /** True when there is nothing left to do for this escalation. */
  private boolean handle(Escalation escalation) throws InterruptedException {
    SentNotification last = log.last(route.name(), escalation.getIncidentId()).orElse(null);
    NotifyDecision decision = Decider.decide(route, escalation, last, clock.instant());
    if (!decision.notifies()) {
      count(decision.reason().label());
      return true;
    }
    Delivery delivery =
        sink.deliver(new Notification(route.name(), escalation, decision.reason().label()));
    if (delivery instanceof Delivery.Retryable retryable) {
      count("retried");
      pause = pause.isZero() ? FIRST_PAUSE : shorter(pause.multipliedBy(2), LONGEST_PAUSE);
      LOG.warn(
          "delivery failed, will be tried again: route={} sink={} pause={} why={}",
          route.name(),
          sink.name(),
          pause,
          retryable.why());
      return false;
    }
    pause = Duration.ZERO;
    if (delivery instanceof Delivery.Refused refused) {
      count("refused");
      LOG.error(
          "delivery refused: route={} incident={} sequence={} why={}",
          route.name(),
          escalation.getIncidentId(),
          escalation.getSequence(),
          refused.why());
      return true;
    }
    remember(escalation, decision.reason());
    count("delivered");
    return true;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void remember(Escalation escalation, Reason reason) throws InterruptedException {
    SentNotification sent =
        SentNotification.newBuilder()
            .setRoute(route.name())
            .setIncidentId(escalation.getIncidentId())
            .setSequence(escalation.getSequence())
            .setPhase(escalation.getPhase())
            .setSeverity(escalation.getSeverity())
            .setCause(escalation.getCause())
            .setFaultDomain(escalation.getFaultDomain())
            .setKey(escalation.getKey())
            .setSentAtMs(clock.millis())
            .setReason(reason.label())
            .build();
    try {
      log.remember(sent);
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "cannot remember what was sent; the broker refused it", e.getCause());
    }
  }

  private synchronized void count(String outcome) {
    counts.merge(outcome, 1L, Long::sum);
  }

  /**
   * How many escalations ended how: {@code delivered}, {@code refused}, or the reason why the route
   * was not told; and how often a delivery was {@code retried}.
   */
  public synchronized Map<String, Long> counts() {
    return new TreeMap<>(counts);
  }

  /** Ends {@link #run} after the delivery at work. The consumer is the caller's to close. */
  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
  }
}
