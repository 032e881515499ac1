package io.badhop.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.TrafficSummary;
import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.InProcessRegistry;
import io.badhop.schemas.topic.Topic;
import io.badhop.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Stage2ProcessorTest {

  private final Topic<Integer, TrafficSummary> summaries =
      new Topics(new AvroSerdes(new InProcessRegistry()), "t.", 1, 1).summaries();
  private final PipelineCounters counters = new PipelineCounters();

  @TempDir Path dir;

  @Test
  void aSnapshotThatCannotBeReadIsCountedAndAllSummariesAreHeardAgain() {
    MockProcessorContext<String, Escalation> context =
        new MockProcessorContext<>(new Properties(), new TaskId(1, 0), dir.toFile());
    KeyValueStore<String, byte[]> store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(PipelineTopology.STAGE_2_STORE),
                Serdes.String(),
                Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    new SnapshotStore(store)
        .write(new SnapshotStore.Snapshot(2, "of another world".getBytes(StandardCharsets.UTF_8)));

    new Stage2Processor(summaries, TopologyConfig.DEFAULT, new ThreeTicks(), counters)
        .init(context);

    assertThat(counters.snapshotsUnreadable()).isEqualTo(1);
    assertThat(counters.stage2().get(0).lastTick()).isEqualTo(3);
    assertThat(counters.stage2().get(0).counts().summaries()).isEqualTo(3);
  }

  /** Three summaries that were committed. */
  private final class ThreeTicks implements InputLog {

    @Override
    public Map<TopicPartition, Long> committed(Set<TopicPartition> partitions) {
      return Map.of(partitions.iterator().next(), 3L);
    }

    @Override
    public Map<TopicPartition, Long> earliest(Set<TopicPartition> partitions) {
      return Map.of(partitions.iterator().next(), 0L);
    }

    @Override
    public void read(
        Map<TopicPartition, Long> from,
        Map<TopicPartition, Long> to,
        Consumer<ConsumerRecord<byte[], byte[]>> sink) {
      String name = summaries.name();
      for (long offset = from.values().iterator().next(); offset < 3; offset++) {
        TrafficSummary summary = new TrafficSummary(offset + 1, 0, 1, List.of(), false);
        byte[] value = summaries.values().serializer().serialize(name, summary);
        sink.accept(new ConsumerRecord<>(name, 0, offset, new byte[0], value));
      }
    }
  }
}
