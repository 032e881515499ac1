package io.badhop.ingest.parse.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text of a field whose values come again and again, such as names of backends, hosts and methods:
 * the same bytes give the same string, which then costs nothing to make and nothing to keep. For
 * one thread.
 */
public final class RepeatedText {

  private static final int SLOT_BITS = 8;
  private static final int SLOTS = 1 << SLOT_BITS;
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Longer ones are seldom the same. */
  private static final int LONGEST = 64;

  private final byte[][] bytes = new byte[SLOTS][];
  private final String[] strings = new String[SLOTS];

  /**
   * The text of some bytes in UTF-8.
   *
   * @param from index of the first byte
   * @param to index behind the last byte
   */
  public String of(byte[] buffer, int from, int to) {
    int length = to - from;
    if (length <= 0) {
      return "";
    }
    if (length > LONGEST) {
      return new String(buffer, from, length, StandardCharsets.UTF_8);
    }
    int slot = slot(buffer, from, to);
    byte[] known = bytes[slot];
    if (known == null || !Arrays.equals(known, 0, known.length, buffer, from, to)) {
      bytes[slot] = Arrays.copyOfRange(buffer, from, to);
      strings[slot] = new String(buffer, from, length, StandardCharsets.UTF_8);
    }
    return strings[slot];
  }

  /** Of longer text both ends count: names that differ mostly do so at one of them. */
  private static int slot(byte[] buffer, int from, int to) {
    int length = to - from;
    long hash = length;
    if (length >= Long.BYTES) {
      long first = (long) LONGS.get(buffer, from);
      long last = (long) LONGS.get(buffer, to - Long.BYTES);
      hash += first * MULTIPLIER + last;
    } else {
      for (int i = from; i < to; i++) {
        hash = hash * 31 + buffer[i];
      }
    }
    return (int) (hash * MULTIPLIER >>> Long.SIZE - SLOT_BITS);
  }
}
