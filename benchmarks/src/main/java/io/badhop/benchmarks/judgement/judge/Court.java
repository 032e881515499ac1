package io.badhop.benchmarks.judgement.judge;

import io.badhop.benchmarks.judgement.label.Case;
import io.badhop.benchmarks.judgement.label.Facts;
import io.badhop.benchmarks.judgement.label.Generated;
import io.badhop.benchmarks.judgement.label.Generator;
import io.badhop.ingest.ship.LogSetException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Generates cases, replays them and judges what was said. */
public final class Court {

  private final Generator generator;

  /** By a table of facts. */
  public Court(Facts facts) {
    this.generator = new Generator(facts);
  }

  /**
   * Judges cases, several at a time; the result is in their order and the same for any number.
   *
   * @param progress told of each case in one line, in their order
   * @param keep where their logs are kept, each in a folder of its own; null to throw them away
   */
  public Report judge(List<Case> cases, int threads, Path keep, PrintStream progress)
      throws IOException, InterruptedException {
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Judged>> running = new ArrayList<>();
      for (Case one : cases) {
        running.add(workers.submit(() -> judge(one, keep)));
      }
      Report report = new Report();
      for (Future<Judged> future : running) {
        Judged judged = future.get();
        report.add(judged);
        progress.println(Report.line(judged));
      }
      return report;
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      workers.shutdownNow();
    }
  }

  private Judged judge(Case one, Path keep) throws IOException {
    boolean temporary = keep == null;
    Path folder = temporary ? Files.createTempDirectory("badhop-judgement") : keep;
    try {
      Generated generated = generator.write(one, folder);
      try {
        return Judge.judge(one, generated, Replay.of(folder, one.scenario().faults()));
      } catch (LogSetException | IllegalStateException e) {
        return new Judged(one, missed(generated), List.of(), e.toString(), generated.requests());
      }
    } finally {
      if (temporary) {
        delete(folder);
      }
    }
  }

  private static List<Row> missed(Generated generated) {
    return generated.labels().stream().filter(l -> l.expected()).map(Row::missed).toList();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
