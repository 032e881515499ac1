package io.badhop.benchmarks;

import io.badhop.cli.embedded.EmbeddedBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A broker in a process of its own, so that it shares neither heap nor compiler with a client. */
public final class BrokerProcess implements AutoCloseable {
  private final Process process;
  private final String bootstrapServers;

  private BrokerProcess(Process process, String bootstrapServers) {
    this.process = process;
    this.bootstrapServers = bootstrapServers;
  }

  /** What runs in that process; it ends with its standard input. */
  public static void main(String[] args) throws IOException {
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(Path.of(args[0]), 0, words -> System.err.println(words))) {
      System.out.println(broker.bootstrapServers());
      while (System.in.read() >= 0) {
        continue;
      }
    }
  }

  /**
   * Starts one.
   *
   * @param data its folder; what it says goes to {@code broker.log} beside it
   */
  public static BrokerProcess start(Path data) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerProcess.class.getName(),
                data.toString())
            .redirectError(
                ProcessBuilder.Redirect.appendTo(data.resolveSibling("broker.log").toFile()))
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line;
    while ((line = out.readLine()) != null) {
      if (line.matches("127\\.0\\.0\\.1:\\d+")) {
        return new BrokerProcess(process, line);
      }
    }
    throw new IOException("the broker did not start; see " + data.resolveSibling("broker.log"));
  }

  /** Address for {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** Of the processor, so far, all threads; zero where the system does not tell. */
  public Duration processor() {
    return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
