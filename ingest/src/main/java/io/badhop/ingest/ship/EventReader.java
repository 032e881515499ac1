package io.badhop.ingest.ship;

import io.badhop.schemas.event.Tier;
import java.io.IOException;
import java.util.Map;

/**
 * The events of one log, error lines bound to their requests, in the order of their times as far as
 * the buffer of {@link LogSetOptions} reaches. Every event has its first ID as key; see {@link
 * ShippedEvent#alias} for the copy under the second. Not thread safe; {@link #accounting} may be
 * asked from another thread.
 */
public interface EventReader extends AutoCloseable {

  /** ID of the source, unique in its set. */
  String source();

  /** Site that the events belong to. */
  String site();

  /** Tier whose log it is; it may give component events besides. */
  Tier tier();

  /**
   * The next event.
   *
   * @return null at the end, and ever after
   * @throws IOException when the log cannot be read any further
   */
  ShippedEvent next() throws IOException;

  /** Outcomes of the lines read so far, of all files that are read together. */
  Accounting accounting();

  /** The same by file. */
  Map<String, Accounting> accountingByFile();

  /** Events that came after a younger one, because the buffer did not reach. */
  long unordered();

  /** Bytes read so far as they lie on the disk, to be set against {@link LogFile#bytes}. */
  long bytesRead();

  @Override
  void close() throws IOException;
}
