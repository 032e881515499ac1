package io.badhop.ingest.parse;

/**
 * Turns the lines of one source into what they say. May keep state for records of several lines, so
 * each source has a parser of its own; not thread safe.
 */
@FunctionalInterface
public interface LineParser {

  /**
   * Reads one line.
   *
   * @param line valid during the call only
   * @return its outcome, never null; a parser does not throw on any input
   */
  ParseResult parse(RawLine line);
}
