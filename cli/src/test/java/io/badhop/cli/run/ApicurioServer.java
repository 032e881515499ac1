package io.badhop.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.cli.Peers;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A real Apicurio Registry in a process of its own; the build unpacks it before these tests. */
final class ApicurioServer implements AutoCloseable {

  private static final Path HOME = Path.of("target", "apicurio");
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Process process;
  private final int port;

  private ApicurioServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it, with storage in memory, and waits until it answers. */
  static ApicurioServer start() throws IOException {
    Path jar = runner();
    int port = freePort();
    Path log = Files.createTempFile("apicurio", ".log");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-Dquarkus.http.host=127.0.0.1",
                    "-Dquarkus.http.port=" + port,
                    "-jar",
                    jar.getFileName().toString()))
            .directory(HOME.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    ApicurioServer server = new ApicurioServer(process, port);
    Awaitility.await("Apicurio answers, see " + log)
        .atMost(Duration.ofMinutes(1))
        .until(() -> !process.isAlive() || server.answers());
    assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
    log.toFile().deleteOnExit();
    return server;
  }

  private static Path runner() {
    File[] jars = HOME.toFile().listFiles((dir, name) -> name.endsWith("-runner.jar"));
    Peers.require(
        jars != null && jars.length == 1,
        "no Apicurio in target/apicurio: mvn verify unpacks it from Maven Central");
    return jars[0].toPath();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Where it speaks Confluent's API. */
  String url() {
    return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
  }

  private boolean answers() {
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/subjects")).build();
      return CLIENT.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** From now on it takes connections and answers nothing. */
  void freeze() throws IOException {
    signal("STOP");
  }

  /** It goes on where it was. */
  void thaw() throws IOException {
    signal("CONT");
  }

  private void signal(String name) throws IOException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    try {
      assertThat(kill.waitFor()).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
