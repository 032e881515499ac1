package io.badhop.ingest.parse.text;

import io.badhop.ingest.parse.RawLine;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads one line of logfmt from its bytes: {@code name=value} pairs between blanks. A value with
 * blanks stands between double quotes, or single ones as structlog writes it, with escapes; lists
 * and maps of Python may hold blanks without quotes. A name alone is {@code true}. Number and
 * length of fields are bounded.
 */
public final class LogfmtFields {

  private static final int MAX_FIELDS = 300;
  private static final int MAX_NAME = 100;
  private static final int LEAST_PAIRS = 2;

  /** Each that nothing closes costs a look at the whole rest of the line. */
  private static final int MAX_UNCLOSED = 8;

  private final Map<String, String> values = new HashMap<>();
  private byte[] bytes = new byte[0];
  private int at;
  private int end;
  private int unclosed;

  /**
   * Reads a line.
   *
   * @return false when it does not begin with a pair or has fewer than two; the values are then of
   *     no meaning
   */
  public boolean read(RawLine line) {
    values.clear();
    bytes = line.buffer();
    at = line.start();
    end = line.start() + line.length();
    unclosed = 0;
    skipBlanks();
    int pairs = 0;
    boolean first = true;
    while (at < end && (values.size() < MAX_FIELDS || pairs < LEAST_PAIRS)) {
      boolean pair = next();
      if (first && !pair) {
        return false;
      }
      first = false;
      pairs += pair ? 1 : 0;
      skipBlanks();
    }
    return pairs >= LEAST_PAIRS;
  }

  /** Reads a pair or a word; true for a pair. */
  private boolean next() {
    int from = at;
    while (at < end && isName(bytes[at])) {
      at++;
    }
    int length = at - from;
    boolean pair = length > 0 && length <= MAX_NAME && at < end && bytes[at] == '=';
    if (!pair) {
      word(from);
      return false;
    }
    String name = new String(bytes, from, length, StandardCharsets.US_ASCII);
    at++;
    keep(name, value());
    return true;
  }

  /** Something without a value; only a plain word is kept. */
  private void word(int from) {
    int length = at - from;
    boolean plain = length > 0 && length <= MAX_NAME && (at == end || isBlank(bytes[at]));
    if (plain) {
      keep(new String(bytes, from, length, StandardCharsets.US_ASCII), "true");
    }
    while (at < end && !isBlank(bytes[at])) {
      at++;
    }
  }

  private void keep(String name, String value) {
    if (values.size() < MAX_FIELDS) {
      values.putIfAbsent(name, value);
    }
  }

  private String value() {
    if (at >= end || isBlank(bytes[at])) {
      return "";
    }
    byte first = bytes[at];
    int close = first == '"' || first == '\'' ? closingQuote(at) : -1;
    if (close > 0) {
      String value = text(at + 1, close);
      at = close + 1;
      return value.indexOf('\\') < 0 ? value : JsonEscapes.resolve(value);
    }
    boolean bracket = first == '[' || first == '{' || first == '(';
    int behind = bracket && unclosed < MAX_UNCLOSED ? behindBracket(at) : -1;
    int from = at;
    at = behind > 0 ? behind : at;
    while (at < end && !isBlank(bytes[at])) {
      at++;
    }
    return text(from, at);
  }

  /** Index of the quote that ends a value, behind which a blank or nothing stands; -1 for none. */
  private int closingQuote(int open) {
    for (int i = open + 1; i < end; i++) {
      if (bytes[i] == '\\') {
        i++;
      } else if (bytes[i] == bytes[open]) {
        return i;
      }
    }
    return -1;
  }

  /** Index behind the bracket that closes the one at an index; -1 when none does. */
  private int behindBracket(int open) {
    int depth = 0;
    int letters = 0;
    for (int i = open; i < end; i++) {
      switch (bytes[i]) {
        case '[', '{', '(' -> depth++;
        case ']', '}', ')' -> depth--;
        case '"', '\'' -> {
          // Behind a quote that nothing closes, further ones of its kind are letters.
          int kind = bytes[i] == '"' ? 1 : 2;
          int close = (letters & kind) == 0 ? closingQuote(i) : -1;
          letters |= close < 0 ? kind : 0;
          i = close < 0 ? i : close;
        }
        default -> {}
      }
      if (depth == 0) {
        return i + 1;
      }
    }
    unclosed++;
    return -1;
  }

  private String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  private void skipBlanks() {
    while (at < end && isBlank(bytes[at])) {
      at++;
    }
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }

  private static boolean isName(byte b) {
    return b >= 'a' && b <= 'z'
        || b >= 'A' && b <= 'Z'
        || b >= '0' && b <= '9'
        || b == '_'
        || b == '.'
        || b == '-'
        || b == '@'
        || b == '/';
  }

  public Map<String, String> values() {
    return values;
  }

  /** A value; empty when there is none. */
  public String get(String name) {
    return values.getOrDefault(name, "");
  }
}
