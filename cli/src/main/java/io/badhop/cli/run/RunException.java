package io.badhop.cli.run;

/**
 * A part of badhop cannot start or cannot go on; the message is for the user and says what to do.
 */
public class RunException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With what is to be told, and what caused it (may be null). */
  public RunException(String message, Throwable cause) {
    super(message, cause);
  }
}
