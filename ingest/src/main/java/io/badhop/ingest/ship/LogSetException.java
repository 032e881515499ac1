package io.badhop.ingest.ship;

/**
 * A set of logs that cannot be read as asked. The message names the file and what to do, for
 * people.
 */
public final class LogSetException extends Exception {
  private static final long serialVersionUID = 1L;

  LogSetException(String message) {
    super(message);
  }

  LogSetException(String message, Throwable cause) {
    super(message, cause);
  }
}
