package io.badhop.schemas.serde;

import java.io.IOException;

/**
 * Strings of one field. Methods, hosts, pools and addresses come again and again: the same bytes
 * give the same string, which costs nothing to keep in many open requests. Where values differ, as
 * IDs do, remembering is given up for a while. For one thread.
 */
final class RepeatedStrings {
  private static final int SLOTS = 64;

  /** Longer ones are seldom the same, and are not to be held on to. */
  private static final int LONGEST = 64;

  /** Reads after which it is decided whether remembering is worth it. */
  private static final int TRIAL = 256;

  /** Reads until it is tried again. */
  private static final int PAUSE = 16_384;

  private final byte[][] bytes = new byte[SLOTS][];
  private final String[] strings = new String[SLOTS];
  private int hits;
  private int reads;

  String read(BytesDecoder in) throws IOException {
    reads++;
    if (reads > TRIAL) {
      judge();
    }
    int length = in.startString();
    if (length == 0) {
      return "";
    }
    if (reads <= 0 || length > LONGEST) {
      return in.endString(length);
    }
    int slot = in.hash(length) & (SLOTS - 1);
    if (bytes[slot] != null && in.matches(bytes[slot], length)) {
      hits++;
      in.endSkipped(length);
      return strings[slot];
    }
    bytes[slot] = in.copy(length);
    strings[slot] = in.endString(length);
    return strings[slot];
  }

  /** Below zero, reads count up to the next trial. */
  private void judge() {
    reads = hits * 2 > TRIAL ? 0 : -PAUSE;
    hits = 0;
  }
}
