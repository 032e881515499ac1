package io.badhop.schemas.scan;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A hash of bytes for tables in memory, eight bytes a step. No result may depend on it. */
public final class ByteHash {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** 2^64 by the golden ratio, odd (Knuth, The Art of Computer Programming 3, 6.4). */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private ByteHash() {}

  /** Of {@code length} bytes from {@code start} on. */
  public static int of(byte[] array, int start, int length) {
    long hash = length;
    int next = start;
    int stop = start + length;
    for (; next + Long.BYTES <= stop; next += Long.BYTES) {
      hash = (hash ^ (long) LONGS.get(array, next)) * GOLDEN;
      hash ^= hash >>> 32;
    }
    long rest = 0;
    for (; next < stop; next++) {
      rest = rest << 8 | array[next] & 0xff;
    }
    return (int) ((hash ^ rest) * GOLDEN >>> 32);
  }
}
