package io.badhop.benchmarks.pipeline;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A Java process whose lines on standard output are heard, and whose costs can be read. */
final class Jvm implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final Path log;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  /**
   * Starts it.
   *
   * @param classPath of it
   * @param options for the JVM
   * @param log file that standard error goes to
   */
  Jvm(String classPath, List<String> options, String main, List<String> args, Path log)
      throws IOException {
    this.log = log;
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(classPath);
    command.add(main);
    command.addAll(args);
    process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    Thread reader = new Thread(this::read, "lines of " + main);
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      out.lines().forEach(lines::add);
    } catch (IOException e) {
      lines.add("its output ended: " + e);
    }
  }

  /**
   * Waits for a line that begins so.
   *
   * @throws WrongOutputException when the process ends before, or the time is over
   */
  String await(String begin, Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (System.nanoTime() < end) {
      String line = lines.poll(100, TimeUnit.MILLISECONDS);
      if (line != null && line.startsWith(begin)) {
        return line;
      }
      if (line == null && !process.isAlive() && lines.isEmpty()) {
        break;
      }
    }
    throw new WrongOutputException("no line " + begin + "; see " + log);
  }

  /** True when it has ended with another status than 0. */
  boolean failed() {
    return !process.isAlive() && process.exitValue() != 0;
  }

  boolean ended() {
    return !process.isAlive();
  }

  /** Of the processor, so far, all threads. */
  Duration processor() {
    return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Greatest resident set so far, MiB; -1 where the system does not tell. */
  long residentMib() throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.exists(status)) {
      return -1;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) / 1024)
        .findFirst()
        .orElse(-1);
  }

  /** Ends its standard input and waits; kills it when it does not end. */
  void end() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      close();
      throw new WrongOutputException("it did not end by itself; see " + log);
    }
    if (process.exitValue() != 0) {
      throw new WrongOutputException("it ended with " + process.exitValue() + "; see " + log);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
