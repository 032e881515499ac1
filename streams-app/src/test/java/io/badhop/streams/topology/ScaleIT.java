package io.badhop.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Instances come and go while a log is worked off, under both rebalance protocols, and what is said
 * is what one undisturbed instance says, byte for byte.
 */
class ScaleIT {

  private static final int PARTITIONS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Little at a time, so that tasks move while they stand at different epochs. */
  private static final Map<String, Object> BITES =
      Map.of("max.poll.records", 50, "main.consumer.max.partition.fetch.bytes", 4096);

  @TempDir static Path dir;
  private static EmbeddedBroker broker;
  private static DrivenLog log;
  private static BrokerRun undisturbed;

  @BeforeAll
  static void workOffTheLogUndisturbed() throws Exception {
    broker = EmbeddedBroker.start(dir.resolve("broker"));
    log = DrivenLog.of(Recording.synthetic().open());
    undisturbed = new BrokerRun(broker.bootstrap(), dir, "undisturbed", PARTITIONS);
    undisturbed.produce(log);
    undisturbed.finish(log, undisturbed.topics(), BrokerRun.SHORT_MEMORY);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "streams"})
  void fromOneInstanceToThreeToTwo(String protocol) {
    BrokerRun run = new BrokerRun(broker.bootstrap(), dir, "scaled-" + protocol, PARTITIONS);
    try (Instances instances = new Instances(run, protocol)) {
      write(run, 0, 45);
      instances.start("a");
      run.awaitRead(records(20));
      instances.start("b");
      instances.start("c");
      instances.awaitWork("b");
      instances.awaitWork("c");
      write(run, 45, 75);
      run.awaitRead(records(55));
      instances.stop("a");
      write(run, 75, 100);
      instances.awaitEnd();
    }
    saysWhatTheUndisturbedSays(run);
  }

  @Test
  void oneInstanceAfterTheOtherIsRestarted() {
    BrokerRun run = new BrokerRun(broker.bootstrap(), dir, "rolling", PARTITIONS);
    try (Instances instances = new Instances(run, "classic")) {
      instances.start("a");
      instances.start("b");
      write(run, 0, 50);
      run.awaitRead(records(15));
      instances.stop("a");
      instances.start("a");
      run.awaitRead(records(35));
      instances.stop("b");
      instances.start("b");
      write(run, 50, 100);
      instances.awaitEnd();
    }
    saysWhatTheUndisturbedSays(run);
  }

  private static void saysWhatTheUndisturbedSays(BrokerRun run) {
    assertThat(run.escalationBytes()).isNotEmpty().isEqualTo(undisturbed.escalationBytes());
    assertThat(run.summaryBytes()).isEqualTo(undisturbed.summaryBytes());
  }

  /** Writes the log from one percentage of its ticks to another. */
  private static void write(BrokerRun run, int from, int to) {
    log.produce(broker.bootstrap(), run.topics(), index(from), index(to));
  }

  private static int index(int percent) {
    return percent == 100 ? log.size() : percent == 0 ? 0 : log.indexOfTick(tick(percent)) + 1;
  }

  private static long tick(int percent) {
    return log.lastTick() * percent / 100;
  }

  private static long records(int percent) {
    return log.recordsWith(PARTITIONS) * percent / 100;
  }

  /** Instances of one application in this process, each with a folder of its own. */
  private static final class Instances implements AutoCloseable {
    private final BrokerRun run;
    private final Map<String, Object> settings = new HashMap<>(BITES);
    private final boolean named;
    private final Map<String, StreamsApp> running = new HashMap<>();

    Instances(BrokerRun run, String protocol) {
      this.run = run;
      this.named = protocol.equals("classic");
      settings.put("bootstrap.servers", broker.bootstrap());
      settings.put("group.protocol", protocol);
    }

    void start(String name) {
      StreamsAppConfig config =
          StreamsAppConfig.of(
                  run.application(), settings, dir.resolve(run.application() + "-" + name))
              .withInstanceId(named ? name : "")
              .withThreads(1)
              .withTopology(BrokerRun.SHORT_MEMORY)
              .withoutKeeper();
      StreamsApp app = new StreamsApp(config, run.topics(), state -> {});
      running.put(name, app);
      app.start();
    }

    void stop(String name) {
      StreamsApp app = running.remove(name);
      app.close();
      assertThat(app.counters().threadsReplaced()).isZero();
    }

    /** Waits until an instance has tasks of stage 1. */
    void awaitWork(String name) {
      StreamsApp app = running.get(name);
      await().atMost(PATIENCE).until(() -> !app.counters().stage1().isEmpty());
    }

    void awaitEnd() {
      run.awaitAllRead();
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  running.values().stream()
                      .flatMap(app -> app.counters().stage2().values().stream())
                      .anyMatch(task -> task.lastTick() == log.lastTick()));
    }

    @Override
    public void close() {
      List<String> names = new ArrayList<>(running.keySet());
      names.forEach(this::stop);
    }
  }
}
