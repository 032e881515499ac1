package io.badhop.ingest.ship;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of the lines read: {@code lines = parsed + component + bound + continued + skipped +
 * rejected}, exactly, whenever reading pauses.
 *
 * @param lines lines read
 * @param parsed lines that became an event of a request
 * @param component lines that became a component event, error lines that no request was found for
 *     included; while a log is being read, error lines that still wait for their request as well
 * @param bound error lines that were bound to their request
 * @param continued further lines of a record
 * @param skipped lines that are no request and no evidence
 * @param rejected lines that were not understood
 * @param skippedBy reason → skipped lines
 * @param rejectedBy reason → rejected lines
 * @param examples a few rejected lines of each reason
 */
public record Accounting(
    long lines,
    long parsed,
    long component,
    long bound,
    long continued,
    long skipped,
    long rejected,
    Map<String, Long> skippedBy,
    Map<String, Long> rejectedBy,
    List<RejectedLine> examples) {

  /** Nothing read. */
  public static final Accounting NONE =
      new Accounting(0, 0, 0, 0, 0, 0, 0, Map.of(), Map.of(), List.of());

  /** Rejected lines kept as examples, at most. */
  public static final int MAX_EXAMPLES = 50;

  public Accounting {
    skippedBy = Map.copyOf(skippedBy);
    rejectedBy = Map.copyOf(rejectedBy);
    examples = List.copyOf(examples);
  }

  /** Both together. */
  public Accounting plus(Accounting other) {
    List<RejectedLine> some = new ArrayList<>(examples);
    some.addAll(other.examples);
    return new Accounting(
        lines + other.lines,
        parsed + other.parsed,
        component + other.component,
        bound + other.bound,
        continued + other.continued,
        skipped + other.skipped,
        rejected + other.rejected,
        sum(skippedBy, other.skippedBy),
        sum(rejectedBy, other.rejectedBy),
        some.subList(0, Math.min(MAX_EXAMPLES, some.size())));
  }

  /** Whether the identity holds; false means a defect. */
  public boolean addsUp() {
    return lines == parsed + component + bound + continued + skipped + rejected;
  }

  /** {@code lines=… parsed=… component=… bound=… continued=… skipped=… rejected=…}. */
  public String summary() {
    return "lines="
        + lines
        + " parsed="
        + parsed
        + " component="
        + component
        + " bound="
        + bound
        + " continued="
        + continued
        + " skipped="
        + skipped
        + " rejected="
        + rejected;
  }

  private static Map<String, Long> sum(Map<String, Long> one, Map<String, Long> other) {
    Map<String, Long> sum = new TreeMap<>(one);
    other.forEach((reason, count) -> sum.merge(reason, count, Long::sum));
    return sum;
  }
}
