package io.badhop.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.badhop.cli.config.KafkaSettings;
import io.badhop.cli.config.Settings;
import io.badhop.streams.topology.TickRules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is away for a while is waited for: nothing ends because of it. */
class BrokerAwayIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path folder;

  private JavaProcess broker;

  @AfterEach
  void end() throws InterruptedException {
    if (broker != null) {
      broker.kill();
      broker.awaitEnd();
    }
  }

  @Test
  void theAnalysisThatGetsNoWorkIsNotReadyAndGoesOnWhenTheBrokerIsBack() throws Exception {
    int port = BrokerProcess.freePort();
    broker = BrokerProcess.start(folder, port);
    Settings settings =
        Settings.DEFAULT
            .withData(folder.resolve("data"))
            .withKafka(KafkaSettings.DEFAULT.at("127.0.0.1:" + port));
    List<String> failures = new CopyOnWriteArrayList<>();
    try (Cluster cluster = Cluster.open(settings, failures::add)) {
      cluster.ensureTopics();
      StreamsPart part =
          new StreamsPart(cluster, TickRules.DEFAULT, failures::add, Duration.ofSeconds(1));
      try {
        broker.freeze();
        part.start();
        assertThat(part.health().ready()).isFalse();
        broker.thaw();
        await().atMost(PATIENCE).until(() -> part.health().ready());
      } finally {
        part.close();
      }
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void aStartWaitsForTheBrokerAndSaysSo() throws Exception {
    int port = BrokerProcess.freePort();
    broker = BrokerProcess.start(folder, port);
    broker.freeze();
    Settings settings =
        Settings.DEFAULT
            .withData(folder.resolve("data"))
            .withKafka(KafkaSettings.DEFAULT.at("127.0.0.1:" + port));
    List<String> said = new CopyOnWriteArrayList<>();
    try (Running running =
        Running.startPatiently(settings, thawing(said), (at, how) -> List.of())) {
      assertThat(running.cluster().ensureTopics()).isEmpty();
    }
    assertThat(said)
        .anyMatch(step -> step.contains("No Kafka broker answers at 127.0.0.1:" + port));
  }

  /** Brings the broker back as soon as its absence is told. */
  private Consumer<String> thawing(List<String> said) {
    return step -> {
      said.add(step);
      if (step.contains("No Kafka broker answers")) {
        try {
          broker.thaw();
        } catch (IOException | InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }
}
