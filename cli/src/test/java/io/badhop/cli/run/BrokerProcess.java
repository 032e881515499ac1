package io.badhop.cli.run;

import static org.awaitility.Awaitility.await;

import io.badhop.cli.embedded.EmbeddedBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.core.ConditionTimeoutException;

/** The embedded broker in a process of its own. */
final class BrokerProcess {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private BrokerProcess() {}

  /** What runs there: {@code BrokerProcess FOLDER PORT}. */
  public static void main(String[] args) throws InterruptedException {
    EmbeddedBroker.start(
        Path.of(args[0]), Integer.parseInt(args[1]), problem -> System.err.println(problem));
    new CountDownLatch(1).await();
  }

  /** Starts it and waits until it answers. */
  static JavaProcess start(Path folder, int port) throws IOException {
    JavaProcess process =
        JavaProcess.start(
            folder.resolve("BROKER.out"),
            BrokerProcess.class,
            folder.resolve("broker").toString(),
            Integer.toString(port));
    try {
      await().atMost(PATIENCE).ignoreExceptions().until(() -> answers(port));
    } catch (ConditionTimeoutException e) {
      process.kill();
      throw e;
    }
    return process;
  }

  /** Settings of a client. */
  static Map<String, Object> client(int port) {
    return Map.of("bootstrap.servers", "127.0.0.1:" + port);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static boolean answers(int port) throws Exception {
    try (Admin admin = Admin.create(client(port))) {
      return !admin.describeCluster().nodes().get(2, TimeUnit.SECONDS).isEmpty();
    }
  }
}
