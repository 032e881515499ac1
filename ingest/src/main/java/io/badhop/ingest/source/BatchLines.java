package io.badhop.ingest.source;

import io.badhop.ingest.parse.RawLine;

/** Lines of a batch in memory, read where they lie. */
final class BatchLines implements LineSource {

  private final String id;
  private final LineBuffer buffer;
  private final long begin;

  BatchLines(String id, byte[] bytes, long offset) {
    this.id = id;
    this.buffer = new LineBuffer(bytes, offset);
    this.begin = offset;
  }

  @Override
  public RawLine next() {
    RawLine line = buffer.next();
    return line == null ? buffer.rest() : line;
  }

  @Override
  public boolean cut() {
    return buffer.cut();
  }

  @Override
  public long bytesRead() {
    return buffer.offset() - begin;
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
