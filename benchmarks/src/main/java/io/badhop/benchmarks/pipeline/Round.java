package io.badhop.benchmarks.pipeline;

import io.badhop.benchmarks.BrokerProcess;
import io.badhop.streams.topology.TopicSetup;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** One contender's run: its topics made, its process started, its output awaited and checked. */
final class Round {
  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration POLL = Duration.ofMillis(20);

  private final BrokerProcess broker;
  private final Options options;
  private final Truth truth;
  private final Path folder;

  Round(BrokerProcess broker, Options options, Truth truth, Path folder) {
    this.broker = broker;
    this.options = options;
    this.truth = truth;
    this.folder = folder;
  }

  Measured run(Entry entry, int number)
      throws IOException, InterruptedException, ExecutionException {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    String run = entry.contender().title() + '-' + entry.threads() + '-' + number;
    Path work = Files.createDirectories(folder.resolve(run));
    Terms terms = options.terms(broker.bootstrapServers(), folder, entry.threads(), run, work);
    Optional<Output> output = entry.contender().output(terms, truth);
    makeTopics(entry, terms);
    List<String> args = terms.args();
    args.addAll(entry.contender().args());
    if (entry.contender() == Contender.LIMIT) {
      args.add(Long.toString((long) (3 * truth.requests() * options.warmUp())));
    }
    List<String> jvm = options.jvm(run);
    jvm.addAll(entry.contender().jvm());
    Path log = folder.resolve(run + ".log");
    try (InputProgress progress = new InputProgress(terms);
        Jvm process =
            new Jvm(entry.contender().classPath(), jvm, entry.contender().main(), args, log)) {
      Measured measured = measure(process, progress, output, entry, number, load);
      process.end();
      return measured;
    } catch (WrongOutputException e) {
      // The folder goes with the benchmark.
      System.err.println(Files.readString(log));
      throw new IllegalStateException(entry + ": " + e.getMessage(), e);
    } finally {
      deleteTopics(run);
    }
  }

  private Measured measure(
      Jvm process,
      InputProgress progress,
      Optional<Output> output,
      Entry entry,
      int number,
      double load)
      throws IOException, InterruptedException, ExecutionException {
    process.await("READY", START);
    long ready = System.nanoTime();
    Mark warm;
    if (output.isPresent()) {
      warm = await(process, progress, output.get());
    } else {
      process.await("WARM", options.patience());
      warm = mark(process, options.warmUp());
      process.await("DONE " + 3 * truth.requests(), options.patience());
    }
    Mark end = mark(process, 1);
    double events = 3.0 * truth.requests() * (1 - warm.share);
    Measured measured =
        new Measured(
            entry.toString(),
            number,
            load,
            (end.nanos - warm.nanos) / 1e9,
            events,
            (end.nanos - ready) / 1e9,
            end.processor.minus(warm.processor).toNanos() / 1e3 / events,
            end.brokers.minus(warm.brokers).toNanos() / 1e3 / events,
            process.residentMib());
    output.ifPresent(Output::check);
    return measured;
  }

  /** The clock, and what the contender's and the broker's process have used. */
  private record Mark(double share, long nanos, Duration processor, Duration brokers) {}

  private Mark mark(Jvm process, double share) {
    return new Mark(share, System.nanoTime(), process.processor(), broker.processor());
  }

  /** Returns the end of warming up, when all is there. */
  private Mark await(Jvm process, InputProgress progress, Output output)
      throws ExecutionException, InterruptedException {
    long end = System.nanoTime() + options.patience().toNanos();
    long grace = Duration.ofSeconds(20).toNanos();
    long ended = Long.MAX_VALUE;
    Mark warm = null;
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(output)) {
      while (!output.complete()) {
        consumer.poll(POLL).forEach(output::see);
        double share = warm == null ? progress.share() : 1;
        if (warm == null && share >= options.warmUp()) {
          warm = mark(process, share);
        }
        if (process.ended() && ended == Long.MAX_VALUE) {
          ended = System.nanoTime();
        }
        boolean over = ended < Long.MAX_VALUE && System.nanoTime() - ended > grace;
        if (process.failed() || over || System.nanoTime() > end) {
          throw new WrongOutputException(
              (process.ended() ? "ended" : "gave up") + " after " + output.progress());
        }
      }
    }
    if (warm == null) {
      throw new WrongOutputException("has said everything and committed nothing");
    }
    return warm;
  }

  private KafkaConsumer<byte[], byte[]> consumer(Output output) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "isolation.level", "read_committed",
                "enable.auto.commit", "false",
                "fetch.max.wait.ms", "50"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        output.topics().stream()
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  private void makeTopics(Entry entry, Terms terms)
      throws ExecutionException, InterruptedException {
    if (entry.contender() == Contender.BADHOP) {
      TopicSetup.ensure(admin(), terms.results(), (short) 1);
    } else if (entry.contender() != Contender.LIMIT) {
      try (Admin admin = Admin.create(admin())) {
        List<NewTopic> topics = new ArrayList<>();
        for (String name : List.of(terms.counts(), terms.failures())) {
          topics.add(
              new NewTopic(name, terms.partitions(), (short) 1)
                  .configs(Map.of("message.timestamp.type", "LogAppendTime")));
        }
        admin.createTopics(topics).all().get();
      }
    }
  }

  /** Also those that Kafka Streams made for itself, so that the disk does not fill. */
  private void deleteTopics(String run) throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(admin())) {
      List<String> names =
          admin.listTopics().names().get().stream()
              .filter(name -> name.contains(run + '.') || name.startsWith(run + '-'))
              .toList();
      admin.deleteTopics(names).all().get();
    }
  }

  private Map<String, Object> admin() {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }
}
