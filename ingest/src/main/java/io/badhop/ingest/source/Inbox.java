package io.badhop.ingest.source;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Batches between those who receive them and the one thread that ships them. Bounded in bytes: when
 * it is full a sender is told to come again, or is not read any further, or, where it can be
 * neither, is counted as lost.
 */
public final class Inbox {
  /** Senders that were refused are waited for this long before the watermark goes on. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  private record Refusal(Instant first, Instant last) {}

  private final long capacity;
  private final Deque<Batch> waiting = new ArrayDeque<>();
  private final Map<String, Refusal> refusals = new HashMap<>();
  private final Map<String, Refusal> limits = new HashMap<>();
  private final LongAdder refused = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final LongAdder limited = new LongAdder();
  private long bytes;
  private boolean closed;

  /**
   * An empty inbox.
   *
   * @param capacity bytes that may wait; a single batch may be greater when nothing else waits
   */
  public Inbox(long capacity) {
    this.capacity = capacity;
  }

  /** Takes a batch, unless there is no room: then it is counted as refused. */
  public synchronized boolean offer(Batch batch) {
    if (!hasRoom(batch)) {
      refuse(batch.log(), batch.arrived());
      return false;
    }
    add(batch);
    return true;
  }

  /** Takes a batch that cannot be asked for again, unless there is no room: then it is lost. */
  public synchronized boolean offerOnce(Batch batch) {
    if (!hasRoom(batch)) {
      lost.increment();
      return false;
    }
    add(batch);
    return true;
  }

  /**
   * Takes a batch as soon as there is room.
   *
   * @return false when the inbox was closed meanwhile
   * @throws InterruptedException when the thread is interrupted
   */
  public synchronized boolean put(Batch batch) throws InterruptedException {
    while (!closed && !hasRoom(batch)) {
      wait();
    }
    if (closed) {
      return false;
    }
    add(batch);
    return true;
  }

  private boolean hasRoom(Batch batch) {
    return !closed && (waiting.isEmpty() || bytes + batch.size() <= capacity);
  }

  private void add(Batch batch) {
    waiting.add(batch);
    bytes += batch.size();
  }

  /** The oldest batch that waits; null when none does. */
  public synchronized Batch poll() {
    Batch batch = waiting.poll();
    if (batch != null) {
      bytes -= batch.size();
      notifyAll();
    }
    return batch;
  }

  /** Whether nothing waits. */
  public synchronized boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** A sender of this log was told to come again. */
  public synchronized void refuse(String log, Instant at) {
    refused.increment();
    comesAgain(refusals, log, at);
  }

  /** A sender of this log was told to come again, as more comes than its limit allows. */
  public synchronized void limit(String log, Instant at) {
    limited.increment();
    comesAgain(limits, log, at);
  }

  private static void comesAgain(Map<String, Refusal> told, String log, Instant at) {
    told.merge(log, new Refusal(at, at), (old, one) -> new Refusal(old.first(), one.last()));
  }

  /**
   * The time since which something of a log is on its way, waiting here or with a sender who was
   * told to come again; empty when nothing is. For a sender at its limit no earlier than a minute
   * ago: it may be over the limit for hours while all that it sends again is taken.
   */
  public synchronized Optional<Instant> outstanding(String log, Instant now) {
    Optional<Instant> here =
        waiting.stream().filter(b -> b.log().equals(log)).map(Batch::arrived).findFirst();
    Optional<Instant> refusal = since(refusals, log, now);
    Instant earliest = now.minus(GRACE);
    Optional<Instant> limit =
        since(limits, log, now).map(at -> at.isBefore(earliest) ? earliest : at);
    return Stream.of(here, refusal, limit).flatMap(Optional::stream).min(Instant::compareTo);
  }

  private static Optional<Instant> since(Map<String, Refusal> told, String log, Instant now) {
    told.values().removeIf(refusal -> refusal.last().plus(GRACE).isBefore(now));
    return Optional.ofNullable(told.get(log)).map(Refusal::first);
  }

  /** Batches that were refused because there was no room or Kafka did not take them. */
  public long refused() {
    return refused.sum();
  }

  /** Requests that were refused because their log's limit was reached. */
  public long limited() {
    return limited.sum();
  }

  /** Batches that were lost because there was no room and their sender cannot be told. */
  public long lost() {
    return lost.sum();
  }

  /** Refuses what waits and whatever is still to come. */
  public synchronized void close() {
    closed = true;
    waiting.forEach(Batch::refused);
    waiting.clear();
    notifyAll();
  }
}
