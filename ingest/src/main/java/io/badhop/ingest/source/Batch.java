package io.badhop.ingest.source;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Lines that somebody sent in one piece, and word of what became of them. */
public final class Batch {

  private final String log;
  private final byte[] bytes;
  private final long offset;
  private final Instant arrived;
  private final CompletableFuture<Boolean> outcome = new CompletableFuture<>();

  /**
   * A batch that nobody has dealt with.
   *
   * @param log name of the log that the lines belong to
   * @param bytes lines, the last one with or without its line end; not copied
   * @param offset offset of the first line, 0 or more. Two deliveries of the same batch must agree
   *     in it and two different batches must not: it is part of each event's identity
   * @param arrived when the sender began to deliver it
   */
  public Batch(String log, byte[] bytes, long offset, Instant arrived) {
    this.log = log;
    this.bytes = bytes;
    this.offset = offset;
    this.arrived = arrived;
  }

  /** Name of the log that the lines belong to. */
  public String log() {
    return log;
  }

  /** When the sender began to deliver it. */
  public Instant arrived() {
    return arrived;
  }

  /** Its lines; each call begins anew. */
  public LineSource lines() {
    return new BatchLines(log, bytes, offset);
  }

  int size() {
    return bytes.length;
  }

  /** Everything in it is where it cannot be lost any more. */
  public void safe() {
    outcome.complete(true);
  }

  /** It was not taken in; the sender has to send it again. */
  public void refused() {
    outcome.complete(false);
  }

  /**
   * Waits for its end.
   *
   * @return false when it was refused, or when the time is over before it is safe
   * @throws InterruptedException when the thread is interrupted
   */
  public boolean await(Duration patience) throws InterruptedException {
    try {
      return outcome.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
