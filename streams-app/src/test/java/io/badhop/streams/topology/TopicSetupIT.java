package io.badhop.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.InProcessRegistry;
import io.badhop.schemas.topic.Topic;
import io.badhop.schemas.topic.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicSetupIT {

  @TempDir static Path dir;
  private static EmbeddedBroker broker;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = EmbeddedBroker.start(dir.resolve("broker"));
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void makesWhatIsMissingAndLeavesWhatIsThere() {
    Topics topics = topics("fresh.", 3);

    List<String> first = TopicSetup.ensure(admin(), topics, (short) 1);
    List<String> second = TopicSetup.ensure(admin(), topics, (short) 1);

    assertThat(first)
        .containsExactlyInAnyOrderElementsOf(topics.all().stream().map(Topic::name).toList());
    assertThat(second).isEmpty();
  }

  @Test
  void theBrokerStampsEventsOnArrival() throws Exception {
    Topics topics = topics("stamped.", 1);
    TopicSetup.ensure(admin(), topics, (short) 1);

    ConfigResource events = new ConfigResource(ConfigResource.Type.TOPIC, "stamped.events.proxy");
    try (Admin admin = Admin.create(admin())) {
      Config config =
          admin.describeConfigs(List.of(events)).all().get(10, TimeUnit.SECONDS).get(events);
      assertThat(config.get("message.timestamp.type").value()).isEqualTo("LogAppendTime");
      assertThat(config.get("retention.ms").value())
          .isEqualTo(Long.toString(topics.proxyEvents().retention().toMillis()));
    }
  }

  @Test
  void aTopicOfAnotherSizeIsNamedWithTheMend() {
    TopicSetup.ensure(admin(), topics("sized.", 2), (short) 1);

    assertThatThrownBy(() -> TopicSetup.ensure(admin(), topics("sized.", 4), (short) 1))
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining("sized.events.edge has 2 partitions where the configuration says 4");
  }

  private static Topics topics(String prefix, int partitions) {
    return new Topics(new AvroSerdes(new InProcessRegistry()), prefix, partitions, 1);
  }

  private static Map<String, Object> admin() {
    return Map.of("bootstrap.servers", broker.bootstrap());
  }
}
