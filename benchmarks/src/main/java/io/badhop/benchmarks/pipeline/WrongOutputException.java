package io.badhop.benchmarks.pipeline;

/** A contender did not do the work; its time means nothing. */
final class WrongOutputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WrongOutputException(String message) {
    super(message);
  }
}
