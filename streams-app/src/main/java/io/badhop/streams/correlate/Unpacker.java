package io.badhop.streams.correlate;

import java.nio.charset.StandardCharsets;

/** Reads what {@link Packer} wrote, field by field in the same order. */
final class Unpacker {

  private byte[] page;
  private int at;
  private long mask;

  /** Begins with the record's fields. */
  void begin(byte[] bytes, int start) {
    page = bytes;
    at = start;
  }

  void group(int maskBytes) {
    mask = 0;
    for (int i = 0; i < maskBytes; i++) {
      mask |= (page[at++] & 0xffL) << 8 * i;
    }
  }

  boolean flag(int field) {
    return (mask >>> field & 1) != 0;
  }

  long number(int field, long usual) {
    return flag(field) ? usual + Varints.unZigZag(next()) : usual;
  }

  int small(int field, int usual) {
    return (int) number(field, usual);
  }

  long start(int field, long time) {
    return flag(field) ? time - Varints.unZigZag(next()) : -1;
  }

  String text(int field) {
    if (!flag(field)) {
      return "";
    }
    long head = next();
    if ((head & 1) == 0) {
      int length = (int) (head >>> 1);
      at += length;
      return new String(page, at - length, length, StandardCharsets.UTF_8);
    }
    int known = (int) (head >>> 1);
    long length = Varints.read(page, known);
    return new String(
        page, known + Varints.length(length), (int) (length >>> 1), StandardCharsets.UTF_8);
  }

  private long next() {
    long value = Varints.read(page, at);
    at += Varints.length(value);
    return value;
  }
}
