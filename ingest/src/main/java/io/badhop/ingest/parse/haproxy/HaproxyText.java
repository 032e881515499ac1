package io.badhop.ingest.parse.haproxy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Where values and the texts between them end in the bytes of a line. */
final class HaproxyText {

  private static final byte[] VERSION = " HTTP/".getBytes(StandardCharsets.US_ASCII);

  private HaproxyText() {}

  /**
   * Index behind a text that stands here; -1 when it does not. HAProxy writes blanks that meet, as
   * they do around a variable without a value, as one, and a line may end in them or not.
   *
   * @param start where the record begins
   */
  static int behind(byte[] buffer, int start, int at, int to, byte[] text) {
    if (text.length == 1 && at < to && buffer[at] == text[0]) {
      return at + 1;
    }
    if (startsWith(buffer, at, to, text, 0)) {
      return at + text.length;
    }
    boolean blank = text.length > 0 && text[0] == ' ';
    if (blank && at > start && buffer[at - 1] == ' ' && startsWith(buffer, at, to, text, 1)) {
      return at + text.length - 1;
    }
    return endsHere(buffer, at, to, text) ? to : -1;
  }

  /** Whether nothing is missing of the text but the blank at its end. */
  private static boolean endsHere(byte[] buffer, int at, int to, byte[] text) {
    int length = text.length - 1;
    return length >= 0
        && text[length] == ' '
        && at + length == to
        && Arrays.equals(buffer, at, to, text, 0, length);
  }

  private static boolean startsWith(byte[] buffer, int at, int to, byte[] text, int skipped) {
    if (at + text.length - skipped > to) {
      return false;
    }
    for (int i = skipped; i < text.length; i++) {
      if (buffer[at + i - skipped] != text[i]) {
        return false;
      }
    }
    return true;
  }

  /** Where a value that begins here ends; -1 when it has not its form or the text behind it. */
  static int end(HaproxyTemplate.Step step, byte[] buffer, int at, int to) {
    byte[] after = step.after();
    if (step.inQuotes() && after.length > 0 && after[0] == '"') {
      return quoteEnd(buffer, at, to, after);
    }
    int end = unquotedEnd(step, buffer, at, to);
    // Within quotes a line does not end unless it was cut off.
    return step.inQuotes() && end == to ? -1 : end;
  }

  private static int unquotedEnd(HaproxyTemplate.Step step, byte[] buffer, int at, int to) {
    byte[] after = step.after();
    return switch (step.form()) {
      case NUMBER, WORD -> wordEnd(buffer, at, to, after);
      case ADDRESS -> addressEnd(buffer, at, to, after);
      case TEXT -> after.length == 0 ? to : find(buffer, at, to, after);
      case REQUEST -> requestEnd(buffer, at, to, after);
      case BLOCK -> blockEnd(buffer, at, to);
      case LIST -> listEnd(buffer, at, to);
    };
  }

  /**
   * Closing quote with its text behind it; an escaped one where there is no other.
   *
   * @param quote text from the closing quote on
   */
  static int quoteEnd(byte[] buffer, int from, int to, byte[] quote) {
    int escaped = -1;
    for (int i = from; i < to; i++) {
      if (buffer[i] == '"' && behind(buffer, from, i, to, quote) >= 0) {
        if (!isEscaped(buffer, from, i)) {
          return i;
        }
        escaped = escaped < 0 ? i : escaped;
      }
    }
    return escaped;
  }

  private static boolean isEscaped(byte[] buffer, int from, int at) {
    int first = at;
    while (first > from && buffer[first - 1] == '\\') {
      first--;
    }
    return (at - first & 1) == 1;
  }

  private static int wordEnd(byte[] buffer, int from, int to, byte[] after) {
    byte first = after.length == 0 ? (byte) ' ' : after[0];
    for (int i = from; i < to; i++) {
      byte c = buffer[i];
      if (c == first && (after.length <= 1 || startsWith(buffer, i, to, after, 0))) {
        return i;
      }
      if (c == ' ') {
        return -1;
      }
    }
    return after.length == 0 || after.length == 1 && first == ' ' ? to : -1;
  }

  private static int addressEnd(byte[] buffer, int from, int to, byte[] after) {
    if (after.length == 0 || after[0] != ':') {
      return wordEnd(buffer, from, to, after);
    }
    int end = from < to && buffer[from] == '-' ? from + 1 : from;
    int colon = -1;
    while (end < to && isOfAddress(buffer[end])) {
      colon = buffer[end] == ':' ? end : colon;
      end++;
    }
    return colon;
  }

  private static boolean isOfAddress(byte c) {
    return c >= '0' && c <= ':'
        || c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c == '.'
        || c == '%';
  }

  private static int find(byte[] buffer, int from, int to, byte[] text) {
    byte first = text[0];
    for (int i = from; i <= to - text.length; i++) {
      if (buffer[i] == first && startsWith(buffer, i, to, text, 0)) {
        return i;
      }
    }
    return -1;
  }

  /** {@code GET /a HTTP/1.1}; what is no request line ends where the text behind it begins. */
  private static int requestEnd(byte[] buffer, int from, int to, byte[] after) {
    if (after.length == 0) {
      return to;
    }
    int version = find(buffer, from, to, VERSION);
    return find(buffer, version < 0 ? from : version + 1, to, after);
  }

  private static int blockEnd(byte[] buffer, int from, int to) {
    if (from >= to || buffer[from] != '{') {
      return from;
    }
    for (int i = from; i < to; i++) {
      if (buffer[i] == '}') {
        return i + 1;
      }
    }
    return -1;
  }

  private static int listEnd(byte[] buffer, int from, int to) {
    int end = from;
    int at = from;
    while (at < to && buffer[at] == '"') {
      int close = at + 1;
      while (close < to && (buffer[close] != '"' || isEscaped(buffer, at + 1, close))) {
        close++;
      }
      end = Math.min(to, close + 1);
      at = end < to && buffer[end] == ' ' ? end + 1 : to;
    }
    return end;
  }
}
