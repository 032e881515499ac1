package io.badhop.cli.run;

import static org.awaitility.Awaitility.await;

import io.badhop.cli.config.RegistrySettings;
import io.badhop.cli.config.Settings;
import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.SchemaRegistry;
import io.badhop.schemas.topic.Topics;
import io.badhop.streams.topology.StreamsApp;
import io.badhop.streams.topology.StreamsAppConfig;
import io.badhop.streams.topology.TopicSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;

/**
 * A broker, a shipper and three instances of the analysis, each in a process that can be killed.
 */
final class LiveParts {

  /** What can be killed. */
  enum Part {
    BROKER,
    SHIPPER,
    STREAMS_ONE,
    STREAMS_TWO,
    STREAMS_THREE
  }

  static final List<Part> STREAMS = List.of(Part.STREAMS_ONE, Part.STREAMS_TWO, Part.STREAMS_THREE);

  private static final int PARTITIONS = 2;
  private static final String KEEPER = "badhop-streams-keeper";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Path folder;
  private final int port;
  private final RegistrySettings registry;
  private final Map<Part, JavaProcess> running = new EnumMap<>(Part.class);
  private Topics topics;

  private LiveParts(Path folder, int port, RegistrySettings registry) {
    this.folder = folder;
    this.port = port;
    this.registry = registry;
  }

  /**
   * Starts the broker, makes what the others need, and starts them.
   *
   * @param registry where the schemas are; the default for a file that all share
   */
  static LiveParts start(Path folder, RegistrySettings registry) throws IOException {
    LiveParts parts = new LiveParts(folder, BrokerProcess.freePort(), registry);
    Files.createDirectories(parts.logs());
    Files.createFile(parts.logs().resolve("access.log"));
    Files.createFile(parts.logs().resolve("app.ndjson"));
    Files.writeString(
        folder.resolve("nginx.conf"),
        "http { log_format live '" + FailingTraffic.FORMAT + "'; access_log access.log live; }");
    parts.restart(List.of(Part.BROKER));
    parts.topics = parts.made("badhop.");
    return parts;
  }

  Path logs() {
    return folder.resolve("logs");
  }

  Topics topics() {
    return topics;
  }

  Map<String, Object> client() {
    return BrokerProcess.client(port);
  }

  /** Topics for what another application finds in the same events. */
  Topics freshResults() {
    return made("again.");
  }

  private Topics made(String prefix) {
    Settings.TopicNames names = new Settings.TopicNames(prefix, PARTITIONS, 1, 1);
    Settings settings = Settings.DEFAULT.withData(folder).withRegistry(registry).withTopics(names);
    AvroSerdes serdes =
        registry.remote()
            ? AvroSerdes.lookingUp(registered(settings))
            : new AvroSerdes(Registries.registry(settings));
    Topics made = new Topics(serdes, prefix, PARTITIONS, 1);
    TopicSetup.ensure(client(), made, (short) 1);
    return made;
  }

  private static SchemaRegistry registered(Settings settings) {
    SchemaRegistry registry = Registries.registry(settings);
    Registries.subjects(settings)
        .forEach((subject, schema) -> Registries.register(registry, subject, schema));
    return registry;
  }

  /** As kill -9 does it, one right after the other. */
  void kill(List<Part> victims) throws InterruptedException {
    victims.forEach(part -> running.get(part).kill());
    for (Part part : victims) {
      running.remove(part).awaitEnd();
    }
  }

  /** Starts what is not there; returns at once, but for the broker. */
  void restart(List<Part> parts) throws IOException {
    for (Part part : parts) {
      running.put(part, process(part));
    }
  }

  /** To the others it is as if its network were cut. */
  void freeze(List<Part> parts) throws IOException, InterruptedException {
    for (Part part : parts) {
      running.get(part).freeze();
    }
  }

  void thaw(List<Part> parts) throws IOException, InterruptedException {
    for (Part part : parts) {
      running.get(part).thaw();
    }
  }

  /** The instance whose keeper makes the ticks now. */
  Part keeper() {
    try (Admin admin = Admin.create(client())) {
      return await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> keeper(admin), found -> found != null);
    }
  }

  private static Part keeper(Admin admin) throws Exception {
    ConsumerGroupDescription group =
        admin
            .describeConsumerGroups(List.of(KEEPER))
            .describedGroups()
            .get(KEEPER)
            .get(5, TimeUnit.SECONDS);
    for (MemberDescription member : group.members()) {
      if (!member.assignment().topicPartitions().isEmpty()) {
        String name = member.groupInstanceId().orElseThrow();
        return Part.valueOf("STREAMS_" + name.replaceFirst("-.*", "").toUpperCase(Locale.ROOT));
      }
    }
    return null;
  }

  private JavaProcess process(Part part) throws IOException {
    return switch (part) {
      case BROKER -> BrokerProcess.start(folder, port);
      case SHIPPER -> badhop(part, "ingest", "shipper");
      case STREAMS_ONE -> badhop(part, "streams", "one");
      case STREAMS_TWO -> badhop(part, "streams", "two");
      case STREAMS_THREE -> badhop(part, "streams", "three");
    };
  }

  private JavaProcess badhop(Part part, String command, String name) throws IOException {
    Path config = folder.resolve(name + ".yml");
    String schemas =
        registry.remote() ? "urls: [" + registry.urls().get(0) + "]" : "file: schemas.json";
    Files.writeString(
        config,
        String.format(
            Locale.ROOT,
            """
        data: %s
        kafka: {bootstrap.servers: "127.0.0.1:%d"}
        registry: {%s}
        topics: {eventPartitions: %d}
        monitoring: {enabled: false}
        streams: {instanceId: %s, threads: 1}
        ingest:
          nginx: nginx.conf
          sources:
            - {files: [logs/access.log, logs/app.ndjson], host: web1}
        """,
            name,
            port,
            schemas,
            PARTITIONS,
            name));
    Path log = folder.resolve(part + ".out");
    return JavaProcess.start(log, io.badhop.cli.Main.class, command, "--config", config.toString());
  }

  /** Ends shipper and analysis in order. */
  void stop() throws InterruptedException {
    for (Part part : List.copyOf(running.keySet())) {
      if (part != Part.BROKER) {
        running.remove(part).end();
      }
    }
  }

  /** Lets an application read all events that there are, up to a tick. */
  void workOff(String application, Topics results, long lastTick) {
    StreamsAppConfig config =
        StreamsAppConfig.of(application, client(), folder.resolve("state-" + application))
            .withThreads(1)
            .withoutKeeper();
    try (StreamsApp app = new StreamsApp(config, topics, results, state -> {})) {
      app.start();
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  app.counters().stage2().values().stream()
                      .anyMatch(task -> task.lastTick() == lastTick));
    }
  }

  void close() throws InterruptedException {
    kill(List.copyOf(running.keySet()));
  }
}
