package io.badhop.streams.diagnose;

/**
 * Kinds of proof, strongest first: the strongest kind present decides, the others raise or lower
 * the confidence.
 */
enum Grade {
  /** A server says in words what went wrong. */
  ERROR_TEXT,
  /** A termination state, response flag, result type or status that only one condition produces. */
  TERMINATION,
  /** What is known of one attempt: was a connection made, did a header come. */
  ATTEMPT,
  /** Status codes of two hops side by side, or of one alone. */
  STATUS,
  /** A record that should be there and is not. */
  ABSENCE,
  /** How long it took. */
  TIMING
}
