package io.badhop.cli.embedded;

/**
 * The embedded broker or its schema registry cannot start or cannot go on; the message is for the
 * user and says what to do.
 */
public final class BrokerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BrokerException(String message) {
    super(message);
  }

  BrokerException(String message, Throwable cause) {
    super(message, cause);
  }
}
