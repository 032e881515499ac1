package io.badhop.ingest.parse.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Strings that come again and again, such as methods, hosts, pools and locations: the same bytes
 * give the same string, which is made once. Holds a fixed number of short ones; of two that share a
 * place the later stays. For one thread.
 */
public final class SharedStrings {

  private static final int SLOTS = 256;

  /** Longer ones are seldom the same, and are not to be held on to. */
  private static final int LONGEST = 64;

  private final byte[][] bytes = new byte[SLOTS][];
  private final String[] strings = new String[SLOTS];

  /**
   * Text of some bytes; those that are not UTF-8 become the replacement character.
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
    int hash = length;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + buffer[i];
    }
    int slot = (hash ^ (hash >>> 8) ^ (hash >>> 16)) & (SLOTS - 1);
    byte[] known = bytes[slot];
    if (known != null && Arrays.equals(known, 0, known.length, buffer, from, to)) {
      return strings[slot];
    }
    bytes[slot] = Arrays.copyOfRange(buffer, from, to);
    strings[slot] = new String(buffer, from, length, StandardCharsets.UTF_8);
    return strings[slot];
  }
}
