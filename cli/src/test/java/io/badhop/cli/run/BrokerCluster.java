package io.badhop.cli.run;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.testcontainers.containers.Network;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.utility.DockerImageName;

/** Brokers in containers that are controllers, too; what was acknowledged is on two of them. */
final class BrokerCluster implements AutoCloseable {

  static final String IMAGE = "apache/kafka:4.3.1";
  private static final String CLUSTER_ID = "hTx3mN5rQ8KcUe9fYw2ZpA";

  private final List<Broker> brokers = new ArrayList<>();

  /** One of them. */
  static final class Broker extends KafkaContainer {
    private final String voters;

    Broker(int number, String voters, Network network) {
      super(DockerImageName.parse(IMAGE));
      this.voters = voters;
      withNetwork(network);
      withNetworkAliases(name(number));
      withListener(name(number) + ":19092");
      withEnv("CLUSTER_ID", CLUSTER_ID);
      withEnv("KAFKA_NODE_ID", Integer.toString(number));
      withEnv("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "3");
      withEnv("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "3");
      withEnv("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "2");
      withEnv("KAFKA_MIN_INSYNC_REPLICAS", "2");
      withEnv("KAFKA_TRANSACTION_ABORT_TIMED_OUT_TRANSACTION_CLEANUP_INTERVAL_MS", "1000");
      withEnv("KAFKA_HEAP_OPTS", "-Xms192m -Xmx320m");
    }

    /** KafkaContainer knows itself only. */
    @Override
    protected void configure() {
      super.configure();
      withEnv("KAFKA_CONTROLLER_QUORUM_VOTERS", voters);
    }
  }

  BrokerCluster(int size, Network network) {
    String voters =
        IntStream.rangeClosed(1, size)
            .mapToObj(number -> number + "@" + name(number) + ":9094")
            .collect(Collectors.joining(","));
    for (int number = 1; number <= size; number++) {
      brokers.add(new Broker(number, voters, network));
    }
  }

  private static String name(int number) {
    return "kafka-" + number;
  }

  void start() {
    Startables.deepStart(brokers).join();
  }

  /** For containers of the same network. */
  String inside() {
    return IntStream.rangeClosed(1, brokers.size())
        .mapToObj(number -> name(number) + ":19092")
        .collect(Collectors.joining(","));
  }

  /** For this process. */
  String outside() {
    return brokers.stream()
        .map(KafkaContainer::getBootstrapServers)
        .map(url -> url.substring(url.lastIndexOf('/') + 1))
        .collect(Collectors.joining(","));
  }

  /** As {@code kill -9} does. */
  void kill(int number) {
    Broker broker = brokers.get(number - 1);
    broker.getDockerClient().killContainerCmd(broker.getContainerId()).exec();
  }

  void pause(int number) {
    Broker broker = brokers.get(number - 1);
    broker.getDockerClient().pauseContainerCmd(broker.getContainerId()).exec();
  }

  void unpause(int number) {
    Broker broker = brokers.get(number - 1);
    broker.getDockerClient().unpauseContainerCmd(broker.getContainerId()).exec();
  }

  @Override
  public void close() {
    brokers.forEach(Broker::stop);
  }
}
