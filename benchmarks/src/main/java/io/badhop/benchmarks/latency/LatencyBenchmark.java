package io.badhop.benchmarks.latency;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How long after a line was written to a log its escalation can be read, live: {@code
 * LatencyBenchmark [RATE [ROUNDS [millis|seconds]]]}. Traffic of six sites goes through {@code
 * badhop ingest}, a broker and {@code badhop streams}, each a process of its own with the settings
 * that users have; in turn a path of each site fails for a few seconds. First with time-stamps in
 * milliseconds, then in seconds.
 */
public final class LatencyBenchmark {

  private static final Path RESULT = Path.of("benchmarks", "target", "latency.json");

  private LatencyBenchmark() {}

  /** Runs it, from the root of the checkout. */
  public static void main(String[] args) throws Exception {
    int rate = args.length > 0 ? Integer.parseInt(args[0]) : 2_000;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 12;
    List<Boolean> variants =
        args.length > 2 ? List.of(args[2].equals("millis")) : List.of(true, false);
    List<String> json = new ArrayList<>();
    for (boolean millis : variants) {
      Path folder = Files.createTempDirectory("badhop-latency");
      double before = load();
      List<Sample> samples = new LiveRun(folder, new Plan(millis, rate, rounds)).run();
      String name =
          String.format(
              Locale.ROOT, "%s, %,d requests/s", millis ? "milliseconds" : "seconds", rate);
      LatencyReport report = new LatencyReport(name, samples);
      System.out.print(report.table());
      System.out.printf(Locale.ROOT, "%nload %.1f before, %.1f after%n", before, load());
      json.add(report.json());
      delete(folder);
    }
    Files.createDirectories(RESULT.getParent());
    Files.writeString(RESULT, "[" + String.join(",\n", json) + "]\n");
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
