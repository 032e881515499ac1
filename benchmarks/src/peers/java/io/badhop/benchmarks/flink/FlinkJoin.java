package io.badhop.benchmarks.flink;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;

/**
 * The join of the three event topics as a Flink job, in a cluster inside this process: keyed state
 * on the heap, exactly-once checkpoints, transactional sinks. It reads what the topics hold when it
 * starts, and then stops as a streaming job is stopped that has to work off what it has read: "stop
 * with savepoint and drain" ends event time, closes what is open and commits the output.
 */
public final class FlinkJoin {
  private static final long WINDOW_MS = 30_000;
  private static final Duration DISORDER = Duration.ofSeconds(5);

  /**
   * How far one partition may be read ahead of another in event time, so that few exchanges are
   * half there. The source holds to it by 20 ms of the clock and not exactly.
   */
  private static final Duration DRIFT = Duration.ofSeconds(10);

  private static final Duration CHECKPOINTS = Duration.ofSeconds(1);

  private final String bootstrapServers;
  private final Catalogue catalogue;
  private final int parallelism;
  private final String run;
  private final Path work;

  private FlinkJoin(String[] args) {
    bootstrapServers = args[0];
    catalogue = new Catalogue(args[1], Integer.parseInt(args[2]), args[4]);
    parallelism = Integer.parseInt(args[3]);
    run = args[5];
    work = Path.of(args[6]);
  }

  /**
   * Runs the job to its end. With {@code -Dflink.chained=true} and one task the events are not sent
   * through Flink's network.
   *
   * @param args bootstrap servers, prefix of the topics, partitions of each, parallelism, the
   *     registry's file, a unique name for this run, a folder for checkpoints
   */
  public static void main(String[] args) throws Exception {
    if (args.length != 7) {
      System.err.println(
          "usage: FlinkJoin <bootstrap> <prefix> <partitions> <parallelism> <registry> <run>"
              + " <work>");
      System.exit(2);
    }
    new FlinkJoin(args).run();
  }

  private void run() throws Exception {
    StreamExecutionEnvironment job =
        StreamExecutionEnvironment.createLocalEnvironment(
            parallelism, settings(work.resolve("checkpoints")));
    build(job);
    InputEnd.find(bootstrapServers, catalogue);
    JobClient running = job.executeAsync("join");
    CompletableFuture<JobExecutionResult> result = running.getJobExecutionResult();
    while (!InputEnd.await(20)) {
      if (result.isDone()) {
        throw new IllegalStateException("it ended before its input: " + result.get());
      }
    }
    running
        .stopWithSavepoint(true, work.resolve("end").toString(), SavepointFormatType.NATIVE)
        .get();
    result.get();
  }

  private void build(StreamExecutionEnvironment job) {
    SingleOutputStreamOperator<Exchange> exchanges =
        keyed(events(job)).process(new JoinFunction(WINDOW_MS), Exchange.type()).name("join");
    exchanges
        .getSideOutput(JoinFunction.FAILURES)
        .sinkTo(sink("failures", exchange -> exchange.requestId, new TraceWriter(catalogue)))
        .name("failures");
    exchanges
        .transform(
            "local counts", Types.TUPLE(Types.STRING, Types.LONG), new LocalCounts(2 * WINDOW_MS))
        .keyBy(count -> count.f0, Types.STRING)
        .window(TumblingEventTimeWindows.of(Duration.ofSeconds(1)))
        .reduce((a, b) -> Tuple2.of(a.f0, a.f1 + b.f1), new OfSecond())
        .name("counts by second")
        .sinkTo(sink("counts", count -> count.f0, new CountWriter()))
        .name("counts");
  }

  private DataStream<Event> events(StreamExecutionEnvironment job) {
    KafkaSource<Event> source =
        KafkaSource.<Event>builder()
            .setBootstrapServers(bootstrapServers)
            .setTopics(catalogue.inputNames())
            .setGroupId(run)
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setProperties(consumer())
            .setDeserializer(new EventReader(catalogue))
            .build();
    return job.fromSource(
        source,
        WatermarkStrategy.<Event>forBoundedOutOfOrderness(DISORDER)
            .withTimestampAssigner((event, ignored) -> event.time / 1000)
            .withWatermarkAlignment("tiers", DRIFT, Duration.ofMillis(20)),
        "events",
        Event.type());
  }

  /** Chained, no event is serialised; Flink's own key groups allow that with one task only. */
  private KeyedStream<Event, String> keyed(DataStream<Event> events) {
    return parallelism == 1 && Boolean.getBoolean("flink.chained")
        ? DataStreamUtils.reinterpretAsKeyedStream(events, event -> event.requestId, Types.STRING)
        : events.keyBy(event -> event.requestId, Types.STRING);
  }

  private <T> KafkaSink<T> sink(String output, Text<T> key, SerializationSchema<T> value) {
    return KafkaSink.<T>builder()
        .setBootstrapServers(bootstrapServers)
        .setKafkaProducerConfig(producer())
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix(run + "-" + output)
        .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
        .setRecordSerializer(
            KafkaRecordSerializationSchema.<T>builder()
                .setTopic(catalogue.prefix() + run + "." + output)
                .setKeySerializationSchema(key)
                .setValueSerializationSchema(value)
                .build())
        .build();
  }

  /** Flink asks a schema for its type; of a lambda it can only tell through a named interface. */
  private interface Text<T> extends SerializationSchema<T> {
    String of(T from);

    @Override
    default byte[] serialize(T from) {
      return of(from).getBytes(StandardCharsets.UTF_8);
    }
  }

  private static final class CountWriter implements SerializationSchema<Tuple2<String, Long>> {
    private static final long serialVersionUID = 1;

    @Override
    public byte[] serialize(Tuple2<String, Long> count) {
      return ByteBuffer.allocate(Long.BYTES).putLong(count.f1).array();
    }
  }

  private static Properties consumer() {
    Properties properties = new Properties();
    properties.setProperty("isolation.level", "read_committed");
    properties.setProperty("max.poll.records", "2000");
    // Small bites of each partition: the topics are read abreast, and few exchanges are half there.
    properties.setProperty("max.partition.fetch.bytes", "131072");
    properties.setProperty("commit.offsets.on.checkpoint", "true");
    properties.setProperty("register.consumer.metrics", "false");
    return properties;
  }

  private static Properties producer() {
    Properties properties = new Properties();
    properties.setProperty("transaction.timeout.ms", "60000");
    properties.setProperty("compression.type", "lz4");
    properties.setProperty("linger.ms", "20");
    properties.setProperty("batch.size", "131072");
    properties.setProperty("register.producer.metrics", "false");
    return properties;
  }

  private static Configuration settings(Path checkpoints) {
    Configuration settings = new Configuration();
    settings.set(PipelineOptions.OBJECT_REUSE, true);
    settings.set(PipelineOptions.GENERIC_TYPES, false);
    settings.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ofMillis(100));
    settings.set(StateBackendOptions.STATE_BACKEND, "hashmap");
    settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    settings.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINTS);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    settings.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
    settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
    settings.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(8));
    return settings;
  }
}
