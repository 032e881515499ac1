package io.badhop.cli.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * One Kafka broker and its controller in this process, on 127.0.0.1. What it holds survives a
 * restart on the same folder. The classes it is made of are internal to Kafka and may change with
 * any release; nothing outside this package may know them.
 */
public final class EmbeddedBroker implements AutoCloseable {

  private static final String HOST = "127.0.0.1";

  /** ID of the cluster that each embedded broker is; so it does not tell one from another. */
  public static final String CLUSTER_ID = "YmFkaG9wLWVtYmVkZGVkMQ";

  private final FolderLock lock;
  private final KafkaRaftServer server;
  private final int port;

  private EmbeddedBroker(FolderLock lock, KafkaRaftServer server, int port) {
    this.lock = lock;
    this.server = server;
    this.port = port;
  }

  /**
   * Starts a broker and returns when it takes connections, which is after one to two seconds.
   *
   * @param data folder of its own; made when it is missing
   * @param port port to listen on, 0 for a free one
   * @param onFatal told the broker's last words when it dies later on; must not block
   * @throws BrokerException when the port or the folder is in use, or the folder cannot be written
   */
  public static EmbeddedBroker start(Path data, int port, Consumer<String> onFatal) {
    int client = port == 0 ? freePort() : requireFree(port);
    int controller = freePort();
    AtomicReference<String> lastWords = new AtomicReference<>("");
    catchExit(lastWords, onFatal);
    FolderLock lock = FolderLock.take(data);
    try {
      format(data);
      FormerLife.end(data, settings(data, client, controller));
      KafkaRaftServer server =
          new KafkaRaftServer(
              new KafkaConfig(settings(data, client, controller), false), Time.SYSTEM);
      server.startup();
      return new EmbeddedBroker(lock, server, client);
    } catch (Exception e) {
      lock.close();
      throw new BrokerException(explain(e, data, client, lastWords.get()), e);
    }
  }

  /** Address for {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return HOST + ":" + port;
  }

  @Override
  public void close() {
    try (lock) {
      server.shutdown();
      server.awaitShutdown();
    }
  }

  /**
   * Kafka ends the whole process on a fatal error; here it may only end its own thread, and we say
   * why.
   */
  private static void catchExit(AtomicReference<String> lastWords, Consumer<String> onFatal) {
    Exit.Procedure procedure =
        (status, message) -> {
          String words = message == null ? "status " + status : message;
          lastWords.set(words);
          onFatal.accept("The embedded Kafka broker stopped: " + words);
          throw new IllegalStateException("broker exit: " + words);
        };
    Exit.setExitProcedure(procedure);
    Exit.setHaltProcedure(procedure);
  }

  private static String explain(Exception e, Path data, int port, String lastWords) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (message.contains("bind")) {
        return "Port "
            + port
            + " on "
            + HOST
            + " is in use. Name another one (embedded: port:), or 0 for a free one.";
      }
    }
    String why = lastWords.isEmpty() ? String.valueOf(e.getMessage()) : lastWords;
    return "The embedded broker did not start: "
        + why
        + ". Its folder is "
        + data
        + "; --debug shows more.";
  }

  private static int requireFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(HOST, port));
      return port;
    } catch (IOException e) {
      throw new BrokerException(
          "Port "
              + port
              + " on "
              + HOST
              + " is in use. Name another one (embedded: port:), or 0 for a free one.",
          e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void format(Path data) throws Exception {
    Formatter formatter = new Formatter();
    formatter.setPrintStream(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    formatter
        .setNodeId(1)
        .setClusterId(CLUSTER_ID)
        .setDirectories(List.of(data.toString()))
        .setMetadataLogDirectory(data.toString())
        .setControllerListenerName("CONTROLLER")
        .setReleaseVersion(MetadataVersion.latestProduction())
        .setSupportedFeatures(List.copyOf(Feature.PRODUCTION_FEATURES))
        .setIgnoreFormatted(true);
    formatter.run();
  }

  private static Map<String, Object> settings(Path data, int port, int controller) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put("controller.quorum.voters", "1@" + HOST + ":" + controller);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put(
        "listeners",
        "PLAINTEXT://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controller);
    settings.put("advertised.listeners", "PLAINTEXT://" + HOST + ":" + port);
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("inter.broker.listener.name", "PLAINTEXT");
    settings.put("log.dirs", data.toString());
    settings.put("auto.create.topics.enable", "false");
    single(settings);
    small(settings);
    // One broker that is declared dead helps nobody, and does harm: see FormerLife. It may be
    // stopped by a debugger, a sleeping laptop or a busy machine for longer than the usual 9 s.
    settings.put("broker.session.timeout.ms", Integer.toString(24 * 60 * 60 * 1000));
    return settings;
  }

  /** There is one broker, so nothing can be replicated. */
  private static void single(Map<String, Object> settings) {
    settings.put("default.replication.factor", "1");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "1");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("transaction.state.log.num.partitions", "1");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    settings.put("group.initial.rebalance.delay.ms", "0");
    // A killed keeper or streams instance must not hold up its successor for long.
    settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
  }

  private static void small(Map<String, Object> settings) {
    settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(2 * 1024 * 1024));
    settings.put("num.network.threads", "1");
    settings.put("num.io.threads", "2");
  }
}
