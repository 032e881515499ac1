package io.badhop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.badhop.cli.config.Settings;
import io.badhop.cli.run.Registries;
import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.InProcessRegistry;
import io.badhop.schemas.topic.Topic;
import io.badhop.schemas.topic.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperationsTest {

  @TempDir Path folder;

  @Test
  void theExampleConfigurationPassesItsCheck() throws IOException {
    Cli example = Cli.run("config", "example");
    Path file = Files.writeString(folder.resolve("badhop.yml"), example.out());
    Cli check = Cli.run("config", "check", file);
    assertThat(check.status()).isZero();
    assertThat(check.out()).isEqualToIgnoringNewLines(file + ": ok (embedded broker, 2 sources)");
  }

  @Test
  void brokenYamlIsAConfigurationErrorWithItsPlace() throws IOException {
    Path file = Files.writeString(folder.resolve("badhop.yml"), "detect: [\n");
    Cli check = Cli.run("config", "check", file);
    assertThat(check.status()).isEqualTo(2);
    assertThat(check.err()).contains(file + ":2:1: not valid YAML");
    assertThat(check.out()).isEmpty();
  }

  @Test
  void anUnknownKeyIsRefusedByEveryCommandThatReadsTheConfiguration() throws IOException {
    Path file = Files.writeString(folder.resolve("badhop.yml"), "alertin: {}\n");
    for (String command : List.of("up", "ingest", "streams", "alerting")) {
      Cli cli = Cli.run(command, "--config", file);
      assertThat(cli.status()).isEqualTo(2);
      assertThat(cli.err()).contains(file + ":1:1: alertin: unknown key; did you mean 'alerting'?");
    }
  }

  @Test
  void aMissingConfigurationIsNamed() {
    Path file = folder.resolve("none.yml");
    Cli cli = Cli.run("up", "--config", file);
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err()).contains(file + ": no such file");
  }

  @Test
  void aPartAloneNeedsABroker() {
    Cli cli = Cli.run("streams");
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err()).contains("bootstrap.servers").contains("badhop up");
  }

  @Test
  void aBrokerThatIsAwayIsNamed() throws IOException {
    int port = freePort();
    Path file = Files.writeString(folder.resolve("badhop.yml"), "startPatience: 0s\n");
    Cli cli = Cli.run("up", "--config", file, "--bootstrap-servers", "127.0.0.1:" + port);
    assertThat(cli.status()).isEqualTo(1);
    assertThat(cli.err()).contains("No Kafka broker answers at 127.0.0.1:" + port);
  }

  @Test
  void aPortInUseIsNamedAndNothingIsLeftBehind() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Path file =
          Files.writeString(
              folder.resolve("badhop.yml"), "embedded: {port: " + taken.getLocalPort() + "}\n");
      Cli cli = Cli.run("up", "--config", file);
      assertThat(cli.status()).isEqualTo(1);
      assertThat(cli.err()).contains("Port " + taken.getLocalPort() + " on 127.0.0.1 is in use");
      assertThat(folder.resolve("badhop-data")).doesNotExist();
    }
  }

  @Test
  void subjectsOfAllTopicsAreCheckedAndRegistered() throws IOException {
    Topics topics =
        new Topics(new AvroSerdes(new InProcessRegistry()), Topics.DEFAULT_PREFIX, 1, 1);
    Set<String> subjects = Registries.subjects(Settings.DEFAULT).keySet();
    for (Topic<?, ?> topic : topics.all()) {
      assertThat(subjects)
          .as(topic.name())
          .anyMatch(subject -> subject.startsWith(topic.name() + "-"));
    }
    Path file = Files.writeString(folder.resolve("badhop.yml"), "data: data\n");

    Cli before = Cli.run("schemas", "check", "--config", file);
    Cli registered = Cli.run("schemas", "register", "--config", file);
    Cli after = Cli.run("schemas", "check", "--config", file);

    assertThat(before.status()).isZero();
    assertThat(before.out().lines())
        .hasSameSizeAs(subjects)
        .allMatch(line -> line.startsWith("new "));
    assertThat(registered.out().lines())
        .hasSameSizeAs(subjects)
        .allMatch(line -> line.startsWith("ok "));
    assertThat(after.out()).isEqualTo(registered.out());
  }

  @Test
  void aTestAlertReachesTheWebhook() throws IOException {
    List<String> bodies = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.createContext(
        "/hook",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
      Cli cli =
          Cli.run(
              "alert",
              "test",
              "--config",
              Files.writeString(
                  folder.resolve("badhop.yml"), "alerting: {webhook: '" + url + "'}\n"));
      assertThat(cli.status()).isZero();
      assertThat(cli.err()).contains("console: delivered").contains("webhook: delivered");
      assertThat(bodies).hasSize(1).allMatch(body -> body.contains("This is a test"));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aWebhookThatIsAwayFailsTheTest() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("badhop.yml"),
            "alerting: {webhook: 'http://127.0.0.1:" + freePort() + "/'}\n");
    Cli cli = Cli.run("alert", "test", "--config", file, "--route", "webhook");
    assertThat(cli.status()).isEqualTo(1);
    assertThat(cli.err()).contains("webhook: not delivered");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
