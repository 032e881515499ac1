package io.badhop.streams.topology;

import io.badhop.schemas.event.SourceWatermark;
import io.badhop.schemas.topic.Topic;
import io.badhop.schemas.topic.Topics;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.Stores;

/**
 * The keeper: watermarks in, ticks out, one to every partition of the event topics.
 *
 * <p>It is a Kafka Streams application of its own with one task, so that Kafka elects it, fences a
 * predecessor that is not quite dead, and commits what it read, what it knows and the tick in one
 * transaction. It shares neither thread nor transaction with the stages: a stage that rebuilds its
 * state must not hold up time.
 */
public final class KeeperTopology implements Supplier<Topology> {

  static final String SOURCE = "watermarks";
  static final String PROCESSOR = "keeper";
  static final String STORE = "keeper-members";
  static final String PIN = "keeper-pin";

  private final Topics topics;
  private final TickRules rules;
  private final PipelineCounters counters;

  /** Over the catalogue's topics, by the given rules. */
  public KeeperTopology(Topics topics, TickRules rules, PipelineCounters counters) {
    this.topics = topics;
    this.rules = rules;
    this.counters = counters;
  }

  @Override
  public Topology get() {
    Topic<String, SourceWatermark> watermarks = topics.watermarks();
    Topology topology = new Topology();
    topology.addSource(
        SOURCE,
        watermarks.keys().deserializer(),
        watermarks.values().deserializer(),
        watermarks.name());
    topology.addProcessor(PROCESSOR, () -> new KeeperProcessor(topics, rules, counters), SOURCE);
    topology.addStateStore(
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray())
            .withCachingDisabled(),
        PROCESSOR);
    topology.addStateStore(Pin.store(PIN), PROCESSOR);
    for (Topic<String, SpecificRecord> events : new EventTopics(topics).list()) {
      topology.addSink(
          "ticks-" + events.name(),
          events.name(),
          events.keys().serializer(),
          events.values().serializer(),
          toAllPartitions(),
          PROCESSOR);
    }
    return topology;
  }

  private static StreamPartitioner<String, SpecificRecord> toAllPartitions() {
    return (topic, key, value, partitions) -> Optional.of(all(partitions));
  }

  private static Set<Integer> all(int partitions) {
    return IntStream.range(0, partitions).boxed().collect(Collectors.toUnmodifiableSet());
  }
}
