package io.badhop.benchmarks.recovery;

import io.badhop.benchmarks.BrokerProcess;
import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.InProcessRegistry;
import io.badhop.schemas.topic.Topic;
import io.badhop.schemas.topic.Topics;
import io.badhop.streams.correlate.CorrelatorLimits;
import io.badhop.streams.topology.TopicSetup;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Time that a killed instance's successor takes to rebuild what was open, from requests a second
 * and the seconds by which the edge's log comes late: {@code RecoveryBenchmark [RATE:DELAY...]}.
 * The successor is a new process that finds committed offsets and no state, and reads all that the
 * log holds before them.
 */
public final class RecoveryBenchmark {

  private static final int PARTITIONS = 4;
  private static final Path RESULT = Path.of("benchmarks", "target", "recovery.json");

  private final Path folder;
  private final BrokerProcess broker;
  private final AvroSerdes serdes;
  private final List<String> json = new ArrayList<>();

  private RecoveryBenchmark(Path folder, BrokerProcess broker) {
    this.folder = folder;
    this.broker = broker;
    this.serdes = new AvroSerdes(new InProcessRegistry(folder.resolve("schemas.json")));
  }

  /** Runs it, from the root of the checkout. */
  public static void main(String[] args) throws Exception {
    List<String> cases =
        args.length > 0 ? List.of(args) : List.of("1000:30", "5000:30", "1000:300", "5000:300");
    Path folder = Files.createTempDirectory("badhop-recovery");
    try (BrokerProcess broker = BrokerProcess.start(folder.resolve("broker"))) {
      RecoveryBenchmark benchmark = new RecoveryBenchmark(folder, broker);
      System.out.println(
          "| requests/s | edge late by | threads | records | s, rebuilding | s, from start | records/s | processor s | load |\n"
              + "|---|---|---|---|---|---|---|---|---|");
      for (String one : cases) {
        String[] parts = one.split(":");
        benchmark.measure(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
      }
      Files.createDirectories(RESULT.getParent());
      Files.writeString(RESULT, "[" + String.join(",\n", benchmark.json) + "]\n");
    } finally {
      delete(folder);
    }
  }

  static String application(String prefix, int threads) {
    return prefix + "app-" + threads;
  }

  private void measure(int rate, int delay) throws Exception {
    String prefix = "r" + rate + "d" + delay + ".";
    Topics topics = new Topics(serdes, prefix, PARTITIONS, 1);
    TopicSetup.ensure(Map.of("bootstrap.servers", broker.bootstrapServers()), topics, (short) 1);
    int seconds = (int) CorrelatorLimits.DEFAULT.horizon().toSeconds() + 10 + delay;
    long records = new OpenLog(broker.bootstrapServers(), topics, rate, seconds, delay).write();
    for (int threads = 1; threads <= 2; threads++) {
      commitEnds(topics, application(prefix, threads));
      double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
      double[] took = rebuild(prefix, threads);
      if (took[0] != records) {
        throw new IllegalStateException(took[0] + " records were read, not " + records);
      }
      print(rate, delay, threads, took, load);
    }
  }

  private void print(int rate, int delay, int threads, double[] took, double load) {
    double seconds = took[1] / threads;
    System.out.printf(
        Locale.ROOT,
        "| %,d | %d s | %d | %,.0f | %.1f | %.1f | %,.0f | %.1f | %.1f |%n",
        rate,
        delay,
        threads,
        took[0],
        seconds,
        took[2],
        took[0] / seconds,
        took[3],
        load);
    json.add(
        String.format(
            Locale.ROOT,
            "{\"requestsPerSecond\": %d, \"edgeDelaySeconds\": %d, \"threads\": %d, \"records\": %.0f,"
                + " \"rebuildSeconds\": %.2f, \"fromStartSeconds\": %.2f, \"processorSeconds\": %.2f, \"load\": %.1f}",
            rate,
            delay,
            threads,
            took[0],
            seconds,
            took[2],
            took[3],
            load));
  }

  /** As if an instance had worked off all that there is. */
  private void commitEnds(Topics topics, String application) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "group.id", application),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (Topic<?, ?> topic : topics.forJoining()) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
          partitions.add(new TopicPartition(topic.name(), partition));
        }
      }
      Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
      consumer
          .endOffsets(partitions)
          .forEach((partition, end) -> ends.put(partition, new OffsetAndMetadata(end)));
      consumer.commitSync(ends);
    }
  }

  /** Records, seconds of all tasks, seconds from the start, processor seconds. */
  private double[] rebuild(String prefix, int threads) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseParallelGC",
                "-Xmx4g",
                "-cp",
                System.getProperty("java.class.path"),
                RebuildingInstance.class.getName(),
                broker.bootstrapServers(),
                folder.toString(),
                prefix,
                Integer.toString(PARTITIONS),
                Integer.toString(threads))
            .redirectError(folder.resolve("instance.log").toFile())
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    String last = out.lines().reduce((before, line) -> line).orElse("");
    if (!last.matches("\\d+ \\S+ \\S+ \\S+")) {
      throw new IllegalStateException(
          "the instance failed: " + out + Files.readString(folder.resolve("instance.log")));
    }
    return Stream.of(last.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
