package io.badhop.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.RequestTrace;
import io.badhop.schemas.topic.Topic;
import io.badhop.schemas.topic.Topics;
import io.badhop.streams.correlate.CorrelatorCounters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;

/** The pipeline in Kafka's test driver, with one partition. */
final class TestRun implements AutoCloseable {

  private final Topics topics;
  private final PipelineCounters counters = new PipelineCounters();
  private final TopologyTestDriver driver;
  private final List<TestInputTopic<String, SpecificRecord>> events = new ArrayList<>();

  TestRun(Topics topics, Path state) {
    this(topics, state, TopologyConfig.DEFAULT);
  }

  TestRun(Topics topics, Path state, TopologyConfig config) {
    this.topics = topics;
    Properties settings = new Properties();
    settings.put("application.id", "pipeline-test");
    settings.put("state.dir", state.toString());
    settings.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
    settings.put(DeadLetterHandler.TOPICS, topics);
    settings.put(DeadLetterHandler.COUNTERS, counters);
    driver =
        new TopologyTestDriver(
            new PipelineTopology(topics, topics, config, InputLog.empty(), counters).get(),
            settings);
    for (Topic<String, SpecificRecord> topic : new EventTopics(topics).list()) {
      events.add(
          driver.createInputTopic(
              topic.name(), topic.keys().serializer(), topic.values().serializer()));
    }
  }

  TopologyTestDriver driver() {
    return driver;
  }

  PipelineCounters counters() {
    return counters;
  }

  void pipe(DrivenLog log, int from, int to) {
    for (int i = from; i < to; i++) {
      SpecificRecord record = log.records().get(i);
      if (log.tickAt(i)) {
        tick(record);
      } else {
        events.get(log.topics().get(i)).pipeInput(DrivenLog.key(record), record);
      }
    }
  }

  void tick(SpecificRecord tick) {
    events.forEach(topic -> topic.pipeInput(null, tick));
  }

  List<Escalation> escalations() {
    return values(topics.escalations());
  }

  List<RequestTrace> traces() {
    return values(topics.traces());
  }

  <V> List<V> values(Topic<String, V> topic) {
    return driver
        .createOutputTopic(topic.name(), topic.keys().deserializer(), topic.values().deserializer())
        .readValuesToList();
  }

  /** The identities of the accounts. */
  void checkAccounts() {
    counters
        .stage1()
        .values()
        .forEach(
            task -> {
              CorrelatorCounters counts = task.counts().correlated();
              assertThat(counts.joined() + counts.duplicate() + counts.late() + counts.overflowed())
                  .isEqualTo(counts.events());
              assertThat(counts.counted()).isEqualTo(counts.exchanges());
            });
  }

  @Override
  public void close() {
    driver.close();
  }
}
