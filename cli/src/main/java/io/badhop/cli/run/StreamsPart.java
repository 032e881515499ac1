package io.badhop.cli.run;

import io.badhop.cli.config.KafkaSettings;
import io.badhop.cli.config.Settings;
import io.badhop.cli.monitor.Health;
import io.badhop.streams.topology.KeeperProgress;
import io.badhop.streams.topology.StreamsApp;
import io.badhop.streams.topology.StreamsAppConfig;
import io.badhop.streams.topology.TickRules;
import io.badhop.streams.topology.TopologyConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The analysis: both stages and the keeper. */
public final class StreamsPart implements Part {

  private static final Logger LOG = LoggerFactory.getLogger(StreamsPart.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Ticks come at least once a second while a source is live. */
  private static final Duration STALE = Duration.ofSeconds(15);

  private final Cluster cluster;
  private final TickRules ticks;
  private final Consumer<String> onFailure;
  private final Duration patience;
  private final CountDownLatch ready = new CountDownLatch(1);
  private volatile boolean ending;
  private StreamsApp app;

  /**
   * @param ticks when ticks are made
   * @param onFailure told when the analysis cannot go on; must not block
   */
  public StreamsPart(Cluster cluster, TickRules ticks, Consumer<String> onFailure) {
    this(cluster, ticks, onFailure, PATIENCE);
  }

  /**
   * @param patience how long the start waits for work before it goes on without
   */
  StreamsPart(Cluster cluster, TickRules ticks, Consumer<String> onFailure, Duration patience) {
    this.cluster = cluster;
    this.ticks = ticks;
    this.onFailure = onFailure;
    this.patience = patience;
  }

  @Override
  public String name() {
    return "streams";
  }

  /**
   * Returns when the instance has its share of the work, which takes a few seconds, or after a
   * minute without. It goes on trying then, and is not ready: a broker that comes back finds it,
   * and a new process could do nothing else.
   */
  @Override
  public void start() {
    app = new StreamsApp(config(), cluster.topics(), this::changed);
    app.start();
    try {
      if (!ready.await(patience.toSeconds(), TimeUnit.SECONDS)) {
        LOG.atWarn()
            .addKeyValue("state", app.state())
            .log(
                "the analysis got no work within {} s and goes on waiting; --debug shows what for",
                patience.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException("Interrupted while starting the analysis", e);
    }
  }

  @Override
  public Runnable bindTo(MeterRegistry registry) {
    return app.bindTo(registry, Clock.systemUTC());
  }

  @Override
  public Health health() {
    StreamsApp.State state = app.state();
    if (state != StreamsApp.State.RUNNING) {
      return Health.notReady("the analysis is " + state.name().toLowerCase(Locale.ROOT));
    }
    KeeperProgress keeper = app.counters().keeper();
    long now = System.currentTimeMillis();
    boolean kept = keeper.askedAtMs() >= 0 && now - keeper.askedAtMs() < STALE.toMillis();
    boolean live = keeper.sources().stream().anyMatch(KeeperProgress.Source::live);
    if (kept && live && now - keeper.tickAtMs() > STALE.toMillis()) {
      return Health.notReady(
          "no tick for " + (now - keeper.tickAtMs()) / 1000 + " s though sources are live");
    }
    return Health.ready(kept ? "running, tick " + keeper.tick() : "running");
  }

  @Override
  public void close() {
    ending = true;
    if (app != null) {
      app.close();
    }
  }

  private void changed(StreamsApp.State state) {
    if (state == StreamsApp.State.RUNNING) {
      ready.countDown();
    } else if (state == StreamsApp.State.FAILED && !ending) {
      ready.countDown();
      onFailure.accept("The analysis failed; --debug shows why.");
    }
  }

  private StreamsAppConfig config() {
    Settings settings = cluster.settings();
    TopologyConfig topology = topology(settings);
    return StreamsAppConfig.of(
            settings.streams().applicationId(), clients(settings.kafka()), settings.state())
        .withThreads(settings.streams().threads())
        .withReplication(cluster.replication())
        .withInstanceId(settings.streams().instanceId())
        .withTicks(ticks)
        .withTopology(topology);
  }

  /** What a replay takes from the same configuration: the two reach the same conclusions. */
  static TopologyConfig topology(Settings settings) {
    return TopologyConfig.DEFAULT
        .detecting(settings.detect())
        .routing(settings.routes())
        .exempting(settings.exempt());
  }

  /** Kafka Streams takes the settings of its producers and consumers under a prefix. */
  private Map<String, Object> clients(KafkaSettings kafka) {
    Map<String, Object> settings = new TreeMap<>(cluster.streams());
    kafka.producer().forEach((name, value) -> settings.putIfAbsent("producer." + name, value));
    kafka.consumer().forEach((name, value) -> settings.putIfAbsent("consumer." + name, value));
    kafka.admin().forEach((name, value) -> settings.putIfAbsent("admin." + name, value));
    return settings;
  }
}
