package io.badhop.ingest.parse;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * One line as it came from a source, without its line end. A view on a shared buffer: it is valid
 * only until the source is asked for the next line.
 *
 * @param buffer bytes that hold the line
 * @param start index of its first byte
 * @param length number of bytes, 0 or more
 * @param offset byte offset of the line in its source, 0 or more
 */
public record RawLine(byte[] buffer, int start, int length, long offset) {

  /** One order on all machines: two shippers must agree on an identity. */
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final long MIX_1 = 0xBF58476D1CE4E5B9L;
  private static final long MIX_2 = 0x94D049BB133111EBL;

  /** A line of its own, for tests and for sources that hold strings. */
  public static RawLine of(String text, long offset) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new RawLine(bytes, 0, bytes.length, offset);
  }

  /** The line as text; bytes that are not UTF-8 become the replacement character. */
  public String text() {
    return new String(buffer, start, length, StandardCharsets.UTF_8);
  }

  /**
   * Identity of the record: equal when the same line is read again at the same offset, whoever
   * reads it, so that redelivery and two shippers on one file are recognised. Eight bytes at a time
   * through the 64-bit mix of SplitMix, begun with the offset and the length, so that zeros at the
   * end count.
   */
  public long identity() {
    long hash = mix(offset * GOLDEN + length);
    int at = start;
    int end = start + length;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      hash = mix((hash ^ (long) LONGS.get(buffer, at)) + GOLDEN);
    }
    long rest = 0;
    for (int shift = 0; at < end; at++, shift += Byte.SIZE) {
      rest |= (buffer[at] & 0xffL) << shift;
    }
    return mix((hash ^ rest) + GOLDEN);
  }

  /**
   * Identity of one of several records in the line: the line's, mixed with the record's place.
   *
   * @param index place of the record in the line, from 0
   */
  public long identity(int index) {
    return mix(identity() + (index + 1L) * GOLDEN);
  }

  private static long mix(long value) {
    long hash = (value ^ (value >>> 30)) * MIX_1;
    hash = (hash ^ (hash >>> 27)) * MIX_2;
    return hash ^ (hash >>> 31);
  }
}
