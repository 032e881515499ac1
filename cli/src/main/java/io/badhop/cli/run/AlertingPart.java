package io.badhop.cli.run;

import io.badhop.alerting.Alerting;
import io.badhop.alerting.remember.NotificationLog;
import io.badhop.cli.monitor.Health;
import io.badhop.schemas.event.DeadLetter;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.SentNotification;
import io.badhop.schemas.topic.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Tells people: a thread, a consumer group and a memory for each route. */
public final class AlertingPart implements Part {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Longer than the longest pause between two tries and a delivery's time-out. */
  private static final Duration STALE = Duration.ofSeconds(60);

  private final Cluster cluster;
  private final List<Routes.Line> lines;
  private final Consumer<String> onFailure;
  private final List<Worker> workers = new ArrayList<>();

  /**
   * @param onFailure told when a route cannot go on; must not block
   */
  public AlertingPart(Cluster cluster, List<Routes.Line> lines, Consumer<String> onFailure) {
    this.cluster = cluster;
    this.lines = lines;
    this.onFailure = onFailure;
  }

  @Override
  public String name() {
    return "alerting";
  }

  /** The consumer group of a route. */
  public static String group(String route) {
    return "badhop-alerting-" + route;
  }

  @Override
  public void start() {
    for (Routes.Line line : lines) {
      Worker worker = new Worker(line);
      workers.add(worker);
      worker.thread.start();
    }
  }

  @Override
  public Runnable bindTo(MeterRegistry registry) {
    List<Runnable> refreshes =
        workers.stream().map(worker -> worker.alerting.bindTo(registry)).toList();
    return () -> refreshes.forEach(Runnable::run);
  }

  @Override
  public Health health() {
    for (Worker worker : workers) {
      Optional<Instant> polled = worker.alerting.polledAt();
      if (polled.isEmpty()) {
        return Health.notReady("route " + worker.route + " has not looked for escalations yet");
      }
      long seconds = Duration.between(polled.get(), Instant.now()).toSeconds();
      if (seconds > STALE.toSeconds()) {
        return Health.notReady(
            "route " + worker.route + " has not looked for escalations for " + seconds + " s");
      }
    }
    return Health.ready(workers.size() + " routes are listening");
  }

  @Override
  public void close() {
    workers.forEach(worker -> worker.alerting.close());
    workers.forEach(Worker::close);
  }

  private Map<String, Object> consumerSettings(String route) {
    Map<String, Object> settings = new TreeMap<>(cluster.consumer());
    settings.put("group.id", group(route));
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "earliest");
    return settings;
  }

  private Map<String, Object> producerSettings() {
    Map<String, Object> settings = new TreeMap<>(cluster.producer());
    settings.put("enable.idempotence", "true");
    settings.put("acks", "all");
    return settings;
  }

  private final class Worker implements AutoCloseable {

    private final String route;
    private final KafkaConsumer<String, Escalation> consumer;
    private final KafkaProducer<String, SentNotification> producer;
    private final Topic<String, DeadLetter> letters;
    private final Alerting alerting;
    private final Thread thread;

    Worker(Routes.Line line) {
      route = line.route().name();
      Topic<String, Escalation> escalations = cluster.topics().escalations();
      Topic<String, SentNotification> notifications = cluster.topics().notifications();
      consumer =
          new KafkaConsumer<>(
              consumerSettings(route),
              escalations.keys().deserializer(),
              escalations.values().deserializer());
      producer =
          new KafkaProducer<>(
              producerSettings(),
              notifications.keys().serializer(),
              notifications.values().serializer());
      letters = cluster.topics().deadLetters();
      NotificationLog log = new NotificationLog(notifications, producer, route);
      alerting =
          new Alerting(
              consumer,
              escalations.name(),
              line.route(),
              line.sink(),
              log,
              new Alerting.Surroundings(
                  Clock.systemUTC(), () -> load(log, notifications), this::bury));
      thread = new Thread(this::work, "alerting-" + route);
    }

    private void load(NotificationLog log, Topic<String, SentNotification> notifications) {
      Map<String, Object> settings = new TreeMap<>(cluster.consumer());
      settings.put("enable.auto.commit", "false");
      try (KafkaConsumer<String, SentNotification> reader =
          new KafkaConsumer<>(
              settings,
              notifications.keys().deserializer(),
              notifications.values().deserializer())) {
        log.load(reader);
      } catch (KafkaException e) {
        throw new RunException("Cannot read " + notifications.name() + ": " + e.getMessage(), e);
      }
    }

    /** With a producer of its own for the moment: this is rare. */
    private void bury(DeadLetter letter) {
      try (KafkaProducer<String, DeadLetter> undertaker =
          new KafkaProducer<>(
              producerSettings(), letters.keys().serializer(), letters.values().serializer())) {
        undertaker.send(new ProducerRecord<>(letters.name(), letter.getSource(), letter)).get();
      } catch (ExecutionException e) {
        throw new RunException(
            "Cannot write to " + letters.name() + ": " + e.getCause().getMessage(), e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RunException("Interrupted while writing to " + letters.name(), e);
      }
    }

    private void work() {
      try (consumer;
          producer) {
        alerting.run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        onFailure.accept("Alerting route " + route + " stopped: " + e.getMessage());
      }
    }

    /**
     * The thread wakes from its poll at once, but a delivery may be at work; after a while it is
     * left alone, to be sent again next time.
     */
    @Override
    public void close() {
      try {
        thread.join(PATIENCE.toMillis());
        if (thread.isAlive()) {
          thread.interrupt();
          thread.join(PATIENCE.toMillis());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
