package io.badhop.ingest.ship;

import io.badhop.schemas.event.Tier;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Reads a log in a thread of its own, a bounded way ahead of who ships it. Events and rejections
 * come out in the order in which they were read, all in the shipping thread.
 */
final class ReadAhead implements EventReader {
  private static final int CHUNK = 512;

  /** Bytes of rejected lines after which a chunk is handed over, however few they are. */
  private static final long CHUNK_BYTES = 1024 * 1024;

  private static final int CHUNKS = 4;
  private static final long PATIENCE_MILLIS = 1000;
  private static final List<Object> END = new ArrayList<>();

  /** Opens the log. */
  @FunctionalInterface
  interface Opening {
    EventReader open(Rejection.Listener rejections) throws IOException;
  }

  private final EventReader reader;
  private final Rejection.Listener rejections;
  private final BlockingQueue<List<Object>> chunks = new ArrayBlockingQueue<>(CHUNKS);
  private final Thread thread;
  private List<Object> filling = new ArrayList<>(CHUNK);
  private long fillingBytes;
  private Throwable failure;
  private List<Object> current = END;
  private int at;
  private boolean begun;
  private boolean over;

  /**
   * A log of which nothing is read before its first event is asked for.
   *
   * @param rejections told in the thread that asks for events
   */
  ReadAhead(Opening opening, Rejection.Listener rejections) throws IOException {
    this.rejections = rejections;
    this.reader = opening.open(this::rejected);
    this.thread = new Thread(this::work, "badhop-read-" + reader.source());
    thread.setDaemon(true);
  }

  private void work() {
    try {
      ShippedEvent event;
      while ((event = reader.next()) != null) {
        add(event, 0);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) {
      // An Error too: who asks for events would wait for ever.
      failure = e;
    } finally {
      end();
    }
  }

  /** A reader may reject any number of lines before it has an event. */
  private void rejected(Rejection rejection) {
    try {
      add(rejection, rejection.payload().length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("closed while a rejected line was handed over", e);
    }
  }

  private void add(Object item, long bytes) throws InterruptedException {
    filling.add(item);
    fillingBytes += bytes;
    if (filling.size() >= CHUNK || fillingBytes >= CHUNK_BYTES) {
      chunks.put(filling);
      filling = new ArrayList<>(CHUNK);
      fillingBytes = 0;
    }
  }

  /** Makes no objects, as memory may be what ran out. */
  private void end() {
    try {
      chunks.put(filling);
      chunks.put(END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public ShippedEvent next() throws IOException {
    if (!begun) {
      begun = true;
      thread.start();
    }
    while (!over) {
      while (at < current.size()) {
        Object item = current.get(at++);
        if (item instanceof ShippedEvent event) {
          return event;
        }
        rejections.rejected((Rejection) item);
      }
      take();
    }
    return null;
  }

  private void take() throws IOException {
    try {
      current = chunks.take();
      at = 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for " + reader.source());
    }
    over = current == END;
    if (over && failure instanceof RuntimeException defect) {
      throw defect;
    }
    if (over && failure instanceof Error error) {
      throw error;
    }
    if (over && failure instanceof IOException unreadable) {
      throw unreadable;
    }
  }

  @Override
  public String source() {
    return reader.source();
  }

  @Override
  public String site() {
    return reader.site();
  }

  @Override
  public Tier tier() {
    return reader.tier();
  }

  @Override
  public Accounting accounting() {
    return reader.accounting();
  }

  @Override
  public Map<String, Accounting> accountingByFile() {
    return reader.accountingByFile();
  }

  @Override
  public long unordered() {
    return reader.unordered();
  }

  @Override
  public long bytesRead() {
    return reader.bytesRead();
  }

  @Override
  public void close() throws IOException {
    thread.interrupt();
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    reader.close();
  }
}
