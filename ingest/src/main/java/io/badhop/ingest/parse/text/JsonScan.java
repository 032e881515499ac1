package io.badhop.ingest.parse.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Moves over JSON in a byte array without making anything of it. Every method gives the index
 * behind what it passed, or {@link #ODD} for whatever is not plainly JSON; the caller then asks a
 * complete parser. Strings are passed eight bytes at a time, with the test for a zero byte of
 * "Hacker's Delight", section 6-1.
 */
final class JsonScan {

  /** Not plainly JSON. */
  static final int ODD = -1;

  private static final int MAX_DEPTH = 64;
  private static final String ESCAPES = "\"\\/bfnrtu";
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final long BLANKS = ' ' * ONES;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private JsonScan() {}

  static int blanks(byte[] text, int from, int end) {
    int at = from;
    while (at < end && (text[at] == ' ' || text[at] == '\t')) {
      at++;
    }
    return at;
  }

  /**
   * Index of the first quote, backslash or control character; {@link #ODD} when there is none.
   *
   * @param from index behind the opening quote
   */
  static int mark(byte[] text, int from, int end) {
    int at = from;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      long eight = (long) LONGS.get(text, at);
      long quotes = eight ^ QUOTES;
      long backslashes = eight ^ BACKSLASHES;
      // Below a hit a borrow cannot arise, so that the lowest one is true.
      long hits =
          ((quotes - ONES) & ~quotes
                  | (backslashes - ONES) & ~backslashes
                  | (eight - BLANKS) & ~eight)
              & HIGHS;
      if (hits != 0) {
        return at + Long.numberOfTrailingZeros(hits) / Byte.SIZE;
      }
    }
    for (; at < end; at++) {
      byte c = text[at];
      if (c == '"' || c == '\\' || c >= 0 && c < ' ') {
        return at;
      }
    }
    return ODD;
  }

  /**
   * Passes a string.
   *
   * @param from index behind the opening quote
   * @return index of the closing quote
   */
  static int string(byte[] text, int from, int end) {
    int at = mark(text, from, end);
    while (at >= 0 && text[at] == '\\') {
      int behind = escape(text, at + 1, end);
      at = behind < 0 ? ODD : mark(text, behind, end);
    }
    return at >= 0 && text[at] == '"' ? at : ODD;
  }

  /** Passes what follows a backslash. */
  private static int escape(byte[] text, int from, int end) {
    if (from >= end || ESCAPES.indexOf(text[from]) < 0) {
      return ODD;
    }
    if (text[from] != 'u') {
      return from + 1;
    }
    int behind = from + 5;
    for (int i = from + 1; i < behind; i++) {
      if (i >= end || Character.digit(text[i], 16) < 0) {
        return ODD;
      }
    }
    return behind;
  }

  /** Passes a number, {@code true}, {@code false} or {@code null}. */
  static int bare(byte[] text, int from, int end) {
    byte first = text[from];
    if (first == 't' || first == 'n') {
      return word(text, from, end, first == 't' ? "true" : "null");
    }
    return first == 'f' ? word(text, from, end, "false") : number(text, from, end);
  }

  private static int word(byte[] text, int from, int end, String word) {
    if (from + word.length() > end) {
      return ODD;
    }
    for (int i = 0; i < word.length(); i++) {
      if (text[from + i] != word.charAt(i)) {
        return ODD;
      }
    }
    return from + word.length();
  }

  /** Whole numbers and decimal fractions; exponents are left to others. */
  private static int number(byte[] text, int from, int end) {
    int first = text[from] == '-' ? from + 1 : from;
    int at = digits(text, first, end);
    if (at == first || text[first] == '0' && at > first + 1) {
      return ODD;
    }
    if (at < end && text[at] == '.') {
      int fraction = at + 1;
      at = digits(text, fraction, end);
      if (at == fraction) {
        return ODD;
      }
    }
    return at;
  }

  private static int digits(byte[] text, int from, int end) {
    int at = from;
    while (at < end && text[at] >= '0' && text[at] <= '9') {
      at++;
    }
    return at;
  }

  /** Passes any value. */
  static int value(byte[] text, int from, int end, int depth) {
    if (from >= end) {
      return ODD;
    }
    byte first = text[from];
    if (first == '"') {
      int quote = string(text, from + 1, end);
      return quote < 0 ? ODD : quote + 1;
    }
    if (first != '{' && first != '[') {
      return bare(text, from, end);
    }
    return depth >= MAX_DEPTH ? ODD : group(text, from, end, depth);
  }

  /** Passes an object or a list. */
  private static int group(byte[] text, int from, int end, int depth) {
    boolean object = text[from] == '{';
    byte close = (byte) (object ? '}' : ']');
    int at = blanks(text, from + 1, end);
    if (at < end && text[at] == close) {
      return at + 1;
    }
    while (at < end) {
      at = object ? name(text, at, end) : at;
      at = at < 0 ? ODD : value(text, at, end, depth + 1);
      if (at < 0) {
        return ODD;
      }
      at = blanks(text, at, end);
      if (at < end && text[at] == close) {
        return at + 1;
      }
      if (at >= end || text[at] != ',') {
        return ODD;
      }
      at = blanks(text, at + 1, end);
    }
    return ODD;
  }

  /** Passes a name and its colon. */
  private static int name(byte[] text, int from, int end) {
    int quote = text[from] == '"' ? string(text, from + 1, end) : ODD;
    return quote < 0 ? ODD : colon(text, quote + 1, end);
  }

  /** Passes a colon and the blanks around it. */
  static int colon(byte[] text, int from, int end) {
    int at = blanks(text, from, end);
    return at < end && text[at] == ':' ? blanks(text, at + 1, end) : ODD;
  }
}
