package io.badhop.cli.run;

import io.badhop.cli.config.MonitoringSettings;
import io.badhop.cli.config.Settings;
import io.badhop.cli.monitor.Monitoring;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Parts of badhop at work in this process, from the start to an orderly end: on Ctrl-C or SIGTERM,
 * when one of them fails, or when the caller has seen enough. They are ended in the opposite order
 * of their start, so that each can still hand on what it has.
 */
public final class Running implements AutoCloseable {

  private static final Duration LONGEST_END = Duration.ofSeconds(30);

  private final Consumer<String> say;
  private final AtomicReference<String> failure = new AtomicReference<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Thread hook = new Thread(this::endOnSignal, "end-on-signal");
  private Cluster cluster;
  private String monitoringUrl;

  private Running(Consumer<String> say) {
    this.say = say;
  }

  /** Makes the parts that are to run. */
  @FunctionalInterface
  public interface Parts {

    /**
     * @param cluster what they work on
     * @param onFailure to be told when one cannot go on
     */
    List<Part> on(Cluster cluster, Consumer<String> onFailure);
  }

  /**
   * Starts the broker when it is an embedded one, makes the topics, and starts the parts in order.
   *
   * @param say told what is going on, a line for each step
   * @throws RunException when anything does not start; what had been started is ended again
   */
  public static Running start(Settings settings, Consumer<String> say, Parts parts) {
    return start(settings, say, parts, Duration.ZERO);
  }

  /**
   * The same for a process that is to run until it is stopped: what needs brokers or a registry
   * that are away is tried again for the start patience of the settings.
   *
   * @throws RunException when anything does not start; what had been started is ended again
   */
  public static Running startPatiently(Settings settings, Consumer<String> say, Parts parts) {
    return start(settings, say, parts, settings.startPatience());
  }

  private static Running start(
      Settings settings, Consumer<String> say, Parts parts, Duration patience) {
    Running running = new Running(say);
    Runtime.getRuntime().addShutdownHook(running.hook);
    try {
      running.open(settings, parts, new StartPatience(say, running.stop, patience));
      return running;
    } catch (RuntimeException e) {
      running.close();
      throw e;
    }
  }

  private void open(Settings settings, Parts parts, StartPatience patience) {
    boolean embedded = settings.kafka().embedded();
    say.accept(
        embedded
            ? "starting the embedded Kafka broker"
            : "connecting to " + settings.kafka().bootstrapServers());
    cluster = patience.await(() -> Cluster.open(settings, this::fail));
    open.push(cluster);
    String at = cluster.settings().kafka().bootstrapServers();
    int made = patience.await(cluster::ensureTopics).size();
    say.accept(
        (embedded ? "broker ready at " + at : "connected to " + at)
            + (made == 0 ? "" : ", " + made + " topics made"));
    cluster.registryUrl().ifPresent(url -> say.accept("schema registry ready at " + url));
    Optional<Monitoring> monitoring = monitoring(settings.monitoring());
    for (Part part : parts.on(cluster, this::fail)) {
      if (stop.getCount() == 0) {
        return;
      }
      say.accept("starting " + part.name());
      open.push(part);
      patience.await(
          () -> {
            part.start();
            return part;
          });
      monitoring.ifPresent(answering -> answering.watch(part));
    }
    monitoring.ifPresent(Monitoring::started);
  }

  private Optional<Monitoring> monitoring(MonitoringSettings how) {
    if (!how.enabled()) {
      return Optional.empty();
    }
    try {
      Monitoring answering = Monitoring.start(how.host(), how.port(), failure::get);
      open.push(answering);
      ClusterWatch broker = new ClusterWatch(cluster);
      open.push(broker);
      answering.watch(broker);
      say.accept("metrics at " + answering.url() + "/metrics");
      monitoringUrl = answering.url();
      return Optional.of(answering);
    } catch (IOException e) {
      throw new RunException(
          "Cannot listen on "
              + how.host()
              + ":"
              + how.port()
              + " ("
              + e.getMessage()
              + "). Name another address (monitoring: host, port), port 0 for a free one.",
          e);
    }
  }

  /** Where metrics and health are told; empty when they are not. */
  public Optional<String> monitoringUrl() {
    return Optional.ofNullable(monitoringUrl);
  }

  /** What the parts work on. */
  public Cluster cluster() {
    return cluster;
  }

  /**
   * Waits for the end.
   *
   * @return true when the end was asked for, false when the time is over
   * @throws RunException when a part failed
   */
  public boolean await(Duration time) {
    try {
      boolean over = stop.await(time.toMillis(), TimeUnit.MILLISECONDS);
      if (failure.get() != null) {
        throw new RunException(failure.get(), null);
      }
      return over;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void fail(String message) {
    failure.compareAndSet(null, message);
    stop.countDown();
  }

  /** The main thread ends the parts; the process must not be gone before. */
  private void endOnSignal() {
    stop.countDown();
    try {
      if (ended.await(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS) && failure.get() == null) {
        // An orderly end is no failure, whatever signal asked for it.
        Runtime.getRuntime().halt(0);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      AutoCloseable next = open.pop();
      try {
        next.close();
      } catch (Exception e) {
        say.accept("while ending: " + e.getMessage());
      }
    }
    ended.countDown();
    forgetHook();
  }

  private void forgetHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      say.accept("ended"); // the process is ending: the hook is at work
    }
  }
}
