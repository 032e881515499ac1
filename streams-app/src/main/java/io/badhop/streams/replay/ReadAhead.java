package io.badhop.streams.replay;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads a source some batches ahead of its consumer, in the threads of a pool: parsing is the
 * greater part of the work. The batches of one source are read one after the other.
 */
final class ReadAhead implements AutoCloseable {

  static final int BATCH = 512;

  /** What one visit to the source gave: events, and whether it goes on. */
  private record Batch(List<SpecificRecord> events, boolean last, IOException failure) {}

  private final EventSource source;
  private final Executor pool;
  private final Deque<CompletableFuture<Batch>> coming = new ArrayDeque<>();
  private CompletableFuture<Batch> newest =
      CompletableFuture.completedFuture(new Batch(List.of(), false, null));
  private Batch current = new Batch(List.of(), false, null);
  private int next;

  ReadAhead(EventSource source, Executor pool, int batches) {
    this.source = source;
    this.pool = pool;
    for (int i = 0; i < batches; i++) {
      order();
    }
  }

  /**
   * The next event; waits for it.
   *
   * @return null at the end
   * @throws IOException when the source failed; everything before was handed over
   */
  SpecificRecord next() throws IOException {
    while (next == current.events().size()) {
      if (current.failure() != null) {
        throw current.failure();
      }
      if (current.last()) {
        return null;
      }
      current = coming.remove().join();
      next = 0;
      order();
    }
    return current.events().get(next++);
  }

  @Override
  public void close() throws IOException {
    newest.join();
    source.close();
  }

  private void order() {
    newest = newest.thenApplyAsync(this::read, pool);
    coming.add(newest);
  }

  private Batch read(Batch before) {
    if (before.last()) {
      return new Batch(List.of(), true, null);
    }
    List<SpecificRecord> events = new ArrayList<>(BATCH);
    try {
      while (events.size() < BATCH) {
        SpecificRecord event = source.next();
        if (event == null) {
          return new Batch(events, true, null);
        }
        events.add(event);
      }
      return new Batch(events, false, null);
    } catch (IOException e) {
      return new Batch(events, true, e);
    }
  }
}
