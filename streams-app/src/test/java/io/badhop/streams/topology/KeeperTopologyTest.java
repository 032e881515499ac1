package io.badhop.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.SourceState;
import io.badhop.schemas.event.SourceWatermark;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.WatermarkQuality;
import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.InProcessRegistry;
import io.badhop.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeeperTopologyTest {

  private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");

  private final Topics topics = new Topics(new AvroSerdes(new InProcessRegistry()), "t.", 1, 1);

  @TempDir Path state;

  @Test
  void aTickReachesEveryEventTopicWithTheNextBeatOfTheClock() {
    try (TopologyTestDriver driver = driver()) {
      watermarks(driver).pipeInput("nginx", report("nginx", 1_000));
      assertThat(ticks(driver, topics.edgeEvents().name())).isEmpty();

      driver.advanceWallClockTime(Duration.ofMillis(50));

      for (String topic :
          List.of("t.events.edge", "t.events.proxy", "t.events.app", "t.events.component")) {
        assertThat(ticks(driver, topic)).extracting(Tick::getNumber).containsExactly(1L);
      }
    }
  }

  @Test
  void whatASuccessorNeedsIsInTheStore() {
    try (TopologyTestDriver driver = driver()) {
      watermarks(driver).pipeInput("nginx", report("nginx", 1_000));
      driver.advanceWallClockTime(Duration.ofMillis(50));
      watermarks(driver).pipeInput("nginx", report("nginx", 2_000));
      driver.advanceWallClockTime(Duration.ofMillis(250));
      assertThat(ticks(driver, "t.events.proxy"))
          .extracting(Tick::getNumber)
          .containsExactly(1L, 2L);
      KeyValueStore<String, byte[]> store = driver.getKeyValueStore(KeeperTopology.STORE);
      assertThat(store.get("floors")).isNotNull();
      assertThat(store.get("member/PROXY/default/nginx")).isNotNull();

      watermarks(driver)
          .pipeInput(
              "nginx",
              SourceWatermark.newBuilder(report("nginx", 2_500))
                  .setState(SourceState.ENDED)
                  .build());
      driver.advanceWallClockTime(Duration.ofMillis(250));

      assertThat(ticks(driver, "t.events.proxy"))
          .singleElement()
          .satisfies(
              tick ->
                  assertThat(tick.getWatermarks().get(0).getWatermark()).isEqualTo(Long.MAX_VALUE));
      assertThat(store.get("member/PROXY/default/nginx")).isNull();
    }
  }

  @Test
  void theStoreThatHoldsSomethingIsInMemoryAndTheOneOnDiskHoldsNothing() {
    try (TopologyTestDriver driver = driver()) {
      assertThat(driver.getKeyValueStore(KeeperTopology.STORE).persistent()).isFalse();
      assertThat(driver.getKeyValueStore(KeeperTopology.PIN).persistent()).isTrue();
    }
  }

  private TopologyTestDriver driver() {
    Properties settings = new Properties();
    settings.put("application.id", "keeper-test");
    settings.put("state.dir", state.toString());
    return new TopologyTestDriver(
        new KeeperTopology(
                topics, TickRules.DEFAULT.gatheringFor(Duration.ZERO), new PipelineCounters())
            .get(),
        settings,
        START);
  }

  private TestInputTopic<String, SourceWatermark> watermarks(TopologyTestDriver driver) {
    return driver.createInputTopic(
        topics.watermarks().name(),
        topics.watermarks().keys().serializer(),
        topics.watermarks().values().serializer());
  }

  private List<Tick> ticks(TopologyTestDriver driver, String topic) {
    TestOutputTopic<String, SpecificRecord> output =
        driver.createOutputTopic(
            topic,
            topics.edgeEvents().keys().deserializer(),
            topics.edgeEvents().values().deserializer());
    return output.readValuesToList().stream().map(Tick.class::cast).toList();
  }

  private static SourceWatermark report(String source, long watermark) {
    return SourceWatermark.newBuilder()
        .setSource(source)
        .setTier(Tier.PROXY)
        .setWatermark(watermark)
        .setQuality(WatermarkQuality.PROMISE)
        .build();
  }
}
