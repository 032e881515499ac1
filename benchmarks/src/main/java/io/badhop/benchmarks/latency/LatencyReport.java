package io.badhop.benchmarks.latency;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.ToDoubleFunction;

/** Percentiles of each stage, as a table and as JSON. */
final class LatencyReport {

  private static final double[] RANKS = {0.5, 0.9, 0.99, 1};

  private static final int SLOWEST = 5;

  private final String name;
  private final List<Sample> samples;
  private final Map<String, ToDoubleFunction<Sample>> stages = new LinkedHashMap<>();

  LatencyReport(String name, List<Sample> samples) {
    this.name = name;
    this.samples = samples;
    stages.put("third line written to readable", s -> s.readable() - s.third());
    stages.put("first line written to readable", s -> s.readable() - s.first());
    stages.put("  third line to end of its bucket", s -> s.bucketEnd() - s.third());
    stages.put("  third line to its event on the topic", s -> s.event() - s.third());
    stages.put("  end of bucket to tick that passes it", s -> s.tick() - s.bucketEnd());
    stages.put("  tick to last summary", s -> s.summary() - s.tick());
    stages.put("  summary to escalation", s -> s.escalation() - s.summary());
    stages.put("  escalation to readable", s -> s.readable() - s.escalation());
    stages.put("failing lines before the decision", Sample::failures);
  }

  String table() {
    StringBuilder table =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%n%s, %d incidents, milliseconds%n%n| stage | p50 | p90 | p99 | max |%n|---|---|---|---|---|%n",
                name,
                samples.size()));
    stages.forEach(
        (stage, of) -> {
          table.append("| ").append(stage);
          for (double rank : RANKS) {
            table.append(String.format(Locale.ROOT, " | %,.0f", percentile(of, rank)));
          }
          table.append(" |\n");
        });
    return table.append(slowest()).toString();
  }

  /** A stall shows as neighbours, a slow start as the first ones. */
  private String slowest() {
    double begin = samples.stream().mapToDouble(Sample::first).min().orElse(0);
    StringJoiner slowest = new StringJoiner(", ", "slowest: ", "\n");
    samples.stream()
        .sorted(Comparator.comparingDouble(s -> s.third() - s.readable()))
        .limit(SLOWEST)
        .forEach(
            s ->
                slowest.add(
                    String.format(
                        Locale.ROOT,
                        "%,.0f ms, %.0f s after the first failure",
                        s.readable() - s.third(),
                        (s.first() - begin) / 1e3)));
    return slowest.toString();
  }

  String json() {
    StringJoiner all = new StringJoiner(",\n    ");
    stages.forEach(
        (stage, of) ->
            all.add(
                String.format(
                    Locale.ROOT,
                    "\"%s\": {\"p50\": %.0f, \"p90\": %.0f, \"p99\": %.0f, \"max\": %.0f}",
                    stage.strip(),
                    percentile(of, RANKS[0]),
                    percentile(of, RANKS[1]),
                    percentile(of, RANKS[2]),
                    percentile(of, RANKS[3]))));
    return String.format(
        Locale.ROOT,
        "{\"variant\": \"%s\", \"incidents\": %d, \"milliseconds\": {%n    %s}}",
        name,
        samples.size(),
        all);
  }

  /** The nearest rank. */
  private double percentile(ToDoubleFunction<Sample> of, double rank) {
    double[] sorted = samples.stream().mapToDouble(of).sorted().toArray();
    return sorted[Math.max(0, (int) Math.ceil(rank * sorted.length) - 1)];
  }
}
