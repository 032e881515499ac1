package io.badhop.ingest.source;

import io.badhop.ingest.parse.RawLine;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Lines of a stream that ends, unpacked where it is gzip. */
final class StreamLines implements LineSource {
  private static final int PACKED_BUFFER = 1 << 16;

  /** How far the file below was read. */
  interface Position {
    long get() throws IOException;
  }

  private final String id;
  private final Position position;
  private final boolean packed;
  private final LineBuffer buffer = new LineBuffer(0);
  private InputStream in;
  private boolean opened;
  private boolean ended;

  /**
   * Lines of a stream.
   *
   * @param in must support {@code mark}
   */
  StreamLines(String id, InputStream in, Position position) throws IOException {
    this.id = id;
    this.in = in;
    this.position = position;
    this.packed = isGzip(in);
  }

  /** Whether the two bytes that every gzip member begins with come next; they are not consumed. */
  static boolean isGzip(InputStream in) throws IOException {
    in.mark(2);
    boolean magic = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return magic;
  }

  @Override
  public RawLine next() throws IOException {
    while (true) {
      RawLine line = buffer.next();
      if (line != null || ended) {
        return line;
      }
      if (fill() < 0) {
        ended = true;
        return buffer.rest();
      }
    }
  }

  private int fill() throws IOException {
    try {
      if (packed && !opened) {
        opened = true;
        in = new GZIPInputStream(in, PACKED_BUFFER);
      }
      return buffer.fill(in);
    } catch (EOFException e) {
      throw broken("truncated-gzip", "ends in the middle of its compressed data", e);
    } catch (ZipException e) {
      throw broken(
          "corrupt-gzip", "holds compressed data that is damaged (" + e.getMessage() + ")", e);
    }
  }

  /** What is in the buffer is half a line, and no line at all for those who read on. */
  private SourceException broken(String reason, String what, IOException cause) {
    ended = true;
    long offset = buffer.offset();
    buffer.rest();
    String message =
        id + " " + what + "; the lines before byte " + offset + " (unpacked) were read";
    return new SourceException(reason, offset, message, cause);
  }

  @Override
  public boolean cut() {
    return buffer.cut();
  }

  @Override
  public long bytesRead() {
    try {
      return position.get();
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
