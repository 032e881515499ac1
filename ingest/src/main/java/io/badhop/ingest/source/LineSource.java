package io.badhop.ingest.source;

import io.badhop.ingest.parse.RawLine;
import java.io.IOException;

/**
 * Lines in the order in which they were written. Lines end with LF or CRLF, or with the end of the
 * source; a byte order mark at the beginning is no part of the first one. Not thread safe.
 */
public interface LineSource extends AutoCloseable {

  /** Longest line that is handed out whole, in bytes: 1 MiB. */
  int MAX_LINE = 1 << 20;

  /**
   * The next line, valid until the next call.
   *
   * @return null at the end, or when a source that is still written to has nothing now
   * @throws SourceException when the source breaks off; what could be read was handed out before
   * @throws IOException when reading fails
   */
  RawLine next() throws IOException;

  /**
   * True when the line last handed out is only the first {@link #MAX_LINE} bytes of a longer one.
   */
  boolean cut();

  /**
   * Identity of the file that the last line is in, where a source spans several; empty elsewhere.
   */
  default String fileKey() {
    return "";
  }

  /**
   * Bytes read so far as they lie on the disk, compressed ones as such; 0 where it is not known.
   */
  long bytesRead();

  /** Name of the source for messages: the path of a file. */
  String id();

  @Override
  void close() throws IOException;
}
