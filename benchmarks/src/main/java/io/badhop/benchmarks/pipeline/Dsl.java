package io.badhop.benchmarks.pipeline;

import java.io.IOException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/** {@link DslJoin} in a process: with Kafka Streams' defaults, or {@code tuned}. */
final class Dsl {
  private Dsl() {}

  /** Runs until standard input ends; the word after the terms may be {@code tuned}. */
  public static void main(String[] args) throws IOException {
    Terms terms = Terms.of(args);
    Properties settings = defaults(terms);
    if (args[args.length - 1].equals("tuned")) {
      tune(settings);
    }
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicBoolean said = new AtomicBoolean();
    try (KafkaStreams streams = new KafkaStreams(new DslJoin(terms, settings).get(), settings)) {
      streams.setUncaughtExceptionHandler(
          thrown -> {
            failure.set(thrown);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
          });
      streams.setStateListener(
          (now, before) -> {
            if (now == KafkaStreams.State.RUNNING && !said.getAndSet(true)) {
              Terms.ready();
            }
          });
      streams.start();
      Terms.awaitEnd();
    }
    if (failure.get() != null) {
      throw new IllegalStateException(failure.get());
    }
  }

  /** Exactly once, and what cannot be left out. */
  private static Properties defaults(Terms terms) {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, terms.run());
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, terms.bootstrap());
    settings.put(StreamsConfig.STATE_DIR_CONFIG, terms.folder().toString());
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, terms.threads());
    settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    return settings;
  }

  private static void tune(Properties settings) {
    // A transaction a second instead of ten: fewer markers, fewer flushes of the caches, fewer
    // records of counts that change again. The answer is up to a second later.
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1_000);
    // The counts of a second stay in the cache until the commit (default 10 MiB).
    settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 128L * 1024 * 1024);
    settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, LargeRocks.class);
    // Merges repartition topics and reuses sources' changelogs where it can.
    settings.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.OPTIMIZE);
    // More is read and buffered at once: fewer polls and fetches for each record.
    settings.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 5_000);
    consumer(settings, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    consumer(settings, ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 * 1024 * 1024);
    consumer(settings, ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 64 * 1024);
    consumer(settings, ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
    consumer(settings, ConsumerConfig.RECEIVE_BUFFER_CONFIG, 1024 * 1024);
    // Changelogs carry every event twice over: large, compressed batches.
    producer(settings, ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    producer(settings, ProducerConfig.BATCH_SIZE_CONFIG, 512 * 1024);
    producer(settings, ProducerConfig.BUFFER_MEMORY_CONFIG, 128L * 1024 * 1024);
    producer(settings, ProducerConfig.SEND_BUFFER_CONFIG, 1024 * 1024);
  }

  private static void consumer(Properties settings, String name, Object value) {
    settings.put(StreamsConfig.mainConsumerPrefix(name), value);
  }

  private static void producer(Properties settings, String name, Object value) {
    settings.put(StreamsConfig.producerPrefix(name), value);
  }
}
