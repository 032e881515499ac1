package io.badhop.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.cli.config.KafkaSettings;
import io.badhop.cli.config.RegistrySettings;
import io.badhop.cli.config.Settings;
import io.badhop.cli.run.RecordedRun.Conclusion;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.InProcessRegistry;
import io.badhop.schemas.topic.Topic;
import io.badhop.schemas.topic.Topics;
import io.badhop.streams.topology.StreamsApp;
import io.badhop.streams.topology.StreamsAppConfig;
import io.badhop.streams.topology.TopicSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** Each part in a container, on three brokers and a registry, while brokers fail. */
class ContainersIT {

  private static final String BADHOP = "badhop/badhop:latest";
  private static final String REGISTRY = "apicurio/apicurio-registry:3.0.9";
  private static final String CONFIG = "/etc/badhop/badhop.yml";
  private static final int CALLS = 8080;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path folder;

  private static Network network;
  private static BrokerCluster brokers;
  private static GenericContainer<?> registry;

  @BeforeAll
  static void start() {
    DockerEngine.require(BADHOP, REGISTRY, BrokerCluster.IMAGE);
    network = Network.newNetwork();
    brokers = new BrokerCluster(3, network);
    brokers.start();
    registry =
        new GenericContainer<>(DockerImageName.parse(REGISTRY))
            .withNetwork(network)
            .withNetworkAliases("registry")
            .withEnv("QUARKUS_HTTP_PORT", Integer.toString(CALLS))
            .withExposedPorts(CALLS)
            .waitingFor(Wait.forHttp("/apis/ccompat/v7/subjects").forPort(CALLS));
    registry.start();
  }

  @AfterAll
  static void stop() {
    if (registry != null) {
      registry.stop();
    }
    if (brokers != null) {
      brokers.close();
    }
    if (network != null) {
      network.close();
    }
  }

  /** One broker is killed for good, then another one stands still for a while. */
  @Test
  void failingBrokersChangeNoEscalation() {
    once("topics", "create");
    once("schemas", "register");
    try (GenericContainer<?> streams = part("streams");
        GenericContainer<?> alerting = part("alerting");
        GenericContainer<?> ingest = recording();
        Cluster cluster = Cluster.openToRead(settings(), problem -> {})) {
      streams.start();
      alerting.start();
      ingest.start();
      awaitSummaries(cluster);
      brokers.kill(3);
      awaitNodes(cluster, 2);
      brokers.pause(2);
      lasting(Duration.ofSeconds(6));
      brokers.unpause(2);
      Awaitility.await().atMost(PATIENCE).until(() -> !ingest.isRunning());
      assertThat(ingest.getLogs()).contains("events are on the topics");
      awaitWorkedOff(cluster, "badhop-streams-keeper", "badhop-streams");

      List<Escalation> escalations = escalations(cluster.topics().escalations(), cluster);
      assertThat(escalations).isEqualTo(undisturbed(cluster));
      assertThat(RecordedRun.read(cluster))
          .extracting(Conclusion::cause)
          .containsExactlyInAnyOrder(Cause.HEADER_TOO_LARGE, Cause.TLS_FAILURE);
      Awaitility.await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(told(alerting)).isEqualTo(escalations.size()));
    }
  }

  /** The same events and ticks worked through again by nobody who was disturbed. */
  private List<Escalation> undisturbed(Cluster cluster) {
    Topics again = new Topics(new AvroSerdes(new InProcessRegistry()), "again.", 4, 1);
    Map<String, Object> clients = Map.of("bootstrap.servers", brokers.outside());
    TopicSetup.ensure(clients, again, (short) 2);
    StreamsAppConfig config =
        StreamsAppConfig.of("again", clients, folder.resolve("again"))
            .withReplication((short) 2)
            .withoutKeeper();
    try (StreamsApp app = new StreamsApp(config, cluster.topics(), again, state -> {})) {
      app.start();
      awaitWorkedOff(cluster, "again");
      return escalations(again.escalations(), cluster);
    }
  }

  private static List<Escalation> escalations(Topic<String, Escalation> topic, Cluster cluster) {
    List<Escalation> all = new ArrayList<>();
    TopicReader.readAll(topic, cluster.consumer(), record -> all.add(record.value()));
    return all;
  }

  /** Every escalation is a block of its own on the console. */
  private static long told(GenericContainer<?> alerting) {
    return Pattern.compile("^== ", Pattern.MULTILINE).matcher(alerting.getLogs()).results().count();
  }

  private static void awaitSummaries(Cluster cluster) {
    List<Object> seen = new ArrayList<>();
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> {
              TopicReader.readAll(cluster.topics().summaries(), cluster.consumer(), seen::add);
              return !seen.isEmpty();
            });
  }

  private static void awaitNodes(Cluster cluster, int number) {
    try (Admin admin = Admin.create(cluster.admin())) {
      Awaitility.await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> admin.describeCluster().nodes().get().size() == number);
    }
  }

  private static void awaitWorkedOff(Cluster cluster, String... groups) {
    try (Backlog backlog = new Backlog(cluster, List.of(groups))) {
      Awaitility.await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .pollInterval(Duration.ofMillis(300))
          .until(() -> backlog.workedOff(System.nanoTime()));
    }
  }

  /** How long a fault lasts: nothing can be observed through a broker that stands still. */
  private static void lasting(Duration time) {
    Awaitility.await().pollDelay(time).atMost(time.multipliedBy(2)).until(() -> true);
  }

  private static Settings settings() {
    String url =
        "http://" + registry.getHost() + ":" + registry.getMappedPort(CALLS) + "/apis/ccompat/v7";
    return Settings.DEFAULT
        .withKafka(KafkaSettings.DEFAULT.at(brokers.outside()))
        .withRegistry(RegistrySettings.DEFAULT.at(List.of(url)));
  }

  private static void once(String... command) {
    try (GenericContainer<?> container = badhop(command)) {
      container
          .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(PATIENCE))
          .start();
    }
  }

  private static GenericContainer<?> part(String name) {
    return badhop(name).waitingFor(Wait.forLogMessage(".*running; end with Ctrl-C.*", 1));
  }

  private static GenericContainer<?> recording() {
    return badhop("ingest", "--once", "--speed", "5", "/recording")
        .withCopyFileToContainer(MountableFile.forClasspathResource("/demo/shop"), "/recording")
        .waitingFor(Wait.forLogMessage(".*starting ingest.*", 1));
  }

  private static GenericContainer<?> badhop(String... command) {
    List<String> words = new ArrayList<>(List.of(command));
    // What a command wants behind its options stays there.
    words.addAll(words.get(0).matches("topics|schemas") ? 2 : 1, List.of("--config", CONFIG));
    String config =
        String.join(
            "\n",
            "data: /data",
            "kafka: {bootstrap.servers: '" + brokers.inside() + "'}",
            "topics: {replication: 3}",
            "registry: {urls: 'http://registry:" + CALLS + "/apis/ccompat/v7'}",
            "");
    return new GenericContainer<>(DockerImageName.parse(BADHOP))
        .withNetwork(network)
        .withEnv("BADHOP_OPTS", "-Xmx384m")
        .withCopyToContainer(Transferable.of(config), CONFIG)
        .withCommand(words.toArray(String[]::new));
  }
}
