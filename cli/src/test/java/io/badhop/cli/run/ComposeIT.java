package io.badhop.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.cli.config.KafkaSettings;
import io.badhop.cli.config.RegistrySettings;
import io.badhop.cli.config.Settings;
import io.badhop.cli.demo.Recordings;
import io.badhop.cli.run.RecordedRun.Conclusion;
import io.badhop.schemas.event.Cause;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docker-compose.yml as it stands in the repository, from nothing to the escalations. */
class ComposeIT {

  private static final String[] IMAGES = {
    "badhop/badhop:latest", "apache/kafka:4.3.1", "apicurio/apicurio-registry:3.0.9"
  };

  @TempDir private Path folder;

  private final Map<String, String> environment = new TreeMap<>();
  private List<String> compose;

  @BeforeEach
  void choosePorts() throws IOException {
    DockerEngine.require(IMAGES);
    compose = new ArrayList<>(DockerEngine.compose());
    compose.addAll(List.of("-f", root().resolve("docker-compose.yml").toString()));
    compose.addAll(List.of("-p", "badhop-test-" + ProcessHandle.current().pid()));
    environment.put("BADHOP_KAFKA_PORT", Integer.toString(freePort()));
    environment.put("BADHOP_REGISTRY_PORT", Integer.toString(freePort()));
    environment.put("BADHOP_LOGS", Files.createDirectory(folder.resolve("logs")).toString());
    environment.put("BADHOP_OPTS", "-Xmx384m");
  }

  @AfterEach
  void takeDown() throws Exception {
    if (compose != null) {
      run("down", "--volumes", "--timeout", "5");
    }
  }

  @Test
  void aRecordingIsShippedAndItsIncidentsAreOnTheTopic() throws Exception {
    run("up", "--detach");
    Path recording = Recordings.unpack(folder.resolve("recording")).get(0).folder();
    run(
        "run",
        "--rm",
        "-T",
        "-v",
        recording + ":/recording:ro",
        "ingest",
        "ingest",
        "--config",
        "/etc/badhop/badhop.yml",
        "--once",
        "/recording");

    try (Cluster cluster = Cluster.openToRead(settings(), problem -> {})) {
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () -> {
                Collection<Conclusion> conclusions = RecordedRun.read(cluster);
                assertThat(conclusions)
                    .extracting(Conclusion::cause)
                    .containsExactlyInAnyOrder(Cause.HEADER_TOO_LARGE, Cause.TLS_FAILURE);
                assertThat(conclusions).allMatch(conclusion -> conclusion.resolvedMs() > 0);
              });
    }
    assertThat(run("logs", "--no-color", "alerting"))
        .contains("HEADER_TOO_LARGE at APP: PATH shop.example.com/login  [RESOLVED]");
  }

  private Settings settings() {
    return Settings.DEFAULT
        .withKafka(KafkaSettings.DEFAULT.at("127.0.0.1:" + environment.get("BADHOP_KAFKA_PORT")))
        .withRegistry(
            RegistrySettings.DEFAULT.at(
                List.of(
                    "http://127.0.0.1:"
                        + environment.get("BADHOP_REGISTRY_PORT")
                        + "/apis/ccompat/v7")));
  }

  /** What it printed; fails when it fails. */
  private String run(String... words) throws Exception {
    List<String> command = new ArrayList<>(compose);
    command.addAll(List.of(words));
    Path log = Files.createTempFile(folder, "compose", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(root().toFile())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(log.toFile()));
    builder.environment().putAll(environment);
    Process process = builder.start();
    boolean ended = process.waitFor(3, TimeUnit.MINUTES);
    String said = Files.readString(log);
    assertThat(ended).as("%s did not end: %s", command, said).isTrue();
    assertThat(process.exitValue()).as("%s: %s", command, said).isZero();
    return said;
  }

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("docker-compose.yml")) ? here : here.getParent();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
