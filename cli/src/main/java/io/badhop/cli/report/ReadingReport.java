package io.badhop.cli.report;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.Format;
import io.badhop.ingest.ship.Accounting;
import io.badhop.ingest.ship.LogFile;
import io.badhop.ingest.ship.RejectedLine;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was read: a line for each file with the outcomes of its lines, then what was rejected and
 * why.
 */
public final class ReadingReport {

  /** Reasons by which a log says that it ends in the middle. */
  private static final Set<String> BREAKS =
      Set.of("truncated-gzip", "corrupt-gzip", "truncated-zstd", "corrupt-zstd");

  private static final int EXAMPLES_OF_A_REASON = 2;
  private static final int SHOWN = 120;

  private final Map<String, LogFile> files = new TreeMap<>();
  private final Map<String, Accounting> outcomes = new TreeMap<>();

  /**
   * @param files what was recognised, by name
   * @param outcomes what became of the lines, by the same names
   */
  public ReadingReport(Map<String, LogFile> files, Map<String, Accounting> outcomes) {
    this.files.putAll(files);
    this.outcomes.putAll(outcomes);
  }

  /** Everything together. */
  public Accounting total() {
    return outcomes.values().stream().reduce(Accounting.NONE, Accounting::plus);
  }

  /** Files that could not be read to their end, with the reason. */
  public List<String> broken() {
    List<String> broken = new ArrayList<>();
    outcomes.forEach(
        (file, outcome) ->
            outcome.rejectedBy().keySet().stream()
                .filter(BREAKS::contains)
                .forEach(reason -> broken.add(file + ": " + reason)));
    return broken;
  }

  /** Prints the table and the rejected lines. */
  public void print(PrintStream out, List<Path> unrecognised) {
    int width = Math.max(4, outcomes.keySet().stream().mapToInt(String::length).max().orElse(0));
    out.println(row(width, "log", "tier", "format", "lines", "what became of them"));
    outcomes.forEach(
        (file, outcome) ->
            out.println(
                row(
                    width,
                    file,
                    tier(file),
                    format(file),
                    Long.toString(outcome.lines()),
                    words(outcome))));
    unrecognised.forEach(
        path ->
            out.println(
                row(
                    width,
                    path.getFileName().toString(),
                    "-",
                    "-",
                    "-",
                    "not read: no known log format")));
    rejected(out, total());
  }

  private static String row(
      int width, String file, String tier, String format, String lines, String outcomes) {
    return String.format(
        Locale.ROOT, "%-" + width + "s  %-6s %-28s %9s  %s", file, tier, format, lines, outcomes);
  }

  private String tier(String file) {
    LogFile known = files.get(file);
    return known == null ? "-" : known.detection().format().tier().toString();
  }

  private String format(String file) {
    LogFile known = files.get(file);
    if (known == null) {
      return "-";
    }
    Detection detection = known.detection();
    Format format = detection.format();
    return detection.variant().isEmpty()
        ? format.name()
        : format.name() + " (" + detection.variant() + ")";
  }

  private static String words(Accounting outcome) {
    List<String> words = new ArrayList<>();
    add(words, outcome.parsed(), "requests");
    add(words, outcome.bound(), "bound to requests");
    add(words, outcome.component(), "of components");
    add(words, outcome.continued(), "continued");
    add(words, outcome.skipped(), "skipped" + reasons(outcome.skippedBy()));
    add(words, outcome.rejected(), "REJECTED");
    return words.isEmpty() ? "empty" : String.join(", ", words);
  }

  private static void add(List<String> words, long count, String what) {
    if (count > 0) {
      words.add(count + " " + what);
    }
  }

  private static String reasons(Map<String, Long> counts) {
    return counts.isEmpty() ? "" : " (" + String.join(", ", new TreeMap<>(counts).keySet()) + ")";
  }

  private static void rejected(PrintStream out, Accounting total) {
    if (total.rejected() == 0) {
      return;
    }
    out.println();
    out.println(total.rejected() + " lines rejected:");
    new TreeMap<>(total.rejectedBy())
        .forEach(
            (reason, count) -> {
              out.println(String.format(Locale.ROOT, "%8d  %s", count, reason));
              total.examples().stream()
                  .filter(line -> line.reason().equals(reason))
                  .limit(EXAMPLES_OF_A_REASON)
                  .forEach(line -> example(out, line));
            });
  }

  private static void example(PrintStream out, RejectedLine line) {
    out.println("          " + line.file() + " at byte " + line.offset() + ": " + line.detail());
    if (!line.text().isEmpty()) {
      String text =
          line.text().length() > SHOWN ? line.text().substring(0, SHOWN) + " ..." : line.text();
      out.println("            " + text.replaceAll("\\p{Cntrl}", "\uFFFD"));
    }
  }
}
