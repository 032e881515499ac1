package io.badhop.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.badhop.cli.config.Settings;
import io.badhop.cli.config.SettingsFile;
import io.badhop.cli.embedded.EmbeddedBroker;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.SourceWatermark;
import io.badhop.schemas.event.Tier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code badhop ingest} on raw topics, in processes of their own that are killed at any moment. */
class RawTopicsIT {
  private static final int PARTITIONS = 3;
  private static final int LINES = 4_000;
  private static final int KILLS = Integer.getInteger("badhop.kills", 2);
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /** Shorter than a transaction. */
  private static final Duration AT_ONCE = Duration.ofMillis(10);

  @TempDir Path folder;

  private final Random random = new Random(5);
  private final List<Process> processes = new ArrayList<>();
  private int written;

  @AfterEach
  void kill() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly();
      process.waitFor(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void everyRawLineIsOneEventHoweverOftenItsReaderIsKilled() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0, problem -> {})) {
      Path config = config(broker.bootstrapServers(), "");
      try (Cluster cluster = open(config)) {
        for (int kill = 0; kill < KILLS; kill++) {
          write(cluster, LINES / 2);
          Process ingest = start(config);
          int before = paths(cluster).size();
          await().atMost(PATIENCE).until(() -> paths(cluster).size() > before);
          int lines = 1 + random.nextInt(LINES);
          long sent = ends(cluster) + random.nextInt(lines);
          write(cluster, lines);
          // What is in a transaction that is still open counts, so it dies in the middle of one.
          await().atMost(PATIENCE).pollInterval(AT_ONCE).until(() -> ends(cluster) >= sent);
          ingest.destroyForcibly().waitFor();
        }
        write(cluster, LINES / 2);
        start(config);
        everyLineOnce(cluster);
        assertThat(watermarks(cluster))
            .allMatch(said -> said.getTier() == Tier.PROXY)
            .extracting(SourceWatermark::getSource)
            .contains("web/filebeat-0", "web/filebeat-1", "web/filebeat-2");
      }
    }
  }

  @Test
  void twoInstancesShareThePartitionsAndOneTakesOver() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0, problem -> {})) {
      Path config = config(broker.bootstrapServers(), ", client: {session.timeout.ms: 6000}");
      try (Cluster cluster = open(config)) {
        write(cluster, LINES / 2);
        Process one = start(config);
        await().atMost(PATIENCE).until(() -> !paths(cluster).isEmpty());
        start(config);
        write(cluster, LINES / 2);
        await().atMost(PATIENCE).until(() -> paths(cluster).size() >= LINES / 2);
        write(cluster, LINES / 2);
        one.destroyForcibly().waitFor();
        write(cluster, LINES / 2);
        everyLineOnce(cluster);
      }
    }
  }

  @Test
  void fromAnotherClusterEveryLineComesAndTheStartSaysWhatHolds() throws Exception {
    try (EmbeddedBroker raw = EmbeddedBroker.start(folder.resolve("raw"), 0, problem -> {});
        EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0, problem -> {})) {
      try (Cluster source = open(config(raw.bootstrapServers(), ""))) {
        write(source, LINES / 2);
      }
      String client = ", client: {bootstrap.servers: '" + raw.bootstrapServers() + "'}";
      Path config = config(broker.bootstrapServers(), client);
      try (Cluster cluster = Cluster.open(SettingsFile.load(config), problem -> {})) {
        cluster.ensureTopics();
        start(config);
        everyLineOnce(cluster);
      }
      assertThat(Files.readString(folder.resolve("out"))).contains("shipped at least once");
    }
  }

  @Test
  void badhopsOwnTopicsAreNoRawTopics() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0, problem -> {})) {
      Path config = folder.resolve("badhop.yml");
      Files.writeString(
          config,
          "kafka: {bootstrap.servers: '"
              + broker.bootstrapServers()
              + "'}\ningest: {kafka: [{name: web, topics: [badhop.events.proxy]}]}\n");
      Settings settings = SettingsFile.load(config);
      try (Cluster cluster = Cluster.open(settings, problem -> {})) {
        assertThatThrownBy(() -> Shipping.consuming(cluster, settings.ingest().kafka().get(0)))
            .hasMessage(
                "ingest: kafka: web: topics: badhop.events.proxy is one that badhop writes.");
      }
    }
  }

  private static Cluster open(Path config) throws Exception {
    Settings settings = SettingsFile.load(config);
    Cluster cluster = Cluster.open(settings, problem -> {});
    cluster.ensureTopics();
    try (Admin admin = Admin.create(cluster.admin())) {
      admin.createTopics(List.of(new NewTopic("filebeat", PARTITIONS, (short) 1))).all().get();
    }
    return cluster;
  }

  private Path config(String bootstrap, String more) throws IOException {
    return Files.writeString(
        folder.resolve("badhop.yml"),
        """
        data: state
        kafka: {bootstrap.servers: "%s"}
        monitoring: {enabled: false}
        ingest: {kafka: [{name: web, pattern: 'file.*'%m}]}
        """
            .replace("%s", bootstrap)
            .replace("%m", more));
  }

  private Process start(Path config) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.badhop.cli.Main",
                "ingest",
                "--config",
                config.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("out").toFile()))
            .start();
    processes.add(process);
    return process;
  }

  private void write(Cluster cluster, int lines) {
    Map<String, Object> settings = cluster.producer();
    settings.put("key.serializer", ByteArraySerializer.class.getName());
    settings.put("value.serializer", ByteArraySerializer.class.getName());
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings)) {
      for (int i = 0; i < lines; i++) {
        byte[] value = filebeat(written++).getBytes(StandardCharsets.UTF_8);
        var unused =
            producer.send(new ProducerRecord<>("filebeat", written % PARTITIONS, null, value));
      }
    }
  }

  private static String filebeat(int index) {
    String time =
        DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .format(ZonedDateTime.now(ZoneOffset.UTC));
    return "{\"@timestamp\":\"2026-11-22T06:00:00.000Z\",\"agent\":{\"type\":\"filebeat\",\"version\":\"8.15.0\"},"
        + "\"host\":{\"name\":\"lb1\"},\"log\":{\"offset\":"
        + index * 100L
        + ",\"file\":{\"path\":\"/var/log/nginx/access.log\"}},\"message\":\"192.0.2.9 - - ["
        + time
        + "] \\\"GET /line"
        + index
        + "x HTTP/1.1\\\" 502 157 \\\"-\\\" \\\"curl/8.5\\\"\"}";
  }

  private static List<String> paths(Cluster cluster) {
    List<String> paths = new ArrayList<>();
    TopicReader.readAll(
        cluster.topics().proxyEvents(),
        cluster.consumer(),
        record -> paths.add(((ProxyEvent) record.value()).getPath()));
    return paths;
  }

  /** Ends of the events' partitions, together; what was never committed is before them, too. */
  private static long ends(Cluster cluster) {
    Map<String, Object> settings = new TreeMap<>(cluster.consumer());
    settings.put("isolation.level", "read_uncommitted");
    String topic = cluster.topics().proxyEvents().name();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      return consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
    }
  }

  private static List<SourceWatermark> watermarks(Cluster cluster) {
    List<SourceWatermark> said = new ArrayList<>();
    TopicReader.readAll(
        cluster.topics().watermarks(), cluster.consumer(), record -> said.add(record.value()));
    return said;
  }

  private void everyLineOnce(Cluster cluster) {
    List<String> all = IntStream.range(0, written).mapToObj(i -> "/line" + i + "x").toList();
    await().atMost(PATIENCE).until(() -> paths(cluster).size() >= written);
    assertThat(paths(cluster)).containsExactlyInAnyOrderElementsOf(all);
  }
}
