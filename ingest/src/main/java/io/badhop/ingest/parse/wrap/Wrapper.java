package io.badhop.ingest.parse.wrap;

/** One kind of envelope around a line. May learn from earlier lines, so each source has its own. */
interface Wrapper {

  /** What became of a line. */
  enum Outcome {
    /** The envelope is off. */
    MINE,
    /** It is off, and what was inside goes on in a later line. */
    PARTIAL,
    /** There is no such envelope; the line is untouched. */
    NOT_MINE
  }

  /** Name for the detected variant, lower case. */
  String name();

  /** Takes the envelope off. */
  Outcome unwrap(Envelope line);
}
