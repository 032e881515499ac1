package io.badhop.schemas.serde;

/** A registry that does not know a schema, refuses one, or cannot be read or written. */
public final class SchemaRegistryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message that names the subject or the number. */
  public SchemaRegistryException(String message) {
    super(message);
  }

  /** With a message that names the subject or the number, and what went wrong below. */
  public SchemaRegistryException(String message, Throwable cause) {
    super(message, cause);
  }
}
