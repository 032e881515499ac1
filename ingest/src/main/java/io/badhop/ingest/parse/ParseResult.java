package io.badhop.ingest.parse;

import io.badhop.schemas.event.ComponentEvent;
import org.apache.avro.specific.SpecificRecord;

/**
 * What became of one line. Every line has exactly one of these outcomes; see {@code Accounting} for
 * the identity they add up to.
 */
public sealed interface ParseResult {

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
