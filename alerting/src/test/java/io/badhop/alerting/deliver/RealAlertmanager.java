package io.badhop.alerting.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Debian's prometheus-alertmanager, and a receiver of what it sends on. */
final class RealAlertmanager implements AutoCloseable {

  private static final String PROGRAM = "prometheus-alertmanager";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /**
   * Each notification of the receiver: status and cause of its alerts, such as {@code firing X}.
   */
  final List<String> heard = new CopyOnWriteArrayList<>();

  private final Path folder;
  private final HttpServer receiver;
  private final int port;
  private final List<String> more;
  private Process process;

  /**
   * Prepares one; {@link #start} starts it.
   *
   * @param more further options
   */
  RealAlertmanager(Path folder, String... more) throws IOException {
    requireProgram();
    this.folder = Files.createDirectories(folder);
    this.port = freePort();
    this.more = List.of(more);
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/", this::receive);
    receiver.start();
    Files.writeString(
        folder.resolve("alertmanager.yml"),
        String.join(
            "\n",
            "route:",
            "  receiver: test",
            "  group_by: [site, key]",
            "  group_wait: 100ms",
            "  group_interval: 500ms",
            "  repeat_interval: 1h",
            "receivers:",
            "  - name: test",
            "    webhook_configs:",
            "      - url: http://127.0.0.1:" + receiver.getAddress().getPort() + "/",
            ""));
  }

  private static void requireProgram() {
    String missing = "no " + PROGRAM + ": apt install prometheus-alertmanager";
    boolean there = onPath();
    if ("required".equals(System.getenv("BADHOP_PEERS"))) {
      assertThat(there).as(missing).isTrue();
    }
    if (!there) {
      System.err.println("skipped: " + missing);
    }
    assumeThat(there).as(missing).isTrue();
  }

  private static boolean onPath() {
    for (String entry : System.getenv().getOrDefault("PATH", "").split(":")) {
      if (Files.isExecutable(Path.of(entry, PROGRAM))) {
        return true;
      }
    }
    return false;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void receive(HttpExchange exchange) throws IOException {
    JsonNode body = JSON.readTree(exchange.getRequestBody());
    for (JsonNode alert : body.get("alerts")) {
      heard.add(alert.get("status").asText() + " " + alert.at("/labels/cause").asText());
    }
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  /** Starts it, or starts it again with what it stored. */
  RealAlertmanager start() throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                PROGRAM,
                "--config.file=" + folder.resolve("alertmanager.yml"),
                "--storage.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--cluster.listen-address="));
    command.addAll(more);
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    Awaitility.await("Alertmanager answers, see " + folder)
        .atMost(Duration.ofSeconds(20))
        .until(this::answers);
    return this;
  }

  private boolean answers() {
    try {
      return get("/-/ready") != null;
    } catch (IOException e) {
      return false;
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Alerts that are not resolved. */
  List<JsonNode> active() {
    try {
      List<JsonNode> alerts = new ArrayList<>();
      JSON.readTree(get("/api/v2/alerts?active=true")).forEach(alerts::add);
      return alerts;
    } catch (IOException e) {
      return List.of();
    }
  }

  private String get(String path) throws IOException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url() + path))
              .header("Authorization", "Basic YmFkaG9wOnMzY3JldA==")
              .build();
      var answer = CLIENT.send(request, BodyHandlers.ofString());
      return answer.statusCode() == 200 ? answer.body() : null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Ends it in order, so that it stores what it has. */
  void stop() throws InterruptedException {
    process.destroy();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    receiver.stop(0);
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
