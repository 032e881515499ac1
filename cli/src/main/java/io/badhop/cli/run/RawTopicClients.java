package io.badhop.cli.run;

import io.badhop.cli.config.IngestSettings;
import io.badhop.cli.config.KafkaSettings;
import io.badhop.cli.embedded.EmbeddedBroker;
import io.badhop.ingest.ship.RawClient;
import io.badhop.ingest.ship.Shipper;
import io.badhop.schemas.topic.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;

/** Clients for a log on topics of Kafka, as the configuration has it. */
final class RawTopicClients implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Cluster cluster;
  private final IngestSettings.RawTopics log;
  private InstanceName instance;

  RawTopicClients(Cluster cluster, IngestSettings.RawTopics log) {
    this.cluster = cluster;
    this.log = log;
  }

  /**
   * Topics that are meant, badhop's own never among them; null where they are named.
   *
   * @throws RunException when one of badhop's own is named
   */
  Pattern pattern() {
    List<String> own = cluster.topics().all().stream().map(Topic::name).toList();
    for (String topic : log.topics()) {
      if (own.contains(topic)) {
        throw new RunException(where() + "topics: " + topic + " is one that badhop writes.", null);
      }
    }
    if (log.pattern().isEmpty()) {
      return null;
    }
    String others = own.stream().map(Pattern::quote).collect(Collectors.joining("|"));
    return Pattern.compile("(?!(?:" + others + ")$)(?:" + log.pattern() + ")");
  }

  /**
   * The clients.
   *
   * @throws RunException when the raw topics' cluster does not answer
   */
  RawClient client() {
    KafkaSettings clients = log.client();
    Map<String, Object> reader = new TreeMap<>();
    if (clients.embedded()) {
      reader.putAll(cluster.consumer());
    }
    reader.putAll(clients.over(clients.consumer()));
    boolean same = clients.embedded() || isOurs(clients);
    if (same) {
      instance = InstanceName.take(cluster.settings().checkpoints(), "kafka-" + fileName());
    }
    try {
      return new RawClient(
          new KafkaConsumer<>(RawClient.consumerSettings(reader, log.groupId())),
          () -> new KafkaProducer<>(producer(same)),
          same,
          this);
    } catch (KafkaException e) {
      close();
      throw new RunException(where() + "client: " + reason(e), e);
    }
  }

  private Map<String, Object> producer(boolean same) {
    return same
        ? RawClient.producerSettings(cluster.producer(), log.groupId() + "-" + instance.name())
        : Shipper.producerSettings(cluster.producer());
  }

  private String fileName() {
    return log.name().replaceAll("[^A-Za-z0-9._-]", "_");
  }

  /** Addresses may differ and mean the same cluster, so the clusters are asked who they are. */
  private boolean isOurs(KafkaSettings clients) {
    Identity theirs = identity(clients.over(clients.admin()));
    Identity ours = identity(cluster.admin());
    return theirs.id().equals(ours.id())
        && (!ours.id().equals(EmbeddedBroker.CLUSTER_ID) || theirs.nodes().equals(ours.nodes()));
  }

  /** A cluster, with the addresses of its brokers. */
  private record Identity(String id, Set<String> nodes) {}

  private Identity identity(Map<String, Object> settings) {
    Map<String, Object> impatient = new TreeMap<>(settings);
    impatient.put("default.api.timeout.ms", Long.toString(PATIENCE.toMillis()));
    impatient.put("request.timeout.ms", Long.toString(PATIENCE.toMillis()));
    try (Admin admin = Admin.create(impatient)) {
      DescribeClusterResult found = admin.describeCluster();
      String id = found.clusterId().get(PATIENCE.toSeconds() + 1, TimeUnit.SECONDS);
      Collection<Node> nodes = found.nodes().get(PATIENCE.toSeconds() + 1, TimeUnit.SECONDS);
      return new Identity(
          id,
          nodes.stream().map(node -> node.host() + ":" + node.port()).collect(Collectors.toSet()));
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw away(settings, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw away(settings, e);
    }
  }

  private RunException away(Map<String, Object> settings, Exception e) {
    String at = String.valueOf(settings.get("bootstrap.servers"));
    return new AwayException(
        where() + "client: no Kafka broker answers at " + at + " (" + reason(e) + ").", e);
  }

  private static String reason(Exception e) {
    return e.getCause() == null ? String.valueOf(e.getMessage()) : e.getCause().getMessage();
  }

  private String where() {
    return "ingest: kafka: " + log.name() + ": ";
  }

  @Override
  public void close() {
    if (instance != null) {
      instance.close();
    }
  }
}
