package io.badhop.ingest.ship;

import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.source.LineSource;
import java.io.IOException;

/** The lines of whatever batch is being read, as one source that never ends. */
final class CurrentBatch implements LineSource {
  private final String id;
  private LineSource batch;
  private long before;

  CurrentBatch(String id) {
    this.id = id;
  }

  /** The next batch; the one before must have been read to its end. */
  void begin(LineSource next) {
    before = bytesRead();
    batch = next;
  }

  @Override
  public RawLine next() throws IOException {
    return batch == null ? null : batch.next();
  }

  @Override
  public boolean cut() {
    return batch.cut();
  }

  @Override
  public long bytesRead() {
    return before + (batch == null ? 0 : batch.bytesRead());
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public void close() {
    batch = null;
  }
}
