package io.badhop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.cli.config.Settings;
import io.badhop.cli.config.SettingsFile;
import io.badhop.cli.run.Running;
import io.badhop.cli.run.Shipping;
import io.badhop.cli.run.ShippingPart;
import io.badhop.cli.run.TopicReader;
import io.badhop.ingest.ship.LogSet;
import io.badhop.ingest.ship.LogSetException;
import io.badhop.ingest.ship.LogSetOptions;
import io.badhop.schemas.event.DeadLetter;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.topic.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines that are rejected, and sent again when the reason is mended, on an embedded broker. */
class ResendIT {
  private static final String USUAL =
      "192.0.2.9 - - [22/Nov/2026:06:00:0%d +0000] \"GET /a HTTP/1.1\" 200 12 \"-\" \"curl\"\n";

  /** Another format than the one that most lines of its log have. */
  private static final String ODD =
      "r-77 192.0.2.9 22/Nov/2026:06:00:04 +0000 502 0.250 GET /pay?token=Zq7kd82hs HTTP/1.1\n";

  private static final String CONF =
      "http { log_format odd '$request_id $remote_addr $time_local $status $request_time $request';"
          + " access_log x.log odd; }\n";

  @TempDir Path folder;
  private Path config;
  private Settings settings;

  private void reject() throws IOException, LogSetException {
    config = folder.resolve("badhop.yml");
    Files.writeString(config, "data: data\n");
    settings = SettingsFile.load(config);
    Path log = folder.resolve("access.log");
    Files.writeString(log, USUAL.replace("%d", "1") + USUAL.replace("%d", "2") + ODD);
    LogSet logs = LogSet.open(List.of(log), LogSetOptions.DEFAULT);
    List<ShippingPart> parts = new ArrayList<>();
    try (Running running =
        Running.start(
            settings,
            step -> {},
            (cluster, onFailure) -> {
              parts.add(
                  new ShippingPart(
                      "ingest", () -> Shipping.recording(cluster, logs, 0), onFailure));
              return List.copyOf(parts);
            })) {
      while (!parts.get(0).ended()) {
        assertThat(running.await(Duration.ofMillis(50))).isFalse();
      }
      List<DeadLetter> letters = read(running, running.cluster().topics().deadLetters());
      assertThat(letters).hasSize(1);
      assertThat(letters.get(0).getFormat()).isEqualTo("nginx-access");
    }
  }

  private static <V> List<V> read(Running running, Topic<String, V> topic) {
    List<V> values = new ArrayList<>();
    TopicReader.readAll(topic, running.cluster().consumer(), record -> values.add(record.value()));
    return values;
  }

  private List<ProxyEvent> events() {
    try (Running running = Running.start(settings, step -> {}, (cluster, onFailure) -> List.of())) {
      return read(running, running.cluster().topics().proxyEvents()).stream()
          .map(ProxyEvent.class::cast)
          .filter(event -> event.getPath().startsWith("/pay"))
          .toList();
    }
  }

  @Test
  void aLineWhoseFormatIsNamedAtLastIsOnTheTopic() throws Exception {
    reject();
    Cli again = Cli.run("deadletters", "resend", "--config", config);
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(again.out()).contains("0  sent").contains("1  rejected again: ");

    Path conf = Files.writeString(folder.resolve("nginx.conf"), CONF);
    Cli dry =
        Cli.run("deadletters", "resend", "--config", config, "--nginx-conf", conf, "--dry-run");
    assertThat(dry.out())
        .contains("access.log at byte 158  would be sent: ProxyEvent r-77")
        .contains("1  would be sent");
    assertThat(events()).isEmpty();

    for (int i = 0; i < 2; i++) {
      Cli sent = Cli.run("deadletters", "resend", "--config", config, "--nginx-conf", conf);
      assertThat(sent.out()).contains("1  sent");
    }
    List<ProxyEvent> twice = events();
    assertThat(twice)
        .hasSize(2)
        .allSatisfy(
            event -> {
              assertThat(event.getRequestId()).isEqualTo("r-77");
              assertThat(event.getSource()).isEqualTo("access.log");
              assertThat(event.getStatus()).isEqualTo(502);
              assertThat(event.getPath()).isEqualTo("/pay");
            });
    Set<Long> identities = twice.stream().map(ProxyEvent::getEventId).collect(Collectors.toSet());
    assertThat(identities).hasSize(1);

    Cli none =
        Cli.run("deadletters", "resend", "--config", config, "--source", "other", "--dry-run");
    assertThat(none.out()).contains("0  would be sent").doesNotContain("access.log");
    Cli list = Cli.run("deadletters", "list", "--config", config, "--source", "access.log");
    assertThat(list.status()).as(list.err()).isZero();
    assertThat(list.out()).contains("access.log at byte 158").contains("1  in all");
    Cli others = Cli.run("deadletters", "list", "--config", config, "--source", "error.log");
    assertThat(others.out()).contains("0  in all").doesNotContain("access.log");
  }

  @Test
  void optionsThatCannotBeAreRefusedBeforeAnythingIsOpened() {
    Cli since = Cli.run("deadletters", "resend", "--since", "yesterday");
    assertThat(since.status()).isEqualTo(2);
    assertThat(since.err()).contains("--since: 'yesterday' is no time");
    assertThat(Cli.run("deadletters", "resend", "--format", "nginx-acces").err())
        .contains("nginx-access");
  }
}
