package io.badhop.benchmarks.flink;

import java.util.concurrent.atomic.AtomicBoolean;

/** Tells the harness, once in this process, that the first event has been read. */
final class Ready {
  private static final AtomicBoolean TOLD = new AtomicBoolean();

  private Ready() {}

  static void tell() {
    if (TOLD.compareAndSet(false, true)) {
      System.out.println("READY");
    }
  }
}
