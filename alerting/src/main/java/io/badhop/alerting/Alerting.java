package io.badhop.alerting;

import io.badhop.alerting.decide.Decider;
import io.badhop.alerting.decide.NotifyDecision;
import io.badhop.alerting.decide.Reason;
import io.badhop.alerting.decide.Route;
import io.badhop.alerting.deliver.Delivery;
import io.badhop.alerting.deliver.Notification;
import io.badhop.alerting.deliver.Sink;
import io.badhop.alerting.remember.NotificationLog;
import io.badhop.schemas.event.DeadLetter;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.SentNotification;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
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

  private final Consumer<String, Escalation> consumer;
  private final String topic;
  private final Route route;
  private final Sink sink;
  private final NotificationLog log;
  private final Surroundings surroundings;
  private final EscalationReader reader;
  private final Repetition repetition;
  private final Map<String, Long> counts = new TreeMap<>();
  private final Pause pause = new Pause();
  private volatile KafkaClientMetrics consumerMetrics;
  private volatile Instant polledAt;
  private volatile int open;
  private volatile boolean closed;

  /**
   * What it needs besides.
   *
   * @param clock wall clock
   * @param reload brings the log up to date, when partitions come from another instance
   * @param deadLetters takes what cannot be read; returns when it is safe
   */
  public record Surroundings(
      InstantSource clock, Runnable reload, java.util.function.Consumer<DeadLetter> deadLetters) {}

  /** Wires the parts; nothing is read before {@link #run}. */
  public Alerting(
      Consumer<String, Escalation> consumer,
      String topic,
      Route route,
      Sink sink,
      NotificationLog log,
      Surroundings surroundings) {
    this.consumer = consumer;
    this.topic = topic;
    this.route = route;
    this.sink = sink;
    this.log = log;
    this.surroundings = surroundings;
    this.reader = new EscalationReader(consumer, surroundings, pause, this::count);
    this.repetition = new Repetition(route, sink, log);
  }

  /** Works until {@link #close}. */
  public void run() throws InterruptedException {
    consumer.subscribe(List.of(topic), new Reload());
    try {
      while (!closed) {
        poll();
        pause.await();
      }
    } catch (WakeupException e) {
      LOG.debug("woken up to close");
    }
  }

  /** Whoever had the partitions before may have told the route of more than we know. */
  private final class Reload implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      LOG.debug("no longer ours: {}", partitions);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      if (!partitions.isEmpty()) {
        surroundings.reload().run();
      }
    }
  }

  /**
   * Handles what one poll brings, and tells again what is due.
   *
   * @return how many escalations are done with; those after one that could not be delivered are
   *     read again
   */
  public int poll() throws InterruptedException {
    int done = 0;
    ConsumerRecords<String, Escalation> records = reader.read();
    for (TopicPartition partition : records.partitions()) {
      for (ConsumerRecord<String, Escalation> record : records.records(partition)) {
        if (!handle(record)) {
          consumer.seek(partition, record.offset());
          break;
        }
        reader.done(partition, record.offset());
        done++;
      }
    }
    if (done > 0 && done == records.count()) {
      pause.end();
    }
    repeat();
    open = log.open().size();
    polledAt = surroundings.clock().instant();
    return done;
  }

  /**
   * Registers the meters of the route, and those of its consumer.
   *
   * @return to be called before each scrape
   */
  public Runnable bindTo(MeterRegistry registry) {
    consumerMetrics = new KafkaClientMetrics(consumer);
    consumerMetrics.bindTo(registry);
    return new AlertingMeters(registry, this, route.name(), sink.name());
  }

  /** How long the target has been away with something waiting for it; 0 when it is not. */
  double waitingSeconds() {
    return pause.lasting(surroundings.clock().instant()).toMillis() / 1e3;
  }

  /** Incidents that the route was told of and that are not over. */
  int openIncidents() {
    return open;
  }

  /** When escalations were last looked for; empty before the first time. */
  public Optional<Instant> polledAt() {
    return Optional.ofNullable(polledAt);
  }

  private void repeat() throws InterruptedException {
    Set<Integer> ours =
        consumer.assignment().stream().map(TopicPartition::partition).collect(Collectors.toSet());
    for (Delivery delivery : repetition.repeat(ours, surroundings.clock().instant())) {
      if (delivery instanceof Delivery.Delivered) {
        pause.end();
        count("repeated");
      } else {
        count("not-repeated");
        pause.lengthen(surroundings.clock().instant());
        LOG.warn("cannot tell again what is open: route={} why={}", route.name(), delivery);
      }
    }
  }

  /** True when there is nothing left to do for this escalation. */
  private boolean handle(ConsumerRecord<String, Escalation> record) throws InterruptedException {
    Escalation escalation = record.value();
    Instant now = surroundings.clock().instant();
    SentNotification last = log.last(escalation.getIncidentId()).orElse(null);
    NotifyDecision decision = Decider.decide(route, escalation, last, now);
    if (!decision.notifies()) {
      count(decision.reason().label());
      repetition.note(escalation);
      return true;
    }
    Delivery delivery =
        sink.deliver(
            new Notification(route.name(), escalation, decision.reason().label(), last, now));
    if (delivery instanceof Delivery.Retryable retryable) {
      count("retried");
      pause.lengthen(now);
      LOG.warn(
          "delivery failed, will be tried again: route={} sink={} pause={} why={}",
          route.name(),
          sink.name(),
          pause,
          retryable.why());
      return false;
    }
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
    remember(escalation, decision.reason(), record.partition(), now);
    count("delivered");
    return true;
  }

  private void remember(Escalation escalation, Reason reason, int partition, Instant now)
      throws InterruptedException {
    boolean over = escalation.getPhase() == Phase.RESOLVED;
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
            .setSentAtMs(now.toEpochMilli())
            .setReason(reason.label())
            .setEscalation(over ? null : escalation)
            .setPartition(partition)
            .build();
    try {
      log.remember(sent);
      if (over) {
        log.forgetOld(now);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "cannot remember what was sent; the broker refused it", e.getCause());
    }
  }

  private synchronized void count(String outcome) {
    counts.merge(outcome, 1L, Long::sum);
  }

  /**
   * How many escalations ended how: {@code delivered}, {@code refused}, {@code undecodable}, or the
   * reason why the route was not told; how often a delivery was {@code retried}, what is open was
   * {@code repeated} or was {@code not-repeated}, how often the {@code registry-away} was waited
   * for, what was {@code forgotten}; and what the sink counts.
   */
  public synchronized Map<String, Long> counts() {
    Map<String, Long> all = new TreeMap<>(counts);
    all.put("forgotten", log.forgotten());
    sink.counts().forEach((name, count) -> all.merge(name, count, Long::sum));
    return all;
  }

  /** Ends {@link #run} after the delivery at work. The consumer is the caller's to close. */
  @Override
  public void close() {
    closed = true;
    KafkaClientMetrics metrics = consumerMetrics;
    if (metrics != null) {
      metrics.close();
    }
    consumer.wakeup();
  }
}
