package io.badhop.benchmarks.judgement;

import io.badhop.benchmarks.judgement.judge.Court;
import io.badhop.benchmarks.judgement.judge.Report;
import io.badhop.benchmarks.judgement.label.Case;
import io.badhop.benchmarks.judgement.label.Facts;
import io.badhop.benchmarks.judgement.label.Planner;
import io.badhop.benchmarks.judgement.label.Weeks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Generates labelled incidents, replays each as {@code badhop replay} does, and tells what was
 * found, what was right, and how sure badhop was. See {@code benchmarks/README.md}.
 */
public final class JudgementBenchmark {

  private JudgementBenchmark() {}

  /** Runs it, from the root of the checkout. */
  public static void main(String[] args) throws Exception {
    Options options = Options.parse(args);
    Facts facts = Facts.read();
    List<Case> cases = options.week() ? Weeks.of(options.seed()) : cases(options, facts);
    Report report = new Court(facts).judge(cases, options.threads(), options.keep(), System.err);
    System.out.print(report.text());
    Files.createDirectories(options.json().toAbsolutePath().getParent());
    Files.writeString(options.json(), report.json() + "\n");
    Path kept = options.keep();
    if (kept != null) {
      System.out.println("\nThe logs are in " + kept + ".");
    }
  }

  private static List<Case> cases(Options options, Facts facts) {
    Planner planner = new Planner(options.seed(), facts);
    return IntStream.range(options.first(), options.first() + options.count())
        .mapToObj(planner::draw)
        .toList();
  }
}
