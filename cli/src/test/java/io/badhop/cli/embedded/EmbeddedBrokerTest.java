package io.badhop.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {

  @TempDir Path folder;

  @Test
  void whatItHoldsSurvivesARestart() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0, message -> {})) {
      try (Admin admin = admin(broker)) {
        admin
            .createTopics(List.of(new NewTopic("kept", 1, (short) 1)))
            .all()
            .get(30, TimeUnit.SECONDS);
      }
    }
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0, message -> {});
        Admin admin = admin(broker)) {
      Set<String> topics = admin.listTopics().names().get(30, TimeUnit.SECONDS);
      assertThat(topics).contains("kept");
    }
  }

  @Test
  void aPortInUseIsNamedBeforeAnythingIsWritten() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      Path data = folder.resolve("data");
      assertThatThrownBy(() -> EmbeddedBroker.start(data, port, message -> {}))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("Port " + port)
          .hasMessageContaining("in use");
      assertThat(Files.exists(data)).isFalse();
    }
  }

  @Test
  void aFolderInUseIsNamed() {
    try (EmbeddedBroker first = EmbeddedBroker.start(folder, 0, message -> {})) {
      assertThat(first.bootstrapServers()).startsWith("127.0.0.1:");
      assertThatThrownBy(() -> EmbeddedBroker.start(folder, 0, message -> {}))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining(folder.toString())
          .hasMessageContaining("in use by another badhop");
    }
  }

  private static Admin admin(EmbeddedBroker broker) {
    return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }
}
