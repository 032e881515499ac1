package io.badhop.ingest.source;

import io.badhop.ingest.parse.RawLine;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Lines of a batch in memory. */
final class BatchLines implements LineSource {

  private final String id;
  private final ByteArrayInputStream in;
  private final LineBuffer buffer;
  private final int size;

  BatchLines(String id, byte[] bytes, long offset) {
    this.id = id;
    this.in = new ByteArrayInputStream(bytes);
    this.buffer = new LineBuffer(offset);
    this.size = bytes.length;
  }

  @Override
  public RawLine next() throws IOException {
    RawLine line;
    while ((line = buffer.next()) == null) {
      if (buffer.fill(in) < 0) {
        return buffer.rest();
      }
    }
    return line;
  }

  @Override
  public boolean cut() {
    return buffer.cut();
  }

  @Override
  public long bytesRead() {
    return (long) size - in.available();
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public void close() {
    // Nothing is held but memory.
  }
}
