package io.badhop.schemas.serde;

import org.apache.kafka.common.errors.RetriableException;

/**
 * No registry answered for as long as was waited. It says nothing of the schema or the record that
 * was at hand: the same call may succeed later, so nobody may drop a record because of it.
 */
public final class RegistryUnavailableException extends RetriableException {
  private static final long serialVersionUID = 1L;

  /** With a message that names the addresses and what each of them did. */
  public RegistryUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
