package io.badhop.benchmarks.pipeline;

import io.badhop.benchmarks.BrokerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The same events through badhop and through others that join and count them: {@code
 * PipelineBenchmark [--requests N] [--rounds N] [--contenders badhop:2,dsl:2] [--out FILE] ...}.
 * Broker, loader and each contender have a process of their own. The clock runs from the moment
 * that a contender is ready to consume until all of its output can be read with read_committed; a
 * run whose output is not the truth fails the whole.
 */
public final class PipelineBenchmark {
  private static final Duration LOADING = Duration.ofMinutes(30);

  private final Options options;
  private final Path folder;

  private PipelineBenchmark(Options options, Path folder) {
    this.options = options;
    this.folder = folder;
  }

  /** Runs it; see {@link Options}. */
  public static void main(String[] args) throws Exception {
    Options options = Options.of(args);
    Path folder = Files.createTempDirectory("badhop-pipeline");
    try (BrokerProcess broker = BrokerProcess.start(folder.resolve("broker"))) {
      new PipelineBenchmark(options, folder).run(broker);
    } finally {
      delete(folder);
    }
  }

  private void run(BrokerProcess broker) throws Exception {
    Path file = folder.resolve("truth.txt");
    String loaded = load(broker, file);
    Truth truth = Truth.read(file);
    System.out.printf(
        Locale.ROOT,
        "%,d requests, %,d of them failed; %s (events, bytes each, ticks)%n",
        truth.requests(),
        truth.failed(),
        loaded);
    Round round = new Round(broker, options, truth, folder);
    List<Measured> measured = new ArrayList<>();
    for (int number = 1; number <= options.rounds(); number++) {
      List<Entry> order = new ArrayList<>(options.entries());
      // Nobody is always the first or behind the same other.
      Collections.rotate(order, number - 1);
      for (Entry entry : order) {
        Measured one = round.run(entry, number);
        measured.add(one);
        Report.print(one);
      }
    }
    Report report = new Report(options, truth, measured);
    report.print();
    report.write(options.out());
  }

  private String load(BrokerProcess broker, Path truth) throws IOException, InterruptedException {
    Terms terms = options.terms(broker.bootstrapServers(), folder, 1, "loader", folder);
    List<String> args = terms.args();
    args.add(Long.toString(options.requests()));
    args.add(Long.toString(options.perSecond()));
    args.add(truth.toString());
    try (Jvm loader =
        new Jvm(
            System.getProperty("java.class.path"),
            options.jvm(),
            Loader.class.getName(),
            args,
            folder.resolve("loader.log"))) {
      String loaded = loader.await("LOADED", LOADING);
      loader.end();
      return loaded;
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
