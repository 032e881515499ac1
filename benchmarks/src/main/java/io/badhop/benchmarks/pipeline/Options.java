package io.badhop.benchmarks.pipeline;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the command line says.
 *
 * @param requests of three events each
 * @param perSecond requests that begin in a second of event time
 * @param rounds that every contender runs
 * @param partitions of the topics
 * @param entries who takes part
 * @param heap of each contender, as {@code 2g}
 * @param out file for the JSON
 * @param patience for one run
 * @param jfr folder for a flight recording of each run, null for none: recording costs a little
 */
record Options(
    long requests,
    long perSecond,
    int rounds,
    int partitions,
    List<Entry> entries,
    String heap,
    Path out,
    Duration patience,
    double warmUp,
    Path jfr) {

  private static final Set<String> NAMES =
      Set.of(
          "--requests",
          "--per-second",
          "--rounds",
          "--partitions",
          "--contenders",
          "--heap",
          "--out",
          "--patience",
          "--warm-up",
          "--jfr");

  static Options of(String[] args) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!NAMES.contains(args[i]) || i + 1 == args.length) {
        throw new IllegalArgumentException("options, each with a value: " + NAMES);
      }
      given.put(args[i], args[i + 1]);
    }
    return new Options(
        Long.parseLong(given.getOrDefault("--requests", "1000000")),
        Long.parseLong(given.getOrDefault("--per-second", "10000")),
        Integer.parseInt(given.getOrDefault("--rounds", "3")),
        Integer.parseInt(given.getOrDefault("--partitions", "4")),
        given.containsKey("--contenders") ? Entry.of(given.get("--contenders")) : Entry.all(),
        given.getOrDefault("--heap", "2g"),
        Path.of(given.getOrDefault("--out", "benchmarks/target/pipeline.json")),
        Duration.ofMinutes(Long.parseLong(given.getOrDefault("--patience", "20"))),
        Double.parseDouble(given.getOrDefault("--warm-up", "0.33")),
        given.containsKey("--jfr") ? Path.of(given.get("--jfr")) : null);
  }

  /** For every process but the broker: the collector that badhop is started with. */
  List<String> jvm() {
    return List.of("-Xmx" + heap, "-XX:+UseParallelGC");
  }

  /** For a contender: the same, and the recording where one is wanted. */
  List<String> jvm(String run) {
    List<String> all = new ArrayList<>(jvm());
    if (jfr != null) {
      all.add("-XX:StartFlightRecording:settings=profile,filename=" + jfr.resolve(run + ".jfr"));
    }
    return all;
  }

  Terms terms(String bootstrap, Path folder, int threads, String run, Path work) {
    return new Terms(
        bootstrap, "bench.", partitions, threads, folder.resolve("schemas.json"), run, work);
  }
}
