package io.badhop.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.badhop.cli.config.Settings;
import io.badhop.cli.config.SettingsFile;
import io.badhop.cli.embedded.EmbeddedBroker;
import io.badhop.schemas.event.AppEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code badhop ingest} in a process of its own that is killed again and again while its log is
 * written to and rotated both ways. {@code -Dbadhop.kills=50} for the long run.
 */
class KilledShipperIT {
  private static final int KILLS = Integer.getInteger("badhop.kills", 3);
  private static final int LINES_BETWEEN = 2_000;
  private static final int LINES_AT_ONCE = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path folder;

  private final Random random = new Random(11);
  private Process shipper;
  private Path log;
  private int written;
  private int rotations;

  @AfterEach
  void kill() throws InterruptedException {
    if (shipper != null) {
      shipper.destroyForcibly();
      shipper.waitFor(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void noLineIsLostAndWhatIsShippedTwiceHasOneIdentity() throws Exception {
    log = Files.createDirectory(folder.resolve("logs")).resolve("app.ndjson");
    Files.createFile(log);
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0, problem -> {})) {
      Path config = config(broker.bootstrapServers());
      Settings settings = SettingsFile.load(config);
      try (Cluster cluster = Cluster.open(settings, problem -> {})) {
        cluster.ensureTopics();
        for (int kill = 0; kill < KILLS; kill++) {
          start(config);
          int before = distinct(cluster);
          write(LINES_BETWEEN / 2);
          // It is at work, and then dies at any moment.
          await().atMost(PATIENCE).until(() -> distinct(cluster) > before);
          write(LINES_BETWEEN / 2 + random.nextInt(LINES_BETWEEN));
          kill();
          rotate();
          write(random.nextInt(LINES_BETWEEN));
        }
        start(config);
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(distinct(cluster)).isEqualTo(written));
        everyLineHasOneIdentity(cluster);
      }
    }
  }

  private Path config(String bootstrap) throws IOException {
    return Files.writeString(
        folder.resolve("badhop.yml"),
        """
        data: state
        kafka: {bootstrap.servers: "%s"}
        monitoring: {enabled: false}
        ingest: {sources: [{files: logs/app.ndjson, format: app-json}]}
        """
            .replace("%s", bootstrap));
  }

  private void start(Path config) throws IOException {
    shipper =
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
  }

  private void write(int lines) throws IOException {
    StringBuilder some = new StringBuilder();
    for (int i = 1; i <= lines; i++) {
      some.append("{\"time\":\"")
          .append(Instant.now())
          .append("\",\"request_id\":\"r")
          .append(written++)
          .append("\",\"status\":200,\"path\":\"/x\"}\n");
      if (i % LINES_AT_ONCE == 0 || i == lines) {
        byte[] bytes = some.toString().getBytes(StandardCharsets.UTF_8);
        Files.write(log, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        some.setLength(0);
      }
    }
  }

  /** Renames the log, or copies it and cuts it to nothing, in turn, as logrotate can do both. */
  private void rotate() throws IOException {
    Path old = log.resolveSibling("app.ndjson." + ++rotations);
    if (rotations % 2 == 1) {
      Files.move(log, old);
      Files.createFile(log);
    } else {
      Files.copy(log, old, StandardCopyOption.REPLACE_EXISTING);
      Files.write(log, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
    }
  }

  private static List<AppEvent> events(Cluster cluster) {
    List<AppEvent> events = new ArrayList<>();
    TopicReader.readAll(
        cluster.topics().appEvents(),
        cluster.consumer(),
        record -> events.add((AppEvent) record.value()));
    return events;
  }

  private static int distinct(Cluster cluster) {
    Set<String> ids = new HashSet<>();
    events(cluster).forEach(event -> ids.add(event.getRequestId()));
    return ids.size();
  }

  /** Correlation knows an event by its identity: one a line, however often it was shipped. */
  private void everyLineHasOneIdentity(Cluster cluster) {
    Map<String, Long> identities = new HashMap<>();
    int shipped = 0;
    for (AppEvent event : events(cluster)) {
      Long known = identities.putIfAbsent(event.getRequestId(), event.getEventId());
      assertThat(known == null ? event.getEventId() : known).isEqualTo(event.getEventId());
      shipped++;
    }
    assertThat(new HashSet<>(identities.values())).hasSize(written);
    System.out.println(
        KILLS
            + " kills, "
            + rotations
            + " rotations, "
            + written
            + " lines, "
            + shipped
            + " shipped");
  }
}
