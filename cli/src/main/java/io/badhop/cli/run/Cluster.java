package io.badhop.cli.run;

import io.badhop.cli.config.KafkaSettings;
import io.badhop.cli.config.Settings;
import io.badhop.cli.embedded.BrokerException;
import io.badhop.cli.embedded.EmbeddedBroker;
import io.badhop.schemas.serde.AvroSerdes;
import io.badhop.schemas.serde.InProcessRegistry;
import io.badhop.schemas.serde.SchemaRegistryException;
import io.badhop.schemas.topic.Topics;
import io.badhop.streams.topology.TopicSetup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * Brokers, schema registry and topics that the parts of badhop work on: those that the
 * configuration names, or embedded ones.
 */
public final class Cluster implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Settings settings;
  private final EmbeddedBroker embedded;
  private final Topics topics;

  private Cluster(Settings settings, EmbeddedBroker embedded) {
    this.settings = settings;
    this.embedded = embedded;
    this.topics = topics(settings);
  }

  /**
   * Starts the embedded broker, or makes sure that a broker answers where the configuration says.
   *
   * @param onFatal told when the embedded broker dies later on; must not block
   * @throws RunException when the broker does not start, or none answers within 15 s
   */
  public static Cluster open(Settings settings, Consumer<String> onFatal) {
    if (!settings.kafka().embedded()) {
      awaitBroker(settings.kafka());
      return new Cluster(settings, null);
    }
    try {
      EmbeddedBroker broker =
          EmbeddedBroker.start(
              settings.data().resolve("broker"), settings.embedded().port(), onFatal);
      return new Cluster(
          settings.withKafka(settings.kafka().at(broker.bootstrapServers())), broker);
    } catch (BrokerException e) {
      throw new RunException(e.getMessage(), e);
    }
  }

  /** The configuration, with the address of the broker in it. */
  public Settings settings() {
    return settings;
  }

  /** The catalogue of topics. */
  public Topics topics() {
    return topics;
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
      throw new RunException(e.getMessage(), e);
    }
  }

  /** One for the embedded broker, which has nobody to copy to. */
  short replication() {
    return (short) (embedded == null ? settings.topics().replication() : 1);
  }

  @Override
  public void close() {
    if (embedded != null) {
      embedded.close();
    }
  }

  private static Topics topics(Settings settings) {
    try {
      AvroSerdes serdes = new AvroSerdes(new InProcessRegistry(settings.registryFile()));
      Settings.TopicNames names = settings.topics();
      return new Topics(serdes, names.prefix(), names.eventPartitions(), names.sitePartitions());
    } catch (SchemaRegistryException | IllegalArgumentException e) {
      throw new RunException(e.getMessage(), e);
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

  private static RunException away(KafkaSettings kafka, Exception e) {
    Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
    Throwable root = cause.getCause() == null ? cause : cause.getCause();
    return new RunException(
        "No Kafka broker answers at "
            + kafka.bootstrapServers()
            + " ("
            + root.getMessage()
            + "). Start it, or correct kafka: bootstrap.servers; without that setting badhop uses a broker of its own.",
        e);
  }
}
