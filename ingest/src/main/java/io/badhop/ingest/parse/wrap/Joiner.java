package io.badhop.ingest.parse.wrap;

import java.io.ByteArrayOutputStream;

/** Parts of one line of one stream, until the last has come; at most 1 MiB. */
final class Joiner {

  private final ByteArrayOutputStream parts = new ByteArrayOutputStream(0);
  private boolean open;
  private boolean tooLong;
  private long first;

  void add(Envelope part) {
    if (!open) {
      open = true;
      first = part.offset();
    }
    tooLong |= parts.size() + part.length() > Wrappers.LONGEST;
    if (tooLong) {
      parts.reset();
    } else {
      parts.write(part.bytes(), part.start(), part.length());
    }
  }

  /**
   * Puts the earlier parts before the last one.
   *
   * @return false when all together are too long
   */
  boolean finish(Envelope last) {
    if (!open) {
      return true;
    }
    add(last);
    boolean whole = !tooLong;
    if (whole) {
      byte[] joined = parts.toByteArray();
      last.inner(joined, 0, joined.length);
    }
    last.beginsAt(first);
    parts.reset();
    open = false;
    tooLong = false;
    return whole;
  }
}
