package io.badhop.cli.run;

/** Something outside this process does not answer; trying again later may be all that it takes. */
final class AwayException extends RunException {

  private static final long serialVersionUID = 1L;

  AwayException(String message, Throwable cause) {
    super(message, cause);
  }
}
