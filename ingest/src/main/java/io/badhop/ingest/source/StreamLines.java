package io.badhop.ingest.source;

import com.github.luben.zstd.ZstdIOException;
import io.badhop.ingest.parse.RawLine;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.ZipException;

/** Lines of a stream that ends, unpacked where it is gzip or zstd. */
final class StreamLines implements LineSource {
  /** How far the file below was read. */
  interface Position {
    long get() throws IOException;
  }

  private final String id;
  private final Position position;
  private final Packing packing;
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
    this.packing = Packing.of(in);
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
      if (!opened) {
        opened = true;
        in = packing.open(in);
      }
      return buffer.fill(in);
    } catch (EOFException e) {
      throw truncated(e);
    } catch (ZipException e) {
      throw corrupt(e);
    } catch (ZstdIOException e) {
      throw wasCut(e) ? truncated(e) : corrupt(e);
    }
  }

  /** Its error code is the same as for damage; only the words differ. */
  private static boolean wasCut(ZstdIOException e) {
    return e.getMessage() != null && e.getMessage().toLowerCase(Locale.ROOT).contains("truncated");
  }

  private SourceException truncated(IOException cause) {
    return broken(
        "truncated-" + packing.label(), "ends in the middle of its compressed data", cause);
  }

  private SourceException corrupt(IOException cause) {
    return broken(
        "corrupt-" + packing.label(),
        "holds compressed data that is damaged (" + cause.getMessage() + ")",
        cause);
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
