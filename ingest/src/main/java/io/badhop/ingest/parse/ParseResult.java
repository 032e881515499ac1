package io.badhop.ingest.parse;

import io.badhop.schemas.event.ComponentEvent;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * What became of one line. Every line has exactly one of these outcomes, and a line of several
 * records has one for each; see {@code Accounting} for the identity they add up to.
 */
public sealed interface ParseResult {

  /** The outcomes of the records in the line, in order: this one alone unless there are several. */
  default List<ParseResult> each() {
    return List.of(this);
  }

  /**
   * A line that holds several records, each of which counts as a line.
   *
   * @param results outcomes of the records in their order, at least one, none of them several
   */
  record Several(List<ParseResult> results) implements ParseResult {
    public Several {
      results = List.copyOf(results);
      if (results.isEmpty() || results.stream().anyMatch(Several.class::isInstance)) {
        throw new IllegalArgumentException("several records are at least one, and flat");
      }
    }

    @Override
    public List<ParseResult> each() {
      return results;
    }

    /** The outcomes of a line's records; the only one itself where there is only one. */
    public static ParseResult of(List<ParseResult> results) {
      return results.size() == 1 ? results.get(0) : new Several(results);
    }
  }

  /**
   * A request at one tier.
   *
   * @param event an EdgeEvent, ProxyEvent or AppEvent
   */
  record Event(SpecificRecord event) implements ParseResult {}

  /** Something that happened to a component. */
  record Component(ComponentEvent event) implements ParseResult {}

  /** A line of an error log that belongs to a request which another log names. */
  record ErrorLine(ErrorRecord error) implements ParseResult {}

  /** A further line of a record that began on an earlier line. */
  record Continued() implements ParseResult {}

  /**
   * Not a request, and nothing that is evidence.
   *
   * @param reason name of the reason in kebab case, such as {@code comment}
   */
  record Skipped(String reason) implements ParseResult {}

  /**
   * A line that should have been understood and was not.
   *
   * @param reason name of the reason in kebab case, such as {@code bad-timestamp}
   * @param detail what was wrong, in words
   */
  record Rejected(String reason, String detail) implements ParseResult {}
}
