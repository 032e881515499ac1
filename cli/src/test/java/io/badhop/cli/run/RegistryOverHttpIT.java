package io.badhop.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.badhop.cli.config.Settings;
import io.badhop.cli.config.SettingsFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The schema registry of a badhop with an embedded broker, as other programs see it. */
class RegistryOverHttpIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path folder;

  @Test
  void itsAddressIsToldAndItsNumbersAreTheSameAfterARestart() throws Exception {
    Settings settings = SettingsFile.load(Files.writeString(folder.resolve("badhop.yml"), ""));
    Map<String, Integer> first = ids(settings);
    assertThat(first.keySet()).isEqualTo(Registries.subjects(settings).keySet());
    assertThat(settings.registryFile()).exists();

    assertThat(ids(settings)).isEqualTo(first);
  }

  @Test
  void portThatIsTakenIsNamedAndTheBrokerIsEnded() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      Settings settings =
          SettingsFile.load(
              Files.writeString(
                  folder.resolve("badhop.yml"), "embedded: {registryPort: " + port + "}\n"));

      assertThatThrownBy(() -> Cluster.open(settings, words -> {}))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("Port " + port)
          .hasMessageContaining("embedded: registryPort:");
      assertThat(Thread.getAllStackTraces().keySet())
          .noneMatch(thread -> thread.getName().contains("raft-io-thread"));
    }
  }

  @Test
  void processThatOnlyReadsAnswersNobody() throws IOException {
    Settings settings = SettingsFile.load(Files.writeString(folder.resolve("badhop.yml"), ""));
    Cluster.open(settings, words -> {}).close();

    try (Cluster reading = Cluster.openToRead(settings, words -> {})) {
      assertThat(reading.registryUrl()).isEmpty();
    }
  }

  /** The number of each subject's latest schema, asked for at the address that was told. */
  private static Map<String, Integer> ids(Settings settings) throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    try (Running running = Running.start(settings, told::add, (cluster, onFailure) -> List.of())) {
      String url = running.cluster().registryUrl().orElseThrow();
      assertThat(told).contains("schema registry ready at " + url);
      Map<String, Integer> ids = new TreeMap<>();
      for (JsonNode subject : get(url + "/subjects")) {
        String latest = url + "/subjects/" + subject.asText() + "/versions/latest";
        ids.put(subject.asText(), get(latest).path("id").asInt());
      }
      return ids;
    }
  }

  private static JsonNode get(String url) throws Exception {
    HttpRequest call = HttpRequest.newBuilder(URI.create(url)).build();
    return JSON.readTree(HTTP.send(call, BodyHandlers.ofString()).body());
  }
}
