package io.badhop.streams.correlate;

/**
 * Numbers from zero up in as many bytes as they need, seven bits a byte, least significant first.
 */
final class Varints {

  /** Most bytes that a number takes. */
  static final int LONGEST = 10;

  private Varints() {}

  /** Writes a number; returns where it ends. */
  static int write(byte[] bytes, int at, long value) {
    int end = at;
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[end++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[end++] = (byte) rest;
    return end;
  }

  static long read(byte[] bytes, int at) {
    long value = 0;
    int next = at;
    for (int shift = 0; ; shift += 7) {
      byte b = bytes[next++];
      value |= (b & 0x7fL) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }

  /** Bytes that a number takes. */
  static int length(long value) {
    return value == 0 ? 1 : (70 - Long.numberOfLeadingZeros(value)) / 7;
  }

  /** Small numbers of either sign as small numbers from zero up. */
  static long zigZag(long value) {
    return value << 1 ^ value >> 63;
  }

  static long unZigZag(long value) {
    return value >>> 1 ^ -(value & 1);
  }
}
