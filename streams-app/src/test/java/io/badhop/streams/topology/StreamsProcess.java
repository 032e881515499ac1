package io.badhop.streams.topology;

import io.badhop.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An instance in a process of its own, which can be killed. */
final class StreamsProcess {

  private static final Map<String, Object> BITES =
      Map.of("max.poll.records", 50, "main.consumer.max.partition.fetch.bytes", 4096);

  private final Process process;

  private StreamsProcess(Process process) {
    this.process = process;
  }

  /** Starts an instance of a run; it reads in small bites, so that its partitions drift apart. */
  static StreamsProcess start(String bootstrap, Path dir, String name, int partitions)
      throws IOException {
    return start(bootstrap, dir, name, partitions, false);
  }

  /** Starts an instance that keeps time, too. */
  static StreamsProcess startWithKeeper(String bootstrap, Path dir, String name, int partitions)
      throws IOException {
    return start(bootstrap, dir, name, partitions, true);
  }

  private static StreamsProcess start(
      String bootstrap, Path dir, String name, int partitions, boolean keeper) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                List.of(
                    java,
                    "-Xmx256m",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    StreamsProcess.class.getName(),
                    bootstrap,
                    dir.toString(),
                    name,
                    Integer.toString(partitions),
                    Boolean.toString(keeper)))
            .inheritIO()
            .start();
    return new StreamsProcess(process);
  }

  /** As kill -9 does it: nothing is committed, nothing closed. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the process does not die");
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Path dir = Path.of(args[1]);
    Topics topics = BrokerRun.topics(dir, args[2], Integer.parseInt(args[3]));
    String application = args[2] + "-app";
    StreamsAppConfig config =
        Boolean.parseBoolean(args[4])
            ? BrokerRun.keeperConfig(args[0], dir, application)
            : BrokerRun.config(args[0], dir, application, BrokerRun.SHORT_MEMORY, BITES);
    StreamsApp app = new StreamsApp(config, topics, state -> {});
    app.start();
    new CountDownLatch(1).await();
  }
}
