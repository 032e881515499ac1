package io.badhop.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.badhop.schemas.event.Tick;
import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.InProcessRegistry;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

class TopicsTest {
  private final AvroSerdes serdes = new AvroSerdes(new InProcessRegistry());
  private final Topics topics = new Topics(serdes, Topics.DEFAULT_PREFIX, 4, 2);

  @Test
  void namesArePrefixedAndStandInTheOrderOfTheFlow() {
    assertThat(topics.all())
        .extracting(Topic::name)
        .containsExactly(
            "badhop.events.edge",
            "badhop.events.proxy",
            "badhop.events.app",
            "badhop.events.component",
            "badhop.watermarks",
            "badhop.summaries",
            "badhop.traces",
            "badhop.escalations",
            "badhop.dead-letters",
            "badhop.notifications");
  }

  @Test
  void eventTopicsArePartitionedAlikeAndStampedByTheBroker() {
    assertThat(topics.all().subList(0, 4))
        .allMatch(t -> t.partitions() == 4)
        .allMatch(Topic::logAppendTime);
    assertThat(topics.summaries().partitions()).isEqualTo(2);
  }

  @Test
  void everyEventTopicCarriesTicks() {
    Tick tick = new Tick(1L, List.of(), List.of());
    for (Topic<String, SpecificRecord> topic :
        List.of(
            topics.edgeEvents(),
            topics.proxyEvents(),
            topics.appEvents(),
            topics.componentEvents())) {
      byte[] bytes = topic.values().serializer().serialize(topic.name(), tick);
      assertThat(topic.values().deserializer().deserialize(topic.name(), bytes)).isEqualTo(tick);
    }
  }

  @Test
  void settingsAreKafkasOwn() {
    assertThat(topics.edgeEvents().settings())
        .containsEntry("cleanup.policy", "delete")
        .containsEntry("message.timestamp.type", "LogAppendTime")
        .containsEntry("retention.ms", Long.toString(Duration.ofDays(7).toMillis()));
    assertThat(topics.notifications().settings())
        .containsEntry("cleanup.policy", "compact")
        .doesNotContainKey("retention.ms");
  }

  @Test
  void prefixAndPartitionsAreChecked() {
    assertThatThrownBy(() -> new Topics(serdes, "bad hop/", 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bad hop/events.edge");
    assertThatThrownBy(() -> new Topics(serdes, "", 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("topic events.edge: 0 partitions; at least 1 is needed");
    assertThatThrownBy(
            () ->
                new Topic<>("..", Serdes.String(), Serdes.String(), 1, Topic.FOREVER, false, false))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
