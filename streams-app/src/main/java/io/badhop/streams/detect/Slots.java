package io.badhop.streams.detect;

import java.time.Duration;

/** Event time in buckets of 250 ms, numbered since the epoch. */
final class Slots {

  static final long MICROS = 250_000;

  /** No slot. */
  static final long NONE = -1;

  private Slots() {}

  static long of(long micros) {
    return Math.floorDiv(micros, MICROS);
  }

  static long startMs(long slot) {
    return slot * (MICROS / 1000);
  }

  static long endMs(long slot) {
    return startMs(slot + 1);
  }

  static long of(Duration duration) {
    return duration.toMillis() * 1000 / MICROS;
  }

  /** First multiple of a length from a slot on. */
  static long firstOf(long slot, long length) {
    return -Math.floorDiv(-slot, length) * length;
  }
}
