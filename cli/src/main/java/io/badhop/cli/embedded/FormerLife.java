package io.badhop.cli.embedded;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/**
 * Lets a broker that was killed be declared dead before its successor starts.
 *
 * <p>Otherwise this happens (Kafka 4.3.1, KAFKA-20734): the successor reads in the metadata that it
 * leads its partitions, as the killed one did, and goes on with the transactions that were open.
 * Its session is that of the killed one, so after {@code broker.session.timeout.ms} the controller
 * takes all partitions from it. A transaction whose end is being written at that moment is over for
 * the coordinator, but has no end in the partitions: {@code TransactionMarkerChannelManager} takes
 * partitions without a leader for deleted ones and leaves them out. Nobody who reads what is
 * committed gets past that place again.
 *
 * <p>So the controller starts alone first, for a second or two, and declares the broker dead; a
 * broker that leads nothing coordinates nothing.
 */
final class FormerLife {

  private static final String CLEAN = ".kafka_cleanshutdown";
  private static final String METADATA = "__cluster_metadata-0";
  private static final int SESSION_MS = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long LOOK_MS = 20;

  private FormerLife() {}

  /**
   * Returns at once where no broker was, or it ended in order.
   *
   * @param settings of the broker that is to start
   */
  static void end(Path data, Map<String, Object> settings)
      throws IOException, JMException, InterruptedException {
    if (Files.exists(data.resolve(CLEAN)) || !wasRunning(data)) {
      return;
    }
    KafkaRaftServer controller =
        new KafkaRaftServer(new KafkaConfig(controllerAlone(settings), false), Time.SYSTEM);
    controller.startup();
    try {
      awaitDeath();
    } finally {
      controller.shutdown();
      controller.awaitShutdown();
    }
  }

  /** A broker makes no partition before it has told the controller of itself. */
  private static boolean wasRunning(Path data) throws IOException {
    try (Stream<Path> found = Files.list(data)) {
      return found
          .filter(Files::isDirectory)
          .anyMatch(path -> !path.getFileName().toString().equals(METADATA));
    }
  }

  private static Map<String, Object> controllerAlone(Map<String, Object> settings) {
    Map<String, Object> alone = new HashMap<>(settings);
    alone.put("process.roles", "controller");
    String own = settings.get("controller.quorum.voters").toString().replaceFirst("^1@", "");
    alone.put("listeners", "CONTROLLER://" + own);
    alone.remove("advertised.listeners");
    alone.remove("inter.broker.listener.name");
    alone.put("broker.session.timeout.ms", Integer.toString(SESSION_MS));
    alone.put("broker.heartbeat.interval.ms", Integer.toString(SESSION_MS / 5));
    return alone;
  }

  private static void awaitDeath() throws JMException, InterruptedException {
    ObjectName dead =
        new ObjectName("kafka.controller:type=KafkaController,name=FencedBrokerCount");
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (count(dead) == 0) {
      if (System.nanoTime() > deadline) {
        throw new BrokerException("the controller does not declare the killed broker dead");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
    }
  }

  private static int count(ObjectName gauge) throws JMException {
    try {
      Object value = ManagementFactory.getPlatformMBeanServer().getAttribute(gauge, "Value");
      return ((Number) value).intValue();
    } catch (InstanceNotFoundException e) {
      return 0;
    }
  }
}
