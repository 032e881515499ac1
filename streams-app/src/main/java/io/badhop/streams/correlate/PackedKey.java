package io.badhop.streams.correlate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A request ID in few bytes, in an array that is used again. Hexadecimal IDs, which most are, take
 * half a byte a digit. Equal IDs have equal bytes, and different ones different bytes: first the
 * form and the length, then the digits or the characters.
 */
final class PackedKey {

  private static final int HEX = 0;
  private static final int UUID = 1;
  private static final int TEXT = 2;
  private static final int UUID_LENGTH = 36;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final String DIGITS = "0123456789abcdef";

  private static final int[][] UUID_GROUPS = {{0, 8}, {9, 13}, {14, 18}, {19, 23}, {24, 36}};
  private static final byte[] VALUES = values();

  private byte[] bytes = new byte[64];
  private int length;

  /** Becomes the ID that stands in these bytes, UTF-8. */
  void set(byte[] array, int from, int size) {
    if (bytes.length < size + 5) {
      bytes = new byte[size + 5];
    }
    if (size == UUID_LENGTH && uuid(array, from)) {
      start(UUID, 0);
      for (int[] group : UUID_GROUPS) {
        digits(array, from + group[0], from + group[1]);
      }
      return;
    }
    start(HEX, size / 2);
    if ((size & 1) != 0 || !digits(array, from, from + size)) {
      start(TEXT, size);
      System.arraycopy(array, from, bytes, length, size);
      length += size;
    }
  }

  private void start(int form, int size) {
    length = Varints.write(bytes, 0, (long) size << 2 | form);
  }

  /** Appends hexadecimal digits, two a byte; false when there are others. */
  private boolean digits(byte[] id, int from, int to) {
    int at = length;
    int wrong = 0;
    for (int i = from; i < to; i += 2) {
      int both = VALUES[id[i] & 0xff] << 4 | VALUES[id[i + 1] & 0xff];
      wrong |= both;
      bytes[at++] = (byte) both;
    }
    length = at;
    return wrong >= 0;
  }

  private static boolean uuid(byte[] id, int from) {
    for (int i = 0; i < UUID_LENGTH; i++) {
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      byte c = id[from + i];
      if (dash ? c != '-' : VALUES[c & 0xff] < 0) {
        return false;
      }
    }
    return true;
  }

  private static byte[] values() {
    byte[] values = new byte[256];
    Arrays.fill(values, (byte) -1);
    for (int i = 0; i < DIGITS.length(); i++) {
      values[DIGITS.charAt(i)] = (byte) i;
    }
    return values;
  }

  int length() {
    return length;
  }

  void copyTo(byte[] page, int at) {
    System.arraycopy(bytes, 0, page, at, length);
  }

  boolean equalsAt(byte[] page, int at) {
    return at + length <= page.length && Arrays.equals(bytes, 0, length, page, at, at + length);
  }

  /**
   * Spreads IDs over the index, and nothing else: no result depends on it.
   *
   * @param seed what a sender of IDs cannot know, so that it cannot make them meet
   */
  int hash(long seed) {
    return hash(bytes, 0, length, seed);
  }

  /** The {@link #hash(long)} of the ID that stands in these bytes, packed. */
  static int hash(byte[] array, int from, int length, long seed) {
    long hash = seed + length;
    int at = from;
    int end = from + length;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      hash = mix(hash ^ (long) LONG.get(array, at));
    }
    long rest = 0;
    for (; at < end; at++) {
      rest = rest << 8 | array[at] & 0xff;
    }
    hash = mix(hash ^ rest);
    return (int) (hash ^ hash >>> 32);
  }

  /** SplitMix64's finisher (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators). */
  private static long mix(long value) {
    long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }

  /** Where the ID that begins here ends. */
  static int end(byte[] page, int at) {
    long head = Varints.read(page, at);
    int size = (int) (head >>> 2);
    int start = at + Varints.length(head);
    return switch ((int) (head & 3)) {
      case HEX -> start + size;
      case UUID -> start + 16;
      default -> start + size;
    };
  }

  /** The ID that begins here. */
  static String read(byte[] page, int at) {
    long head = Varints.read(page, at);
    int size = (int) (head >>> 2);
    int start = at + Varints.length(head);
    int form = (int) (head & 3);
    if (form == TEXT) {
      return new String(page, start, size, StandardCharsets.UTF_8);
    }
    int digits = form == UUID ? 32 : 2 * size;
    StringBuilder id = new StringBuilder(UUID_LENGTH);
    for (int digit = 0; digit < digits; digit++) {
      if (form == UUID && (digit == 8 || digit == 12 || digit == 16 || digit == 20)) {
        id.append('-');
      }
      int both = page[start + digit / 2] & 0xff;
      id.append(DIGITS.charAt((digit & 1) == 0 ? both >> 4 : both & 15));
    }
    return id.toString();
  }
}
