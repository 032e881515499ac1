package io.badhop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.cli.config.Settings;
import io.badhop.cli.config.SettingsFile;
import io.badhop.cli.embedded.EmbeddedBroker;
import io.badhop.cli.run.Cluster;
import io.badhop.cli.run.TopicReader;
import io.badhop.schemas.event.ProxyEvent;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** {@code badhop ingest -} on an embedded broker. */
@Isolated
class PipedIngestIT {
  private static final int LINES = 3_000;

  @TempDir Path folder;

  @Test
  void aPipeIsPublishedAsItComesAndARecordedOneHasTheSameIdentities() throws Exception {
    InputStream before = System.in;
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0, problem -> {})) {
      Path config = folder.resolve("badhop.yml");
      Files.writeString(
          config,
          "data: state\nmonitoring: {enabled: false}\nkafka: {bootstrap.servers: '"
              + broker.bootstrapServers()
              + "'}\n");
      Cli live = ingest("ingest", "--config", config, "--format", "nginx-access", "-");
      assertThat(live.err()).contains(LINES + " events are on the topics");
      assertThat(live.status()).isZero();
      Cli once = ingest("ingest", "--config", config, "--once", "-");
      assertThat(once.err()).contains(LINES + " events are on the topics");

      List<Long> ids = identities(SettingsFile.load(config));
      assertThat(ids).hasSize(2 * LINES);
      assertThat(new HashSet<>(ids)).hasSize(LINES);
    } finally {
      System.setIn(before);
    }
  }

  private static Cli ingest(Object... args) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < LINES; i++) {
      lines
          .append("192.0.2.7 - - [22/Nov/2026:06:00:01 +0000] \"GET /a/")
          .append(i)
          .append(" HTTP/1.1\" 502 7 \"-\" \"curl/8\"\n");
    }
    System.setIn(new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8)));
    return Cli.run(args);
  }

  private static List<Long> identities(Settings settings) {
    List<Long> ids = new ArrayList<>();
    try (Cluster cluster = Cluster.openToRead(settings, problem -> {})) {
      TopicReader.readAll(
          cluster.topics().proxyEvents(),
          cluster.consumer(),
          record -> ids.add(((ProxyEvent) record.value()).getEventId()));
    }
    return ids;
  }
}
