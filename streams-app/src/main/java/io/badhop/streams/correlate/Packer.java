package io.badhop.streams.correlate;

import io.badhop.schemas.scan.ByteHash;
import io.badhop.schemas.scan.RecordScan;
import java.util.Arrays;

/**
 * Writes the fields of a record for {@link Unpacker}. Of each group of fields a mask says which
 * stand there; the others have their usual value. A text that stands in the same page already is a
 * number that says where, so hosts, methods, addresses and names cost two bytes a record.
 */
final class Packer implements PageTexts.Same {

  /** Nothing shorter than its own place in the page is worth being looked for. */
  private static final int SHORTEST = 2;

  private byte[] bytes = new byte[512];
  private byte[] page;
  private int at;
  private int base;
  private PageTexts texts;
  private int maskAt;

  // The text that is looked for.
  private byte[] text;
  private int textStart;
  private int textLength;
  private long mask;

  /**
   * Begins a record.
   *
   * @param start where in its page it will stand
   * @param written the page up to there
   * @param known texts of that page
   */
  void begin(int start, byte[] written, PageTexts known) {
    at = 0;
    base = start;
    page = written;
    texts = known;
  }

  int length() {
    return at;
  }

  void copyTo(byte[] page, int start) {
    System.arraycopy(bytes, 0, page, start, at);
  }

  /** Room for what the caller writes itself; returns where it is. */
  int skip(int length) {
    makeRoom(length);
    at += length;
    return at - length;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Begins a group of at most eight fields a byte of the mask. */
  void group(int maskBytes) {
    makeRoom(maskBytes);
    maskAt = at;
    at += maskBytes;
    mask = 0;
  }

  /** Ends the group. */
  void end(int maskBytes) {
    for (int i = 0; i < maskBytes; i++) {
      bytes[maskAt + i] = (byte) (mask >>> 8 * i);
    }
  }

  void number(int field, long value, long usual) {
    if (value != usual) {
      mask |= 1L << field;
      makeRoom(Varints.LONGEST);
      at = Varints.write(bytes, at, Varints.zigZag(value - usual));
    }
  }

  /** A start, as what lies between it and the end; -1 is the usual one. */
  void start(int field, long start, long time) {
    if (start != -1) {
      mask |= 1L << field;
      makeRoom(Varints.LONGEST);
      at = Varints.write(bytes, at, Varints.zigZag(time - start));
    }
  }

  void flag(int field, boolean value) {
    mask |= value ? 1L << field : 0;
  }

  /** A text of a record where it stands. */
  void text(int field, RecordScan event, int from) {
    int length = event.length(from);
    if (length > 0) {
      mask |= 1L << field;
      text(event.bytes(), event.start(from), length);
    }
  }

  private void text(byte[] array, int start, int length) {
    makeRoom(Varints.LONGEST + length);
    if (length >= SHORTEST) {
      text = array;
      textStart = start;
      textLength = length;
      int known = texts.find(ByteHash.of(array, start, length), base + at, this);
      if (known >= 0) {
        at = Varints.write(bytes, at, (long) known << 1 | 1);
        return;
      }
    }
    at = Varints.write(bytes, at, (long) length << 1);
    System.arraycopy(array, start, bytes, at, length);
    at += length;
  }

  /** The place may be in what is written just now. */
  @Override
  public boolean at(int place) {
    byte[] there = place >= base ? bytes : page;
    int from = place >= base ? place - base : place;
    long head = Varints.read(there, from);
    int begin = from + Varints.length(head);
    return head == (long) textLength << 1
        && Arrays.equals(there, begin, begin + textLength, text, textStart, textStart + textLength);
  }

  private void makeRoom(int more) {
    if (bytes.length - at < more) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(at, more), bytes.length * 2));
    }
  }
}
