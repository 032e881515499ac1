package io.badhop.ingest.source;

import java.io.IOException;

/** A source that breaks off, with a name for the reason, so that it can be counted. */
public final class SourceException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final long offset;

  /**
   * A failure.
   *
   * @param reason name in kebab case, such as {@code truncated-gzip}
   * @param offset where the lines end: offset of the first byte that no line handed out holds
   * @param message what happened, with the name of the source
   * @param cause may be null
   */
  SourceException(String reason, long offset, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.offset = offset;
  }

  /** Name of the reason: {@code truncated-gzip}, {@code corrupt-zstd} and the like. */
  public String reason() {
    return reason;
  }

  /** Offset, in unpacked bytes, at which the lines end. */
  public long offset() {
    return offset;
  }
}
