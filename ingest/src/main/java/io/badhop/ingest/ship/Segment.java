package io.badhop.ingest.ship;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Records sent between two marks. Knows when all of them are answered, in whatever order the
 * answers come.
 */
final class Segment {
  private final AtomicInteger waiting = new AtomicInteger();

  void sent() {
    waiting.incrementAndGet();
  }

  void answered() {
    waiting.decrementAndGet();
  }

  boolean clear() {
    return waiting.get() == 0;
  }
}
