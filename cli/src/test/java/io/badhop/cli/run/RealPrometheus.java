package io.badhop.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.badhop.cli.Peers;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Debian's prometheus, scraping one address each second. */
final class RealPrometheus implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Process process;
  private final int port;

  private RealPrometheus(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Skips the test where it is not installed; fails it where all peers have to be there. */
  static void require() {
    Peers.require(
        Peers.works("prometheus", "--version") && Peers.works("promtool", "--version"),
        "no prometheus or no promtool: apt install prometheus");
  }

  static RealPrometheus scraping(URI target, Path folder) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("prometheus.yml"),
            String.join(
                "\n",
                "global: {scrape_interval: 1s, scrape_timeout: 1s}",
                "scrape_configs:",
                "  - job_name: badhop",
                "    static_configs: [{targets: ['" + target.getAuthority() + "']}]",
                ""));
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Process process =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("tsdb"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(folder.resolve("prometheus.log").toFile()))
            .start();
    return new RealPrometheus(process, port);
  }

  /** The value of the only series that an expression gives; empty when it gives none yet. */
  Optional<Double> value(String expression) {
    String query = URLEncoder.encode(expression, StandardCharsets.UTF_8);
    URI url = URI.create("http://127.0.0.1:" + port + "/api/v1/query?query=" + query);
    try {
      JsonNode result =
          JSON.readTree(
                  CLIENT.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString()).body())
              .at("/data/result");
      return result.size() == 1
          ? Optional.of(Double.valueOf(result.get(0).at("/value/1").asText()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** What promtool finds wrong with an exposition; empty when nothing. */
  static String problems(String exposition) throws Exception {
    Process promtool =
        new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true).start();
    try (var in = promtool.getOutputStream()) {
      in.write(exposition.getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return promtool.waitFor() == 0 ? "" : said;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
