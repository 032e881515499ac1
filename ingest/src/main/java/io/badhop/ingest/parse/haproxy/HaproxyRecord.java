package io.badhop.ingest.parse.haproxy;

import io.badhop.ingest.parse.text.JsonEscapes;
import io.badhop.ingest.parse.text.RepeatedText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Values of one record: where each begins and ends in a buffer, and the numbers among them. Text is
 * made of those only that are asked for.
 */
final class HaproxyRecord {

  private static final int FIELDS = HaproxyField.ALL.length;
  private static final int ABSENT = -1;

  private final int[] from = new int[FIELDS];
  private final int[] to = new int[FIELDS];
  private final long[] numbers = new long[FIELDS];
  private final RepeatedText[] repeated = new RepeatedText[FIELDS];
  private byte[] own = new byte[512];
  private int ownLength;
  private byte[] buffer = own;

  /** Fields, a bit each, whose values have backslashes before what would end them. */
  private long escaped;

  HaproxyRecord() {
    Arrays.setAll(repeated, i -> new RepeatedText());
  }

  /** Forgets all values; the next are in this buffer. */
  void clear(byte[] next) {
    Arrays.fill(from, ABSENT);
    buffer = next;
    escaped = 0;
    ownLength = 0;
  }

  /** Forgets all values; the next are given as text. */
  void clear() {
    clear(own);
  }

  void set(HaproxyField field, int start, int end) {
    from[field.ordinal()] = start;
    to[field.ordinal()] = end;
  }

  /** Says that a value has backslashes before what would end it. */
  void escaped(HaproxyField field) {
    escaped |= 1L << field.ordinal();
  }

  void number(HaproxyField field, long number) {
    numbers[field.ordinal()] = number;
  }

  /** Keeps a text; to be called after {@link #clear()} only. */
  void put(HaproxyField field, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    if (ownLength + bytes.length > own.length) {
      own = Arrays.copyOf(own, 2 * (ownLength + bytes.length));
      buffer = own;
    }
    System.arraycopy(bytes, 0, own, ownLength, bytes.length);
    set(field, ownLength, ownLength + bytes.length);
    ownLength += bytes.length;
    number(field, HaproxyNumbers.read(bytes, 0, bytes.length));
  }

  /** Whether the record has this field at all. */
  boolean names(HaproxyField field) {
    return from[field.ordinal()] != ABSENT;
  }

  /** Whether the field has a value; a dash is none. */
  boolean has(HaproxyField field) {
    int start = from[field.ordinal()];
    int length = to[field.ordinal()] - start;
    return start != ABSENT && (length > 1 || length == 1 && buffer[start] != '-');
  }

  byte[] buffer() {
    return buffer;
  }

  int from(HaproxyField field) {
    return from[field.ordinal()];
  }

  int to(HaproxyField field) {
    return to[field.ordinal()];
  }

  /** A whole number; -1 when there is none or it is below zero. */
  long number(HaproxyField field) {
    return names(field) ? Math.max(-1, numbers[field.ordinal()]) : -1;
  }

  /** First byte of a value; 0 when there is none. */
  byte first(HaproxyField field) {
    return has(field) ? buffer[from[field.ordinal()]] : 0;
  }

  /** A value with its escapes resolved; empty when there is none. */
  String text(HaproxyField field) {
    return has(field) ? resolved(field) : "";
  }

  /** Like {@link #text}, for values that come again and again. */
  String repeated(HaproxyField field) {
    if (!has(field)) {
      return "";
    }
    int start = from(field);
    int end = to(field);
    return isPlain(start, end) ? repeated[field.ordinal()].of(buffer, start, end) : resolved(field);
  }

  /** A part of the buffer that comes again and again, such as several fields in one. */
  String repeated(HaproxyField as, int start, int end) {
    return repeated[as.ordinal()].of(buffer, start, end);
  }

  private String resolved(HaproxyField field) {
    int start = from(field);
    int end = to(field);
    String value = new String(buffer, start, end - start, StandardCharsets.UTF_8);
    if (isPlain(start, end)) {
      return value;
    }
    boolean backslashes = (escaped & 1L << field.ordinal()) != 0;
    return HaproxyEscapes.resolve(backslashes ? JsonEscapes.resolve(value) : value);
  }

  /** No escapes in it. */
  private boolean isPlain(int start, int end) {
    for (int i = start; i < end; i++) {
      if (buffer[i] == '#' || buffer[i] == '\\') {
        return false;
      }
    }
    return true;
  }
}
