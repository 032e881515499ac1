package io.badhop.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.badhop.schemas.event.SourceChangeKind;
import io.badhop.schemas.event.SourceState;
import io.badhop.schemas.event.SourceWatermark;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.event.WatermarkQuality;
import io.badhop.schemas.topic.Topic;
import io.badhop.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ticks on a real broker: the same in every partition, numbered without a gap, whatever happens to
 * the keeper.
 */
class KeeperIT {

  private static final int PARTITIONS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

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
  void aKilledKeeperLeavesNoGapAndNoDoubt() throws Exception {
    BrokerRun run = new BrokerRun(broker.bootstrap(), dir, "kept", PARTITIONS);
    try (Reporter reporter = new Reporter(broker.bootstrap(), run.topics())) {
      StreamsProcess first =
          StreamsProcess.startWithKeeper(broker.bootstrap(), dir, "kept", PARTITIONS);
      await().atMost(PATIENCE).until(() -> reporter.beat() && ticks(run, 0, 0).size() >= 5);
      first.kill();
      int before = ticks(run, 0, 0).size();

      try (StreamsApp second =
          new StreamsApp(
              BrokerRun.keeperConfig(broker.bootstrap(), dir, run.application()),
              run.topics(),
              state -> {})) {
        second.start();
        await()
            .atMost(PATIENCE)
            .until(() -> reporter.beat() && ticks(run, 0, 0).size() >= before + 5);
        reporter.end();
        await().atMost(PATIENCE).until(() -> ended(ticks(run, 0, 0)));
        await()
            .atMost(PATIENCE)
            .until(() -> second.counters().stage2().get(0).lastTick() == ticks(run, 0, 0).size());
      }
      List<Tick> ticks = ticks(run, 0, 0);
      checkNumbers(ticks);
      for (int topic = 0; topic < 4; topic++) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
          assertThat(ticks(run, topic, partition)).isEqualTo(ticks);
        }
      }
    }
  }

  private static void checkNumbers(List<Tick> ticks) {
    assertThat(ticks)
        .extracting(Tick::getNumber)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, ticks.size()).boxed().toList());
    assertThat(ticks).extracting(tick -> tick.getWatermarks().get(0).getWatermark()).isSorted();
    assertThat(ticks)
        .flatExtracting(Tick::getChanges)
        .extracting(change -> change.getChange())
        .containsExactly(SourceChangeKind.JOINED, SourceChangeKind.LEFT);
  }

  private static boolean ended(List<Tick> ticks) {
    return !ticks.isEmpty()
        && ticks.get(ticks.size() - 1).getWatermarks().get(0).getWatermark() == Long.MAX_VALUE;
  }

  private static List<Tick> ticks(BrokerRun run, int topic, int partition) {
    Topic<String, SpecificRecord> events = new EventTopics(run.topics()).get(topic);
    List<Tick> ticks = new ArrayList<>();
    run.read(
        events.name(),
        partition,
        record ->
            ticks.add(
                (Tick) events.values().deserializer().deserialize(events.name(), record.value())));
    return ticks;
  }

  /** A source whose watermark moves with every beat. */
  private static final class Reporter implements AutoCloseable {
    private final Topic<String, SourceWatermark> topic;
    private final KafkaProducer<String, SourceWatermark> producer;
    private long watermark = 1_000_000;

    Reporter(String bootstrap, Topics topics) {
      topic = topics.watermarks();
      producer =
          new KafkaProducer<>(
              Map.of("bootstrap.servers", bootstrap),
              topic.keys().serializer(),
              topic.values().serializer());
    }

    boolean beat() {
      watermark += 100_000;
      return send(SourceState.ALIVE);
    }

    void end() {
      send(SourceState.ENDED);
    }

    private boolean send(SourceState state) {
      SourceWatermark report =
          SourceWatermark.newBuilder()
              .setSource("nginx")
              .setTier(Tier.PROXY)
              .setWatermark(watermark)
              .setQuality(WatermarkQuality.PROMISE)
              .setState(state)
              .build();
      assertThat(producer.send(new ProducerRecord<>(topic.name(), "nginx", report)))
          .succeedsWithin(PATIENCE);
      return true;
    }

    @Override
    public void close() {
      producer.close();
    }
  }
}
