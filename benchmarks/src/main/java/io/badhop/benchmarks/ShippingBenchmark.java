package io.badhop.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.badhop.ingest.ship.LogSet;
import io.badhop.ingest.ship.LogSetOptions;
import io.badhop.ingest.ship.Shipper;
import io.badhop.ingest.ship.ShipperOptions;
import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.InProcessRegistry;
import io.badhop.schemas.topic.Topics;
import io.badhop.streams.topology.TopicSetup;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Shipping a file of an access log to Kafka, from finding its format to the last acknowledgement,
 * against a bare producer that sends the same bytes from memory: {@code ShippingBenchmark [LINES
 * [ROUNDS]]}. Both send the same keys to the same number of partitions with the same settings, in
 * turn in one process, after one round that does not count.
 */
public final class ShippingBenchmark {
  private static final int PARTITIONS = 4;
  private static final long BYTES_A_LINE = 170;

  private final Path log;
  private final String bootstrapServers;
  private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();

  /**
   * What one way of sending took, and what then was in each partition.
   *
   * @param seconds on the clock
   * @param sending of the processor, in the thread that sends
   * @param processor of the processor, in all threads of this process
   */
  private record Run(
      double seconds, double sending, double processor, Map<String, Long> partitions) {
    Run with(Map<String, Long> found) {
      return new Run(seconds, sending, processor, found);
    }
  }

  /** Begins to measure. */
  private static final class Watch {
    private static final OperatingSystemMXBean SYSTEM =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final long begin = System.nanoTime();
    private final long thread = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    private final long process = SYSTEM.getProcessCpuTime();

    Run stop() {
      double seconds = (System.nanoTime() - begin) / 1e9;
      long threadNow = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      double sending = (threadNow - thread) / 1e9;
      return new Run(seconds, sending, (SYSTEM.getProcessCpuTime() - process) / 1e9, Map.of());
    }
  }

  private record Round(Run bare, Run badhop, double load) {
    double ratio() {
      return bare.seconds / badhop.seconds;
    }
  }

  /** Remembers what it is to send, and acknowledges it. */
  private static final class Remembering extends MockProducer<byte[], byte[]> {
    private final List<ProducerRecord<byte[], byte[]>> records;

    Remembering(List<ProducerRecord<byte[], byte[]>> records) {
      super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
      this.records = records;
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<byte[], byte[]> record, Callback callback) {
      Future<RecordMetadata> sent = super.send(record, callback);
      records.add(record);
      clear();
      return sent;
    }
  }

  private ShippingBenchmark(Path folder, String bootstrapServers) {
    this.log = folder.resolve("access.log");
    this.bootstrapServers = bootstrapServers;
  }

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    long lines = args.length > 0 ? Long.parseLong(args[0]) : 500_000;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
    Path folder = Files.createTempDirectory("badhop-shipping");
    try (BrokerProcess broker = BrokerProcess.start(folder.resolve("broker"))) {
      new ShippingBenchmark(folder, broker.bootstrapServers()).run(lines, rounds);
    } finally {
      delete(folder);
    }
  }

  private void run(long lines, int rounds) throws Exception {
    long count = new LogGenerator(1).write(log, false, lines * BYTES_A_LINE);
    remember();
    long bytes = records.stream().mapToLong(ShippingBenchmark::size).sum();
    System.out.printf(
        Locale.ROOT,
        "log: %,d lines, %,d bytes; as events: %,d records, %,d bytes%n",
        count,
        Files.size(log),
        records.size(),
        bytes);
    List<Round> measured = new ArrayList<>();
    for (int i = 0; i <= rounds; i++) {
      Round round = round(i);
      print(i == 0 ? "warm-up" : Integer.toString(i), round, bytes);
      if (i > 0) {
        measured.add(round);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "median: bare %.2f s, badhop %.2f s, ratio %.2f, of processor time %.2f%n",
        median(measured.stream().map(round -> round.bare.seconds)),
        median(measured.stream().map(round -> round.badhop.seconds)),
        median(measured.stream().map(Round::ratio)),
        median(measured.stream().map(round -> round.bare.processor / round.badhop.processor)));
  }

  /** What badhop sends for the log, but for the watermarks. */
  private void remember() throws Exception {
    Topics topics = topics("x.");
    List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>();
    ship(new Remembering(all), topics);
    all.removeIf(record -> record.topic().equals(topics.watermarks().name()));
    records.addAll(all);
  }

  private static Topics topics(String prefix) {
    return new Topics(new AvroSerdes(new InProcessRegistry()), prefix, PARTITIONS, 1);
  }

  private void ship(Producer<byte[], byte[]> to, Topics topics) throws Exception {
    LogSet logs = LogSet.open(List.of(log), LogSetOptions.DEFAULT);
    try (Shipper shipper =
        Shipper.recording(to, topics, logs, 0, ShipperOptions.DEFAULT, Clock.systemUTC())) {
      shipper.run();
      if (!shipper.ended() || shipper.counters().refused() > 0) {
        throw new IllegalStateException("not all was shipped: " + shipper.counters());
      }
    }
  }

  /** Each way goes first in turn. */
  private Round round(int number) throws Exception {
    double load = Watch.SYSTEM.getSystemLoadAverage();
    Run first = number % 2 == 0 ? bare(number) : null;
    Run badhop = badhop(number);
    Run bare = first == null ? bare(number) : first;
    long arrived = badhop.partitions.values().stream().mapToLong(Long::longValue).sum();
    if (arrived != records.size() || !badhop.partitions.equals(bare.partitions)) {
      throw new IllegalStateException(
          "sent " + records.size() + ", arrived " + badhop.partitions + " and " + bare.partitions);
    }
    return new Round(bare, badhop, load);
  }

  private Run bare(int round) throws Exception {
    Topics topics = made("bare" + round + ".");
    AtomicReference<Exception> failure = new AtomicReference<>();
    System.gc();
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      Watch watch = new Watch();
      for (ProducerRecord<byte[], byte[]> record : records) {
        String topic = record.topic().replaceFirst("^x\\.", "bare" + round + ".");
        var unused =
            producer.send(
                new ProducerRecord<>(topic, record.key(), record.value()),
                (metadata, e) -> failure.compareAndSet(null, e));
      }
      producer.flush();
      Run run = watch.stop();
      if (failure.get() != null) {
        throw failure.get();
      }
      return run.with(partitions(topics));
    }
  }

  private Run badhop(int round) throws Exception {
    Topics topics = made("badhop" + round + ".");
    System.gc();
    KafkaProducer<byte[], byte[]> producer = producer();
    Watch watch = new Watch();
    ship(producer, topics);
    return watch.stop().with(partitions(topics));
  }

  private Topics made(String prefix) {
    Topics topics = topics(prefix);
    TopicSetup.ensure(Map.of("bootstrap.servers", bootstrapServers), topics, (short) 1);
    return topics;
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Shipper.producerSettings(Map.of("bootstrap.servers", bootstrapServers)));
  }

  /** Records in each partition of the events and the dead letters, by topic without its prefix. */
  private Map<String, Long> partitions(Topics topics) {
    List<String> names =
        Stream.concat(topics.forJoining().stream(), Stream.of(topics.deadLetters()))
            .map(topic -> topic.name())
            .distinct()
            .toList();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> all =
          names.stream()
              .flatMap(name -> consumer.partitionsFor(name).stream())
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      Map<String, Long> counts = new TreeMap<>();
      consumer
          .endOffsets(all)
          .forEach((at, end) -> counts.put(at.toString().replaceFirst("^\\w+\\.", ""), end));
      return counts;
    }
  }

  private static long size(ProducerRecord<byte[], byte[]> record) {
    return (long) record.value().length + (record.key() == null ? 0 : record.key().length);
  }

  private void print(String name, Round round, long bytes) {
    System.out.printf(
        Locale.ROOT,
        "%-7s | bare   %s %6.1f MB/s%n        | badhop %s | ratio %.2f, of processor time %.2f (sending thread %.2f) | load %.1f%n",
        name,
        figures(round.bare),
        bytes / round.bare.seconds / 1e6,
        figures(round.badhop),
        round.ratio(),
        round.bare.processor / round.badhop.processor,
        round.bare.sending / round.badhop.sending,
        round.load);
  }

  private String figures(Run run) {
    return String.format(
        Locale.ROOT,
        "%6.2f s %,9.0f records/s, processor %5.2f s (sending thread %5.2f s)",
        run.seconds,
        records.size() / run.seconds,
        run.processor,
        run.sending);
  }

  private static double median(Stream<Double> values) {
    double[] sorted = values.mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("no rounds " + Arrays.toString(sorted));
    }
    return sorted[sorted.length / 2];
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
