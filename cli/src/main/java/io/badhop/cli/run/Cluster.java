package io.badhop.cli.run;

import io.badhop.cli.config.KafkaSettings;
import io.badhop.cli.config.Settings;
import io.badhop.cli.embedded.BrokerException;
import io.badhop.cli.embedded.EmbeddedBroker;
import io.badhop.cli.embedded.RegistryServer;
import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.InProcessRegistry;
import io.badhop.schemas.serde.RegistryCounters;
import io.badhop.schemas.topic.Topics;
import io.badhop.streams.topology.TopicSetup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Brokers, schema registry and topics that the parts of badhop work on: those that the
 * configuration names, or embedded ones.
 */
public final class Cluster implements AutoCloseable {

  private static final String BROKER = "broker";
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Settings settings;
  private final EmbeddedBroker embedded;
  private final Topics topics;
  private final RegistryCounters registryCounters;
  private final RegistryServer registryServer;

  private Cluster(
      Settings settings,
      EmbeddedBroker embedded,
      Topics topics,
      RegistryCounters registryCounters,
      RegistryServer registryServer) {
    this.settings = settings;
    this.embedded = embedded;
    this.topics = topics;
    this.registryCounters = registryCounters;
    this.registryServer = registryServer;
  }

  /**
   * For a process that writes: starts the embedded broker and lets others ask its schema registry,
   * or makes sure that a broker answers where the configuration says.
   *
   * @param onFatal told when the embedded broker dies later on; must not block
   * @throws RunException when the broker does not start, or none answers within 15 s
   */
  public static Cluster open(Settings settings, Consumer<String> onFatal) {
    return open(settings, onFatal, Registries::open, true);
  }

  /**
   * For a process that only looks at what is there.
   *
   * @throws RunException as for {@link #open}, and when the configuration means an embedded broker
   *     that has never run
   */
  public static Cluster openToRead(Settings settings, Consumer<String> onFatal) {
    return existing(settings, onFatal, Registries::openToRead);
  }

  /**
   * For a process that adds to what is there.
   *
   * @throws RunException as for {@link #openToRead}
   */
  public static Cluster openToAdd(Settings settings, Consumer<String> onFatal) {
    return existing(settings, onFatal, Registries::open);
  }

  private static Cluster existing(
      Settings settings,
      Consumer<String> onFatal,
      BiFunction<Settings, RegistryCounters, Registries.Opened> registries) {
    Path log = settings.data().resolve(BROKER);
    if (settings.kafka().embedded() && !Files.isDirectory(log)) {
      throw new RunException(
          "There is nothing in "
              + log
              + ": no 'badhop up' has run here. Name a broker with --bootstrap-servers, or a configuration with --config.",
          null);
    }
    try {
      return open(settings, onFatal, registries, false);
    } catch (RunException e) {
      throw settings.kafka().embedded()
          ? new RunException(e.getMessage() + whileUpRuns(settings), e)
          : e;
    }
  }

  private static String whileUpRuns(Settings settings) {
    int port = settings.embedded().port();
    return " While 'badhop up' runs, ask its broker: --bootstrap-servers "
        + (port == 0 ? "with the address that it printed." : "127.0.0.1:" + port + ".");
  }

  private static Cluster open(
      Settings settings,
      Consumer<String> onFatal,
      BiFunction<Settings, RegistryCounters, Registries.Opened> registries,
      boolean serve) {
    RegistryCounters counters = new RegistryCounters();
    if (!settings.kafka().embedded()) {
      awaitBroker(settings.kafka());
      AvroSerdes serdes = registries.apply(settings, counters).serdes();
      return new Cluster(settings, null, topics(settings, serdes), counters, null);
    }
    EmbeddedBroker broker = startBroker(settings, onFatal);
    try {
      Registries.Opened opened = registries.apply(settings, counters);
      return new Cluster(
          settings.withKafka(settings.kafka().at(broker.bootstrapServers())),
          broker,
          topics(settings, opened.serdes()),
          counters,
          serve ? startServer(settings, opened.own()) : null);
    } catch (RunException e) {
      broker.close();
      throw e;
    }
  }

  private static EmbeddedBroker startBroker(Settings settings, Consumer<String> onFatal) {
    try {
      return EmbeddedBroker.start(
          settings.data().resolve(BROKER), settings.embedded().port(), onFatal);
    } catch (BrokerException e) {
      throw new RunException(e.getMessage(), e);
    }
  }

  /** Null when the schemas are kept elsewhere, where others can ask themselves. */
  private static RegistryServer startServer(Settings settings, Optional<InProcessRegistry> own) {
    try {
      return own.map(registry -> RegistryServer.start(registry, settings.embedded().registryPort()))
          .orElse(null);
    } catch (BrokerException e) {
      throw new RunException(e.getMessage(), e);
    }
  }

  /** The configuration, with the address of the broker in it. */
  public Settings settings() {
    return settings;
  }

  /** Where other programs can ask for the schemas of the embedded broker's topics. */
  public Optional<String> registryUrl() {
    return Optional.ofNullable(registryServer).map(RegistryServer::url);
  }

  /** The catalogue of topics. */
  public Topics topics() {
    return topics;
  }

  /** What was asked of a schema registry elsewhere; all zero for one in this process. */
  public RegistryCounters registryCounters() {
    return registryCounters;
  }

  /** Settings for producers. */
  public Map<String, Object> producer() {
    return settings.kafka().over(settings.kafka().producer());
  }

  /** Settings for consumers. */
  public Map<String, Object> consumer() {
    return settings.kafka().over(settings.kafka().consumer());
  }

  /** Settings for admin clients. */
  public Map<String, Object> admin() {
    return settings.kafka().over(settings.kafka().admin());
  }

  /** Settings for Kafka Streams. */
  public Map<String, Object> streams() {
    return settings.kafka().over(settings.kafka().streams());
  }

  /**
   * Makes the topics that are missing.
   *
   * @return names of those that were made
   * @throws RunException when one has another number of partitions than configured, or the broker
   *     refuses
   */
  public List<String> ensureTopics() {
    try {
      return TopicSetup.ensure(admin(), topics, replication());
    } catch (KafkaException e) {
      throw isAway(e) ? new AwayException(e.getMessage(), e) : new RunException(e.getMessage(), e);
    }
  }

  private static boolean isAway(Throwable failure) {
    return failure instanceof RetriableException
        || failure instanceof TimeoutException
        || (failure.getCause() != null && isAway(failure.getCause()));
  }

  /** One for the embedded broker, which has nobody to copy to. */
  short replication() {
    return (short) (embedded == null ? settings.topics().replication() : 1);
  }

  @Override
  public void close() {
    if (registryServer != null) {
      registryServer.close();
    }
    if (embedded != null) {
      embedded.close();
    }
  }

  private static Topics topics(Settings settings, AvroSerdes serdes) {
    Settings.TopicNames names = settings.topics();
    try {
      return new Topics(serdes, names.prefix(), names.eventPartitions(), names.sitePartitions());
    } catch (IllegalArgumentException e) {
      throw new RunException("topics: " + e.getMessage(), e);
    }
  }

  private static void awaitBroker(KafkaSettings kafka) {
    Map<String, Object> impatient = new TreeMap<>(kafka.over(kafka.admin()));
    impatient.put("default.api.timeout.ms", Long.toString(PATIENCE.toMillis()));
    impatient.put("request.timeout.ms", Long.toString(PATIENCE.toMillis()));
    try (Admin admin = Admin.create(impatient)) {
      admin.describeCluster().nodes().get(PATIENCE.toSeconds() + 1, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw away(kafka, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw away(kafka, e);
    }
  }

  private static AwayException away(KafkaSettings kafka, Exception e) {
    Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
    Throwable root = cause.getCause() == null ? cause : cause.getCause();
    return new AwayException(
        "No Kafka broker answers at "
            + kafka.bootstrapServers()
            + " ("
            + root.getMessage()
            + "). Start it, or correct kafka: bootstrap.servers; without that setting badhop uses a broker of its own.",
        e);
  }
}
