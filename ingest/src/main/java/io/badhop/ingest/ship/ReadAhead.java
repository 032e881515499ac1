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
  private Exception failure;
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
    this.reader = opening.open(rejection -> filling.add(rejection));
    this.thread = new Thread(this::work, "badhop-read-" + reader.source());
    thread.setDaemon(true);
  }

  private void work() {
    try {
      read();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() throws InterruptedException {
    try {
      ShippedEvent event;
      while ((event = reader.next()) != null) {
        filling.add(event);
        if (filling.size() >= CHUNK) {
          hand();
        }
      }
    } catch (IOException | RuntimeException e) {
      failure = e;
    }
    hand();
    chunks.put(END);
  }

  private void hand() throws InterruptedException {
    chunks.put(filling);
    filling = new ArrayList<>(CHUNK);
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
