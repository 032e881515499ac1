package io.badhop.cli.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java program with the classes of this test, in a process that can be killed and stopped. */
final class JavaProcess {

  private final Process process;
  private final String name;

  private JavaProcess(Process process, String name) {
    this.process = process;
    this.name = name;
  }

  /**
   * Starts it.
   *
   * @param log what it says is added to this file
   */
  static JavaProcess start(Path log, Class<?> main, String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(args));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new JavaProcess(process, log.getFileName().toString());
  }

  boolean alive() {
    return process.isAlive();
  }

  /** As kill -9 does it; does not wait. */
  void kill() {
    process.destroyForcibly();
  }

  /** Waits for the end of what was killed. */
  void awaitEnd() throws InterruptedException {
    awaitEnd(10);
  }

  /** Ends it in order. */
  void end() throws InterruptedException {
    process.destroy();
    awaitEnd(60);
  }

  /** It does nothing any more, and keeps its connections: to others it is a cut network. */
  void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** It goes on and does not know that time has passed. */
  void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    int status =
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    if (status != 0) {
      throw new IllegalStateException(name + " takes no SIG" + signal);
    }
  }

  private void awaitEnd(int seconds) throws InterruptedException {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      throw new IllegalStateException(name + " does not end");
    }
  }
}
