package io.badhop.benchmarks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.benchmarks.Traffic;
import io.badhop.schemas.topic.Topic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The peer does the work that it is measured at, ticks in its topics or not. */
class DslJoinTest {
  private static final int REQUESTS = 1_000;

  private final Traffic traffic = new Traffic(1, 400);
  @TempDir private Path folder;

  @Test
  void countsAndFailuresAreTheTruth() {
    Terms terms = new Terms("", "t.", 1, 1, folder.resolve("schemas.json"), "run", folder);
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "run");
    settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    JoinOutput output = new JoinOutput(terms, Truth.of(traffic, REQUESTS));

    try (TopologyTestDriver driver =
        new TopologyTestDriver(new DslJoin(terms, settings).get(), settings)) {
      pipe(driver, terms.events().forJoining());
      read(driver, output);
    }

    assertThat(output.complete()).as(output.progress()).isTrue();
    output.check();
  }

  private void pipe(TopologyTestDriver driver, List<Topic<String, SpecificRecord>> topics) {
    List<TestInputTopic<byte[], byte[]>> inputs = new ArrayList<>();
    for (Topic<String, SpecificRecord> topic : topics.subList(0, 3)) {
      inputs.add(
          driver.createInputTopic(
              topic.name(), new ByteArraySerializer(), new ByteArraySerializer()));
      inputs.get(inputs.size() - 1).pipeInput(null, value(topic, Traffic.tick(1)));
    }
    for (long number = 0; number < REQUESTS; number++) {
      List<SpecificRecord> records =
          List.of(traffic.edge(number), traffic.proxyEvent(number), traffic.app(number));
      for (int tier = 0; tier < records.size(); tier++) {
        byte[] key = topics.get(tier).keys().serializer().serialize("", traffic.requestId(number));
        inputs.get(tier).pipeInput(key, value(topics.get(tier), records.get(tier)));
      }
    }
  }

  private static byte[] value(Topic<String, SpecificRecord> topic, SpecificRecord record) {
    return topic.values().serializer().serialize(topic.name(), record);
  }

  private static void read(TopologyTestDriver driver, JoinOutput output) {
    for (String topic : output.topics()) {
      for (TestRecord<byte[], byte[]> record :
          driver
              .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
              .readRecordsToList()) {
        output.see(new ConsumerRecord<>(topic, 0, 0, record.key(), record.value()));
      }
    }
  }
}
