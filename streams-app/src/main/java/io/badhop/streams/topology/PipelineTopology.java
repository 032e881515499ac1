package io.badhop.streams.topology;

import io.badhop.schemas.event.DeadLetter;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.RequestTrace;
import io.badhop.schemas.event.TrafficSummary;
import io.badhop.schemas.topic.Topic;
import io.badhop.schemas.topic.Topics;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The pipeline, to be read from top to bottom:
 *
 * <pre>
 *   events.edge ──┐
 *   events.proxy ─┼─▶ stage-1 ─┬─▶ summaries ──▶ stage-2 ──▶ escalations
 *   events.app ───┤            ├─▶ traces
 *   events.component           └─▶ dead-letters
 * </pre>
 *
 * <p>Task i of stage 1 reads partition i of all four event topics, as they are keyed alike and of
 * one size. Task j of stage 2 reads partition j of the summaries, to which every task of stage 1
 * sends one record a tick. Open requests are in no store: what a successor needs it reads from the
 * input again, and the stores say from where on.
 */
public final class PipelineTopology implements Supplier<Topology> {

  static final String EDGE_EVENTS = "edge-events";
  static final String PROXY_EVENTS = "proxy-events";
  static final String APP_EVENTS = "app-events";
  static final String COMPONENT_EVENTS = "component-events";
  static final String STAGE_1 = "stage-1";
  static final String STAGE_1_STORE = "stage-1-needed-offsets";
  static final String SUMMARIES_OUT = "summaries-out";
  static final String TRACES_OUT = "traces-out";
  static final String DEAD_LETTERS_OUT = "dead-letters-out";
  static final String SUMMARIES_IN = "summaries-in";
  static final String STAGE_2 = "stage-2";
  static final String STAGE_2_STORE = "stage-2-snapshot";
  static final String ESCALATIONS_OUT = "escalations-out";
  static final String PIN = "pin";

  private final Topics events;
  private final Topics results;
  private final TopologyConfig config;
  private final InputLog log;
  private final PipelineCounters counters;

  /**
   * Over the topics of two catalogues, which are one and the same in live running.
   *
   * @param events where the events are
   * @param results where summaries, traces and escalations go; with as many partitions of event
   *     topics as the other
   * @param log what tasks rebuild their state from
   * @param counters told what the tasks have counted
   */
  public PipelineTopology(
      Topics events,
      Topics results,
      TopologyConfig config,
      InputLog log,
      PipelineCounters counters) {
    this.events = events;
    this.results = results;
    this.config = config;
    this.log = log;
    this.counters = counters;
  }

  @Override
  public Topology get() {
    Topology topology = new Topology();
    correlate(topology);
    detect(topology);
    return topology;
  }

  private void correlate(Topology topology) {
    EventTopics read = new EventTopics(events);
    events(topology, EDGE_EVENTS, read.get(EventTopics.EDGE));
    events(topology, PROXY_EVENTS, read.get(EventTopics.PROXY));
    events(topology, APP_EVENTS, read.get(EventTopics.APP));
    events(topology, COMPONENT_EVENTS, read.get(EventTopics.COMPONENT));
    topology.addProcessor(
        STAGE_1,
        () -> new Stage1Processor(read, results.summaries().partitions(), config, log, counters),
        EDGE_EVENTS,
        PROXY_EVENTS,
        APP_EVENTS,
        COMPONENT_EVENTS);
    topology.addStateStore(neededOffsets(), STAGE_1);
    Topic<Integer, TrafficSummary> summaries = results.summaries();
    topology.addSink(
        SUMMARIES_OUT,
        summaries.name(),
        summaries.keys().serializer(),
        summaries.values().serializer(),
        toPartitionInKey(),
        STAGE_1);
    Topic<String, RequestTrace> traces = results.traces();
    topology.addSink(
        TRACES_OUT,
        traces.name(),
        traces.keys().serializer(),
        traces.values().serializer(),
        STAGE_1);
    Topic<String, DeadLetter> deadLetters = results.deadLetters();
    topology.addSink(
        DEAD_LETTERS_OUT,
        deadLetters.name(),
        deadLetters.keys().serializer(),
        deadLetters.values().serializer(),
        STAGE_1);
  }

  private void detect(Topology topology) {
    source(topology, SUMMARIES_IN, results.summaries());
    topology.addProcessor(
        STAGE_2,
        () -> new Stage2Processor(results.summaries(), config, log, counters),
        SUMMARIES_IN);
    topology.addStateStore(snapshot(), STAGE_2);
    topology.addStateStore(Pin.store(PIN), STAGE_2);
    Topic<String, Escalation> escalations = results.escalations();
    topology.addSink(
        ESCALATIONS_OUT,
        escalations.name(),
        escalations.keys().serializer(),
        escalations.values().serializer(),
        STAGE_2);
  }

  /** In sheaves, which stage 1 reads itself. What an event's key says stands in the event, too. */
  private static void events(Topology topology, String name, Topic<String, SpecificRecord> topic) {
    Deserializer<byte[]> asItIs = (of, bytes) -> bytes;
    topology.addSource(name, asItIs, asItIs, topic.name());
  }

  private static <K, V extends SpecificRecord> void source(
      Topology topology, String name, Topic<K, V> topic) {
    topology.addSource(
        name, topic.keys().deserializer(), topic.values().deserializer(), topic.name());
  }

  /** Stage 1 keys each summary with the partition that it is for. */
  private static StreamPartitioner<Integer, TrafficSummary> toPartitionInKey() {
    return (topic, key, value, partitions) -> Optional.of(Set.of(key));
  }

  /** By number of the event topic. */
  private static StoreBuilder<KeyValueStore<Integer, Long>> neededOffsets() {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(STAGE_1_STORE), Serdes.Integer(), Serdes.Long())
        .withCachingDisabled();
  }

  private static StoreBuilder<KeyValueStore<String, byte[]>> snapshot() {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(STAGE_2_STORE), Serdes.String(), Serdes.ByteArray())
        .withCachingDisabled();
  }
}
