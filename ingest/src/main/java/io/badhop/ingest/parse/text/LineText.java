package io.badhop.ingest.parse.text;

import java.nio.charset.StandardCharsets;

/**
 * Bytes of a line as text, without a copy. Each byte is one character, as in ISO 8859-1, so that
 * positions are those of the bytes; marks and digits are the same in UTF-8. What is made a string
 * is decoded as UTF-8.
 */
public final class LineText implements CharSequence {

  private byte[] bytes = new byte[0];
  private int start;
  private int length;

  /**
   * Looks at other bytes from now on.
   *
   * @return this
   */
  public LineText of(byte[] buffer, int from, int to) {
    bytes = buffer;
    start = from;
    length = to - from;
    return this;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public char charAt(int index) {
    return (char) (bytes[start + index] & 0xff);
  }

  @Override
  public LineText subSequence(int from, int to) {
    return new LineText().of(bytes, start + from, start + to);
  }

  /**
   * A text as it is to be looked for: a character for each of its bytes in UTF-8. The same text for
   * all that is ASCII.
   */
  public static String literal(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** Whether a literal stands at an index. */
  public boolean startsWith(String literal, int index) {
    if (index < 0 || index + literal.length() > length) {
      return false;
    }
    for (int i = 0; i < literal.length(); i++) {
      if (charAt(index + i) != literal.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Index of the first place of a literal, which is not empty; -1 when there is none. */
  public int indexOf(String literal, int from) {
    byte first = (byte) literal.charAt(0);
    int last = start + length - literal.length();
    for (int at = start + Math.max(0, from); at <= last; at++) {
      if (bytes[at] == first && startsWith(literal, at - start)) {
        return at - start;
      }
    }
    return -1;
  }

  /** Looks at a part of a line from now on. */
  public LineText of(LineText line, int from, int to) {
    return of(line.bytes, line.start + from, line.start + to);
  }

  /** A part of a text as a string. */
  public static String string(CharSequence text, int from, int to) {
    return text instanceof LineText line
        ? line.string(from, to)
        : text.toString().substring(from, to);
  }

  /** A part of a text of which there are few different ones. */
  public static String shared(CharSequence text, int from, int to, RepeatedText strings) {
    return text instanceof LineText line
        ? strings.of(line.bytes, line.start + from, line.start + to)
        : text.toString().substring(from, to);
  }

  /** A part as a string; bytes that are not UTF-8 become the replacement character. */
  public String string(int from, int to) {
    return new String(bytes, start + from, to - from, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return string(0, length);
  }

  /**
   * A whole number with an optional sign, a fraction cut off.
   *
   * @return the default when the text is no such number or does not fit
   */
  public static long number(CharSequence text, long otherwise) {
    int at = !text.isEmpty() && text.charAt(0) == '-' ? 1 : 0;
    int first = at;
    long value = 0;
    for (; at < text.length() && text.charAt(at) != '.'; at++) {
      int digit = text.charAt(at) - '0';
      if (digit < 0 || digit > 9 || at - first >= 18) {
        return otherwise;
      }
      value = value * 10 + digit;
    }
    return at == first ? otherwise : first == 1 ? -value : value;
  }
}
