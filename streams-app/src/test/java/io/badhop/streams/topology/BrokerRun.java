package io.badhop.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.TrafficSummary;
import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.InProcessRegistry;
import io.badhop.schemas.topic.Topic;
import io.badhop.schemas.topic.Topics;
import io.badhop.streams.correlate.CorrelatorLimits;
import io.badhop.streams.detect.DetectConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** One run of the pipeline on a broker: its topics, its instances, what came out. */
final class BrokerRun {

  /**
   * Forgets soon and writes down often, so that a short log reaches what takes minutes in live
   * running.
   */
  static final TopologyConfig SHORT_MEMORY =
      new TopologyConfig(
          new CorrelatorLimits(64, 100_000, Duration.ofSeconds(3)), DetectConfig.DEFAULT, 2, 10);

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final String bootstrap;
  private final Path dir;
  private final String application;
  private final Topics topics;

  /**
   * Makes the topics.
   *
   * @param dir holds registry and state; runs that share it share the registry
   * @param name prefix of the topics, and the application's ID
   */
  BrokerRun(String bootstrap, Path dir, String name, int partitions) {
    this.bootstrap = bootstrap;
    this.dir = dir;
    this.application = name + "-app";
    this.topics = topics(dir, name, partitions);
    TopicSetup.ensure(Map.of("bootstrap.servers", bootstrap), topics, (short) 1);
  }

  static Topics topics(Path dir, String name, int partitions) {
    AvroSerdes serdes = new AvroSerdes(new InProcessRegistry(dir.resolve("schemas.json")));
    return new Topics(serdes, name + ".", partitions, 1);
  }

  static StreamsAppConfig config(
      String bootstrap,
      Path dir,
      String application,
      TopologyConfig topology,
      Map<String, Object> more) {
    Map<String, Object> kafka = new HashMap<>(more);
    kafka.put("bootstrap.servers", bootstrap);
    return StreamsAppConfig.of(application, kafka, dir.resolve("state"))
        .withInstanceId("only")
        .withTopology(topology)
        .withoutKeeper();
  }

  /** The same with a keeper. */
  static StreamsAppConfig keeperConfig(String bootstrap, Path dir, String application) {
    return StreamsAppConfig.of(
            application, Map.of("bootstrap.servers", bootstrap), dir.resolve("state"))
        .withInstanceId("only")
        .withThreads(1);
  }

  Topics topics() {
    return topics;
  }

  String application() {
    return application;
  }

  void produce(DrivenLog log) {
    log.produce(bootstrap, topics, 0, log.size());
  }

  /** Works off the log with an instance of this process. */
  void finish(DrivenLog log) {
    finish(log, topics, TopologyConfig.DEFAULT);
  }

  /** The same, on events of another run perhaps, and with other settings. */
  void finish(DrivenLog log, Topics events, TopologyConfig topology) {
    StreamsAppConfig config = config(bootstrap, dir, application, topology, Map.of());
    try (StreamsApp app = new StreamsApp(config, events, topics, state -> {})) {
      app.start();
      await().atMost(PATIENCE).until(() -> lastTicks(app).equals(List.of(log.lastTick())));
      assertThat(app.counters().threadsReplaced()).isZero();
      assertThat(app.counters().undecodableRecords()).isZero();
    }
  }

  private static List<Long> lastTicks(StreamsApp app) {
    return app.counters().stage2().values().stream()
        .map(PipelineCounters.Stage2Progress::lastTick)
        .toList();
  }

  List<Escalation> escalations() {
    Topic<String, Escalation> topic = topics.escalations();
    List<Escalation> said = new ArrayList<>();
    read(
        topic.name(),
        0,
        record ->
            said.add(topic.values().deserializer().deserialize(topic.name(), record.value())));
    return said;
  }

  List<List<Byte>> escalationBytes() {
    List<List<Byte>> bytes = new ArrayList<>();
    read(topics.escalations().name(), 0, record -> bytes.add(list(record.value())));
    return bytes;
  }

  /** Bytes of the summaries by tick and partition; fails when one was sent twice. */
  Map<String, List<Byte>> summaryBytes() {
    Topic<Integer, TrafficSummary> topic = topics.summaries();
    Map<String, List<Byte>> bytes = new TreeMap<>();
    read(
        topic.name(),
        0,
        record -> {
          TrafficSummary summary =
              topic.values().deserializer().deserialize(topic.name(), record.value());
          List<Byte> before =
              bytes.put(summary.getTick() + "/" + summary.getPartition(), list(record.value()));
          assertThat(before).as("summary sent twice").isNull();
        });
    return bytes;
  }

  /** Waits until the application has committed all that the event topics hold. */
  void awaitAllRead() {
    await().atMost(PATIENCE).until(() -> committed().equals(ends()));
  }

  /** Waits until the application has committed so many records of the event topics. */
  void awaitRead(long records) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> committed().values().stream().mapToLong(Long::longValue).sum() >= records);
  }

  private Map<TopicPartition, Long> committed() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      Map<TopicPartition, OffsetAndMetadata> offsets =
          admin
              .listConsumerGroupOffsets(application)
              .partitionsToOffsetAndMetadata()
              .get(10, TimeUnit.SECONDS);
      return offsets.entrySet().stream()
          .filter(entry -> eventPartitions().contains(entry.getKey()) && entry.getValue() != null)
          .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
    }
  }

  private Map<TopicPartition, Long> ends() {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(eventPartitions()));
      ends.values().removeIf(end -> end == 0);
      return ends;
    }
  }

  private List<TopicPartition> eventPartitions() {
    List<TopicPartition> all = new ArrayList<>();
    new EventTopics(topics)
        .list()
        .forEach(
            topic ->
                IntStream.range(0, topic.partitions())
                    .forEach(partition -> all.add(new TopicPartition(topic.name(), partition))));
    return all;
  }

  /** Reads what a partition holds now. */
  void read(String topic, int number, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    TopicPartition partition = new TopicPartition(topic, number);
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(sink);
      }
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers", bootstrap,
            "isolation.level", "read_committed",
            "enable.auto.commit", "false"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private static List<Byte> list(byte[] bytes) {
    List<Byte> list = new ArrayList<>(bytes.length);
    for (byte b : bytes) {
      list.add(b);
    }
    return list;
  }
}
