package io.badhop.benchmarks.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** What was measured, as a table and as JSON. */
final class Report {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Options options;
  private final Truth truth;
  private final List<Measured> measured;

  Report(Options options, Truth truth, List<Measured> measured) {
    this.options = options;
    this.truth = truth;
    this.measured = List.copyOf(measured);
  }

  /** One run, as soon as it is over. */
  static void print(Measured one) {
    System.out.printf(
        Locale.ROOT,
        "round %d %-12s %8.2f s (%.2f s with warming up) %,10.0f events/s, processor %6.2f"
            + " us/event (broker %5.2f), %,6d MiB, load before %.1f%n",
        one.round(),
        one.entry(),
        one.seconds(),
        one.wholeSeconds(),
        one.rate(),
        one.processorUs(),
        one.brokerUs(),
        one.residentMib(),
        one.load());
  }

  /** Medians, in the form of the README. */
  void print() {
    System.out.println(
        "| contender : threads | events/s, median (least to most) | processor, us an event"
            + " (broker's) | resident, MiB | of dsl | of dsl-tuned | load |");
    System.out.println("|---|---|---|---|---|---|---|");
    for (Entry entry : options.entries()) {
      System.out.printf(
          Locale.ROOT,
          "| %s | %,.0f (%,.0f to %,.0f) | %.2f (%.2f) | %,.0f | %s | %s | %.1f to %.1f |%n",
          entry,
          median(entry, Measured::rate),
          least(entry, Measured::rate),
          most(entry, Measured::rate),
          median(entry, Measured::processorUs),
          median(entry, Measured::brokerUs),
          most(entry, one -> one.residentMib()),
          words(ratio(entry, Contender.DSL)),
          words(ratio(entry, Contender.DSL_TUNED)),
          least(entry, Measured::load),
          most(entry, Measured::load));
    }
  }

  /** The same with every run and the machine. */
  void write(Path file) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.set("machine", Machine.facts(JSON.createObjectNode()));
    root.putObject("load")
        .put("requests", truth.requests())
        .put("failed", truth.failed())
        .put("events", 3 * truth.requests())
        .put("requestsPerSecondOfEventTime", options.perSecond())
        .put("partitions", options.partitions())
        .put("shareToWarmUp", options.warmUp())
        .put("jvm", String.join(" ", options.jvm()));
    ArrayNode contenders = root.putArray("contenders");
    options.entries().forEach(entry -> contenders.add(summary(entry)));
    root.set("runs", JSON.valueToTree(measured));
    if (file.toAbsolutePath().getParent() != null) {
      Files.createDirectories(file.toAbsolutePath().getParent());
    }
    JSON.writeValue(file.toFile(), root);
    System.out.println("written to " + file);
  }

  private ObjectNode summary(Entry entry) {
    ObjectNode node = JSON.createObjectNode();
    node.put("contender", entry.contender().title());
    node.put("threads", entry.threads());
    node.put("eventsPerSecondMedian", Math.round(median(entry, Measured::rate)));
    node.put("eventsPerSecondLeast", Math.round(least(entry, Measured::rate)));
    node.put("eventsPerSecondMost", Math.round(most(entry, Measured::rate)));
    node.put("processorUsPerEventMedian", median(entry, Measured::processorUs));
    node.put("brokerUsPerEventMedian", median(entry, Measured::brokerUs));
    node.put("residentMibMost", Math.round(most(entry, one -> one.residentMib())));
    ratio(entry, Contender.DSL).ifPresent(ratio -> node.put("ofDsl", ratio));
    ratio(entry, Contender.DSL_TUNED).ifPresent(ratio -> node.put("ofDslTuned", ratio));
    return node;
  }

  /** Of the medians, with the same number of threads; empty when that one did not run. */
  private OptionalDouble ratio(Entry entry, Contender to) {
    Entry other = new Entry(to, entry.threads());
    return options.entries().contains(other)
        ? OptionalDouble.of(median(entry, Measured::rate) / median(other, Measured::rate))
        : OptionalDouble.empty();
  }

  private static String words(OptionalDouble ratio) {
    return ratio.isPresent() ? String.format(Locale.ROOT, "%.2f", ratio.getAsDouble()) : "";
  }

  private double median(Entry entry, ToDoubleFunction<Measured> figure) {
    double[] sorted = sorted(entry, figure);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private double least(Entry entry, ToDoubleFunction<Measured> figure) {
    return sorted(entry, figure)[0];
  }

  private double most(Entry entry, ToDoubleFunction<Measured> figure) {
    double[] sorted = sorted(entry, figure);
    return sorted[sorted.length - 1];
  }

  private double[] sorted(Entry entry, ToDoubleFunction<Measured> figure) {
    return measured.stream()
        .filter(one -> one.entry().equals(entry.toString()))
        .mapToDouble(figure)
        .sorted()
        .toArray();
  }
}
