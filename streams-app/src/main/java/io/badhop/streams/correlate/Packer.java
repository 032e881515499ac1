package io.badhop.streams.correlate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the fields of a record for {@link Unpacker}. Of each group of fields a mask says which
 * stand there; the others have their usual value. A text that stands in the same page already is a
 * number that says where, so hosts, methods, addresses and names cost two bytes a record.
 */
final class Packer {

  private byte[] bytes = new byte[512];
  private int at;
  private int base;
  private PageTexts texts;
  private int maskAt;
  private long mask;

  /**
   * Begins a record.
   *
   * @param start where in its page it will stand
   * @param known texts of that page
   */
  void begin(int start, PageTexts known) {
    at = 0;
    base = start;
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

  void text(int field, String text) {
    if (!text.isEmpty()) {
      mask |= 1L << field;
      text(text);
    }
  }

  private void text(String text) {
    makeRoom(Varints.LONGEST + text.length());
    int known = texts.find(text, base + at);
    if (known >= 0) {
      at = Varints.write(bytes, at, (long) known << 1 | 1);
      return;
    }
    int start = at;
    at = Varints.write(bytes, at, (long) text.length() << 1);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        at = start;
        utf8(text);
        return;
      }
      bytes[at++] = (byte) c;
    }
  }

  private void utf8(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    makeRoom(Varints.LONGEST + encoded.length);
    at = Varints.write(bytes, at, (long) encoded.length << 1);
    System.arraycopy(encoded, 0, bytes, at, encoded.length);
    at += encoded.length;
  }

  private void makeRoom(int more) {
    if (bytes.length - at < more) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(at, more), bytes.length * 2));
    }
  }
}
