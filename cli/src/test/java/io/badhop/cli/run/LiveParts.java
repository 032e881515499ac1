package io.badhop.cli.run;

import static org.awaitility.Awaitility.await;

import io.badhop.cli.embedded.EmbeddedBroker;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.InProcessRegistry;
import io.badhop.schemas.topic.Topics;
import io.badhop.streams.topology.StreamsApp;
import io.badhop.streams.topology.StreamsAppConfig;
import io.badhop.streams.topology.TopicSetup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/** A broker, a shipper and two instances of the analysis, each in a process that can be killed. */
final class LiveParts {

  /** What can be killed. */
  enum Part {
    BROKER,
    SHIPPER,
    STREAMS_ONE,
    STREAMS_TWO
  }

  private static final int PARTITIONS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Path folder;
  private final int port;
  private final Map<Part, Process> running = new EnumMap<>(Part.class);
  private Topics topics;

  private LiveParts(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /** The broker's process: {@code LiveParts FOLDER PORT}. */
  public static void main(String[] args) throws InterruptedException {
    EmbeddedBroker.start(
        Path.of(args[0]), Integer.parseInt(args[1]), problem -> System.err.println(problem));
    new CountDownLatch(1).await();
  }

  static LiveParts start(Path folder) throws IOException {
    LiveParts parts = new LiveParts(folder, freePort());
    Files.createDirectories(parts.logs());
    Files.createFile(parts.logs().resolve("access.log"));
    Files.createFile(parts.logs().resolve("app.ndjson"));
    Files.writeString(
        folder.resolve("nginx.conf"),
        "http { log_format live '" + FailingTraffic.FORMAT + "'; access_log access.log live; }");
    parts.restart(List.of(Part.BROKER));
    parts.topics = parts.made("badhop.");
    parts.restart(List.of(Part.SHIPPER, Part.STREAMS_ONE, Part.STREAMS_TWO));
    return parts;
  }

  Path logs() {
    return folder.resolve("logs");
  }

  Topics topics() {
    return topics;
  }

  /** Topics for what another application finds in the same events. */
  Topics freshResults() {
    return made("again.");
  }

  private Topics made(String prefix) {
    AvroSerdes serdes = new AvroSerdes(new InProcessRegistry(folder.resolve("schemas.json")));
    Topics made = new Topics(serdes, prefix, PARTITIONS, 1);
    TopicSetup.ensure(Map.of("bootstrap.servers", bootstrap()), made, (short) 1);
    return made;
  }

  Map<String, Object> consumer() {
    return Map.of("bootstrap.servers", bootstrap());
  }

  private String bootstrap() {
    return "127.0.0.1:" + port;
  }

  /** As kill -9 does it, one right after the other. */
  void kill(List<Part> victims) throws InterruptedException {
    for (Part part : victims) {
      running.get(part).destroyForcibly();
    }
    for (Part part : victims) {
      if (!running.remove(part).waitFor(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException(part + " does not die");
      }
    }
  }

  /** Starts what was killed; returns at once, but for the broker. */
  void restart(List<Part> parts) throws IOException {
    for (Part part : parts) {
      running.put(part, process(part));
      if (part == Part.BROKER) {
        await().atMost(PATIENCE).ignoreExceptions().until(this::answers);
      }
    }
  }

  private boolean answers() throws Exception {
    try (Admin admin = Admin.create(consumer())) {
      return !admin.describeCluster().nodes().get(2, TimeUnit.SECONDS).isEmpty();
    }
  }

  private Process process(Part part) throws IOException {
    return switch (part) {
      case BROKER ->
          java(part, LiveParts.class, folder.resolve("broker").toString(), Integer.toString(port));
      case SHIPPER -> badhop(part, "ingest", "shipper");
      case STREAMS_ONE -> badhop(part, "streams", "one");
      case STREAMS_TWO -> badhop(part, "streams", "two");
    };
  }

  private Process badhop(Part part, String command, String name) throws IOException {
    Path config = folder.resolve(name + ".yml");
    Files.writeString(
        config,
        String.format(
            Locale.ROOT,
            """
        data: %s
        kafka: {bootstrap.servers: "%s"}
        registry: {file: schemas.json}
        topics: {eventPartitions: %d}
        monitoring: {enabled: false}
        streams: {instanceId: %s, threads: 1}
        ingest:
          nginx: nginx.conf
          sources:
            - {files: [logs/access.log, logs/app.ndjson], host: web1}
        """,
            name,
            bootstrap(),
            PARTITIONS,
            name));
    return java(part, io.badhop.cli.Main.class, command, "--config", config.toString());
  }

  private Process java(Part part, Class<?> main, String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(part + ".out").toFile()))
        .start();
  }

  /** Whether the ticks tell of all tiers that nothing before this time is to come. */
  boolean ticksHavePassed(long timeMs) {
    Tick last = lastTick();
    return last != null
        && List.of(Tier.PROXY, Tier.APP).stream()
            .allMatch(
                tier ->
                    last.getWatermarks().stream()
                        .anyMatch(
                            mark -> mark.getTier() == tier && mark.getWatermark() > timeMs * 1000));
  }

  private Tick lastTick() {
    List<Tick> ticks = new ArrayList<>();
    TopicReader.readAll(
        topics.componentEvents(),
        consumer(),
        record -> {
          if (record.value() instanceof Tick tick) {
            ticks.add(tick);
          }
        });
    return ticks.stream().reduce((a, b) -> a.getNumber() > b.getNumber() ? a : b).orElse(null);
  }

  /** Ends shipper and analysis in order. */
  void stop() throws InterruptedException {
    for (Part part : List.of(Part.SHIPPER, Part.STREAMS_ONE, Part.STREAMS_TWO)) {
      Process process = running.remove(part);
      process.destroy();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException(part + " does not end");
      }
    }
  }

  /** Lets an application read all events that there are, and tells what it has said of them. */
  List<Escalation> workOff(String application, Topics results) {
    long last = lastTick().getNumber();
    StreamsAppConfig config =
        StreamsAppConfig.of(application, consumer(), folder.resolve("state-" + application))
            .withThreads(1)
            .withoutKeeper();
    try (StreamsApp app = new StreamsApp(config, topics, results, state -> {})) {
      app.start();
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  app.counters().stage2().values().stream()
                      .anyMatch(task -> task.lastTick() == last));
    }
    List<Escalation> said = new ArrayList<>();
    TopicReader.readAll(results.escalations(), consumer(), record -> said.add(record.value()));
    return said;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  void close() throws InterruptedException {
    kill(List.copyOf(running.keySet()));
  }
}
