package io.badhop.ingest.ship;

/**
 * Shipping cannot go on: the brokers refuse for good, or a place to keep positions is not writable.
 */
public final class ShipException extends Exception {
  private static final long serialVersionUID = 1L;

  ShipException(String message, Throwable cause) {
    super(message, cause);
  }
}
