package io.badhop.cli.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Puts the findings into words. */
final class CheckReport {

  private static final double NEEDED = 0.99;
  private static final int US_PER_MS = 1000;

  /** What queues and scheduling alone explain. */
  private static final double LEAST_ERROR_MS = 1;

  /**
   * Two standard errors of a median in units of half the interquartile range over the root of the
   * sample size: 4 for uniform errors, as coarse time stamps have; 3.7 for normal ones.
   */
  private static final double ERRORS_OF_MEDIAN = 4;

  private final List<String> lines = new ArrayList<>();

  List<String> lines() {
    return lines;
  }

  void sources(List<SourceFacts> sources) {
    lines.add(
        String.format(
            Locale.ROOT,
            "%-36s %-6s %9s %8s  %s",
            "log",
            "tier",
            "records",
            "with ID",
            "time stamps"));
    for (SourceFacts source : sources) {
      if (source.records == 0) {
        lines.add(
            String.format(
                Locale.ROOT,
                "%-36s %-6s %9s %8s  %s",
                source.name,
                source.tier,
                "-",
                "-",
                "tells of components, not of requests"));
        continue;
      }
      String ids = Percent.of(source.records - source.withoutId, source.records);
      lines.add(
          String.format(
              Locale.ROOT,
              "%-36s %-6s %9d %8s  %s",
              source.name,
              source.tier,
              source.records,
              ids,
              resolution(source.resolution)));
    }
  }

  void joins(String title, List<Hop> upper, List<Hop> lower) {
    if (upper.isEmpty() || lower.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "%-36s %9s %9s %8s  %s",
            title,
            "expected",
            "joined",
            "coverage",
            "clock of the lower hop"));
    for (Joins.Coverage coverage : Joins.of(upper, lower)) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-34s %9d %9d %8s  %s",
              coverage.node(),
              coverage.expected(),
              coverage.joined(),
              Percent.of(coverage.joined(), coverage.expected()),
              clock(coverage)));
      if (coverage.expected() > 0 && coverage.joined() < NEEDED * coverage.expected()) {
        lines.add("    below 99 %: that the hop below never saw a request proves nothing here");
      }
    }
  }

  void findings(List<Finding> findings) {
    lines.add("");
    if (findings.isEmpty()) {
      lines.add("These logs allow every conclusion that badhop draws.");
      return;
    }
    lines.add("What cannot be concluded, and what to paste so that it can:");
    for (Finding finding : findings) {
      lines.add("");
      lines.add("- " + finding.cannot());
      finding.remedy().forEach(line -> lines.add("    " + line));
    }
  }

  void beyond(long records) {
    if (records > 0) {
      lines.add("");
      lines.add(
          records + " records beyond the first " + LogCheck.LIMIT + " of a tier were not joined.");
    }
  }

  private static String clock(Joins.Coverage coverage) {
    if (coverage.pairs() == 0) {
      return "not known";
    }
    double skew = (double) coverage.skewUs() / US_PER_MS;
    double error =
        Math.max(
            LEAST_ERROR_MS,
            ERRORS_OF_MEDIAN * coverage.spreadUs() / US_PER_MS / Math.sqrt(coverage.pairs()));
    String words =
        Math.abs(skew) <= error
            ? "agrees"
            : String.format(
                Locale.ROOT, "%.1f ms %s", Math.abs(skew), skew > 0 ? "ahead" : "behind");
    return String.format(Locale.ROOT, "%s (± %.1f ms, %d pairs)", words, error, coverage.pairs());
  }

  private static String resolution(int microseconds) {
    if (microseconds <= 0) {
      return "-";
    }
    return microseconds >= 1_000_000 ? "1 s" : microseconds >= US_PER_MS ? "1 ms" : "1 µs";
  }
}
