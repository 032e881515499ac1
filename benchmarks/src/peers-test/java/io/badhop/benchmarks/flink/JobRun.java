package io.badhop.benchmarks.flink;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestTrace;
import io.badhop.schemas.event.Tick;
import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.InProcessRegistry;
import io.badhop.schemas.topic.Topic;
import io.badhop.schemas.topic.Topics;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Topics of its own, what is written to them, the job, and what has come out. */
final class JobRun implements AutoCloseable {
  private static final String RUN = "flink-1";
  private static final int PATIENCE_S = 120;

  private final String bootstrapServers;
  private final Path folder;
  private final int partitions;
  private final String prefix;
  private final Topics topics;
  private final KafkaProducer<String, byte[]> producer;
  private final List<Future<RecordMetadata>> sent = new ArrayList<>();

  JobRun(String bootstrapServers, Path parent, int partitions) throws Exception {
    this.bootstrapServers = bootstrapServers;
    this.folder = Files.createTempDirectory(parent, "run");
    this.partitions = partitions;
    this.prefix = UUID.randomUUID() + ".";
    this.topics =
        new Topics(
            new AvroSerdes(new InProcessRegistry(registry())), prefix, partitions, partitions);
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new StringSerializer(),
            new ByteArraySerializer());
    createTopics();
  }

  private Path registry() {
    return folder.resolve("registry.json");
  }

  private void createTopics() throws Exception {
    List<NewTopic> all = new ArrayList<>();
    for (String name : List.of("events.edge", "events.proxy", "events.app", counted(), failed())) {
      all.add(new NewTopic(prefix + name, partitions, (short) 1));
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin.createTopics(all).all().get(PATIENCE_S, TimeUnit.SECONDS);
    }
  }

  private static String counted() {
    return RUN + ".counts";
  }

  private static String failed() {
    return RUN + ".failures";
  }

  void edge(EdgeEvent event) {
    send(topics.edgeEvents(), null, event.getRequestId(), event);
  }

  void proxy(ProxyEvent event) {
    send(topics.proxyEvents(), null, event.getRequestId(), event);
  }

  void app(AppEvent event) {
    send(topics.appEvents(), null, event.getRequestId(), event);
  }

  void tick(Tick tick) {
    for (Topic<String, SpecificRecord> topic :
        List.of(topics.edgeEvents(), topics.proxyEvents(), topics.appEvents())) {
      for (int partition = 0; partition < partitions; partition++) {
        send(topic, partition, null, tick);
      }
    }
  }

  private void send(
      Topic<String, SpecificRecord> topic, Integer partition, String key, SpecificRecord value) {
    byte[] bytes = topic.values().serializer().serialize(topic.name(), value);
    sent.add(producer.send(new ProducerRecord<>(topic.name(), partition, key, bytes)));
  }

  /** Runs the job over what has been written, and returns when it has ended well. */
  void runJob(boolean chained, int parallelism) throws Exception {
    producer.flush();
    for (Future<RecordMetadata> each : sent) {
      each.get();
    }
    Process process = start(chained, parallelism);
    try {
      if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("the job: " + Files.readString(log()));
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(boolean chained, int parallelism) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-Dflink.chained=" + chained,
            "-cp",
            "target/flink/*" + File.pathSeparator + System.getProperty("java.class.path"),
            FlinkJoin.class.getName(),
            bootstrapServers,
            prefix,
            Integer.toString(partitions),
            Integer.toString(parallelism),
            registry().toString(),
            RUN,
            folder.toString())
        .redirectErrorStream(true)
        .redirectOutput(log().toFile())
        .start();
  }

  private Path log() {
    return folder.resolve("log");
  }

  /** The last count of each key. */
  Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    read(counted(), record -> counts.put(record.key(), ByteBuffer.wrap(record.value()).getLong()));
    return counts;
  }

  List<RequestTrace> failures() {
    List<RequestTrace> failures = new ArrayList<>();
    read(
        failed(),
        record ->
            failures.add(
                topics.traces().values().deserializer().deserialize("traces", record.value())));
    return failures;
  }

  /** All that is committed. */
  private void read(String name, Consumer<ConsumerRecord<String, byte[]>> each) {
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> from = new ArrayList<>();
      for (int partition = 0; partition < partitions; partition++) {
        from.add(new TopicPartition(prefix + name, partition));
      }
      consumer.assign(from);
      consumer.seekToBeginning(from);
      Map<TopicPartition, Long> ends = consumer.endOffsets(from);
      while (from.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(200)).forEach(each);
      }
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
