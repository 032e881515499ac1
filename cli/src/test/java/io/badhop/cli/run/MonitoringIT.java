package io.badhop.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.badhop.cli.config.AlertingSettings;
import io.badhop.cli.config.KafkaSettings;
import io.badhop.cli.config.Settings;
import io.badhop.cli.config.SettingsFile;
import io.badhop.cli.demo.Recordings;
import io.badhop.cli.embedded.EmbeddedBroker;
import io.badhop.ingest.ship.LogSet;
import io.badhop.ingest.ship.LogSetOptions;
import io.badhop.streams.topology.TickRules;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running process shows of itself. */
class MonitoringIT {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Pattern ROW =
      Pattern.compile("^\\| `(badhop_\\w+)` \\| (\\w+) \\|([^|]*)\\|", Pattern.MULTILINE);
  private static final Pattern TYPE =
      Pattern.compile("^# TYPE (badhop_\\w+) (\\w+)$", Pattern.MULTILINE);
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

  @TempDir private Path folder;

  @Test
  void whatIsDocumentedIsShownAndAddsUpInARealPrometheus() throws Exception {
    RealPrometheus.require();
    Recordings.Site site = Recordings.unpack(folder.resolve("logs")).get(0);
    appendALineThatNobodyUnderstands(site.folder().resolve("app.ndjson.gz"));
    LogSet logs = LogSet.open(List.of(site.folder()), LogSetOptions.DEFAULT.at("shop", ""));
    Settings settings = SettingsFile.load(followingAnotherLog());
    try (Running running =
            Running.start(
                settings,
                step -> {},
                (cluster, onFailure) ->
                    List.of(
                        new StreamsPart(cluster, TickRules.DEFAULT, onFailure),
                        new AlertingPart(cluster, silently(), onFailure),
                        new ShippingPart(
                            "recording", () -> Shipping.recording(cluster, logs, 0), onFailure),
                        new ShippingPart("ingest", () -> Shipping.following(cluster), onFailure)));
        RealPrometheus prometheus = RealPrometheus.scraping(metrics(running), folder)) {
      awaitEqual(prometheus, "sum(badhop_lines_read_total)", "sum(badhop_lines_total)", 10_000);
      awaitEqual(prometheus, "sum(badhop_events_read_total)", "sum(badhop_events_total)", 10_000);
      awaitEqual(
          prometheus,
          "sum(badhop_shipped_events_total) + sum(badhop_shipped_aliases_total)"
              + " - sum(badhop_components_read_total)",
          "sum(badhop_events_read_total)",
          10_000);
      awaitEqual(
          prometheus, "sum(badhop_exchanges_total)", "sum(badhop_exchanges_counted_total)", 9_000);
      awaitEqual(prometheus, "sum(badhop_lines_rejected_total)", "vector(1)", 1);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  prometheus
                      .value("sum(badhop_alerts_total{outcome=\"delivered\"})")
                      .equals(prometheus.value("sum(badhop_escalations_total)")));

      String exposition = get(metrics(running)).body();
      // Rows come only with something to compare; the bundled recording has one clock.
      Map<String, String> expected = new TreeMap<>(documented());
      expected.remove("badhop_clock_skew_seconds");
      assertThat(shown(exposition)).isEqualTo(expected);
      assertThat(RealPrometheus.problems(ours(exposition))).isEmpty();
    }
  }

  @Test
  void readinessSaysWhyNotWhileKafkaIsAwayAndLivenessIsNotTroubled() throws Exception {
    int port = freePort();
    EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), port, problem -> {});
    Settings settings =
        Settings.DEFAULT
            .withData(folder.resolve("data"))
            .withKafka(KafkaSettings.DEFAULT.at("127.0.0.1:" + port));
    try (Running running =
        Running.start(
            settings,
            step -> {},
            (cluster, onFailure) ->
                List.of(
                    new StreamsPart(cluster, TickRules.DEFAULT, onFailure),
                    new AlertingPart(cluster, silently(), onFailure)))) {
      URI ready = URI.create(running.monitoringUrl().orElseThrow() + "/health/ready");
      URI live = URI.create(running.monitoringUrl().orElseThrow() + "/health/live");
      await().atMost(Duration.ofSeconds(30)).until(() -> get(ready).statusCode() == 200);

      broker.close();
      await().atMost(Duration.ofMinutes(1)).until(() -> get(ready).statusCode() == 503);
      JsonNode kafka = new ObjectMapper().readTree(get(ready).body()).at("/parts/kafka");
      assertThat(kafka.get("ready").asBoolean()).isFalse();
      assertThat(kafka.get("why").asText()).contains("127.0.0.1:" + port + " has not answered for");
      assertThat(get(live).statusCode()).isEqualTo(200);

      broker = EmbeddedBroker.start(folder.resolve("broker"), port, problem -> {});
      await().atMost(Duration.ofMinutes(1)).until(() -> get(ready).statusCode() == 200);
    } finally {
      broker.close();
    }
  }

  @Test
  void anAddressThatIsTakenIsNamedWithItsKey() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Path file =
          Files.writeString(
              folder.resolve("badhop.yml"),
              "data: data\nmonitoring: {port: " + taken.getLocalPort() + "}\n");
      Settings settings = SettingsFile.load(file);

      assertThatThrownBy(
              () -> Running.start(settings, step -> {}, (cluster, onFailure) -> List.of()))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("Cannot listen on 127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("monitoring: host, port");
    }
  }

  /** Equal, and more than nothing. */
  private static void awaitEqual(
      RealPrometheus prometheus, String left, String right, double atLeast) {
    await(left + " == " + right)
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              Optional<Double> value = prometheus.value(left);
              return value.isPresent()
                  && value.get() >= atLeast
                  && value.equals(prometheus.value(right));
            });
  }

  /** Name to type and tags. */
  private static Map<String, String> documented() throws IOException {
    Map<String, String> documented = new TreeMap<>();
    Matcher rows = ROW.matcher(Files.readString(Path.of("..", "docs", "METRICS.md")));
    while (rows.find()) {
      Set<String> tags = new TreeSet<>(List.of(rows.group(3).strip().split(", ")));
      tags.remove("");
      documented.put(rows.group(1), rows.group(2) + " " + tags);
    }
    return documented;
  }

  private static Map<String, String> shown(String exposition) {
    Map<String, String> shown = new TreeMap<>();
    Matcher types = TYPE.matcher(exposition);
    while (types.find()) {
      String name = types.group(1);
      Set<String> tags = new TreeSet<>();
      Matcher series =
          Pattern.compile("^" + name + "(?:_bucket)?\\{([^}]*)\\} ", Pattern.MULTILINE)
              .matcher(exposition);
      while (series.find()) {
        Matcher labels = LABEL.matcher(series.group(1));
        while (labels.find()) {
          tags.add(labels.group(1));
        }
      }
      tags.remove("le");
      shown.put(name, types.group(2) + " " + tags);
    }
    return shown;
  }

  private static String ours(String exposition) {
    StringBuilder ours = new StringBuilder();
    exposition
        .lines()
        .filter(line -> line.matches("(# (HELP|TYPE) )?badhop_.*"))
        .forEach(line -> ours.append(line).append('\n'));
    return ours.toString();
  }

  /** One that goes on, so that a source is live when all else has ended. */
  private Path followingAnotherLog() throws IOException {
    String now =
        DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .format(ZonedDateTime.now(ZoneOffset.UTC));
    Files.writeString(
        folder.resolve("access.log"),
        ("192.0.2.1 - - [" + now + "] \"GET / HTTP/1.1\" 200 612 \"-\" \"curl/7.88.1\"\n")
            .repeat(5));
    return Files.writeString(
        folder.resolve("badhop.yml"),
        "data: data\ningest: {sources: [{files: access.log, site: other}]}\n");
  }

  /** Another member of the compressed file. */
  private static void appendALineThatNobodyUnderstands(Path log) throws IOException {
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(log, StandardOpenOption.APPEND))) {
      out.write("{\"half\": \n".getBytes(StandardCharsets.UTF_8));
    }
  }

  private static List<Routes.Line> silently() {
    return Routes.of(
        AlertingSettings.DEFAULT,
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  }

  private static URI metrics(Running running) {
    return URI.create(running.monitoringUrl().orElseThrow() + "/metrics");
  }

  private static HttpResponse<String> get(URI url) throws IOException, InterruptedException {
    return CLIENT.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
