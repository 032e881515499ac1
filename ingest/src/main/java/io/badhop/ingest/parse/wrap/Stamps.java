package io.badhop.ingest.parse.wrap;

/** Where the time stamp at the beginning of a line ends. */
final class Stamps {

  private static final String ISO = "9999-99-99T99:99:99";
  private static final String CLOCK = "99:99:99";
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  private Stamps() {}

  /** Index behind {@code 2026-11-22T06:00:00.123456Z} or the like with an offset; -1 if none. */
  static int isoEnd(byte[] bytes, int from, int end) {
    if (!matches(bytes, from, end, ISO)) {
      return -1;
    }
    int at = fractionEnd(bytes, from + ISO.length(), end);
    if (at < end && bytes[at] == 'Z') {
      return at + 1;
    }
    boolean offset = at < end && (bytes[at] == '+' || bytes[at] == '-');
    if (offset && matches(bytes, at + 1, end, "99:99")) {
      return at + 6;
    }
    return offset && matches(bytes, at + 1, end, "9999") ? at + 5 : at;
  }

  /**
   * Index behind {@code Nov 2 06:00:00}, with an optional year before or behind the clock and an
   * optional fraction (RFC 3164 and what devices make of it); -1 if none.
   */
  static int bsdEnd(byte[] bytes, int from, int end) {
    if (end - from < 15 || !month(bytes, from) || bytes[from + 3] != ' ') {
      return -1;
    }
    int at = from + 4;
    at += bytes[at] == ' ' ? 1 : 0;
    int day = at;
    at = digitsEnd(bytes, at, end);
    if (at == day || at - day > 2 || at >= end || bytes[at] != ' ') {
      return -1;
    }
    at++;
    at += matches(bytes, at, end, "9999 ") ? 5 : 0;
    if (!matches(bytes, at, end, CLOCK)) {
      return -1;
    }
    at = fractionEnd(bytes, at + CLOCK.length(), end);
    return matches(bytes, at, end, " 9999 ") ? at + 5 : at;
  }

  static int digitsEnd(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at;
  }

  private static int fractionEnd(byte[] bytes, int from, int end) {
    boolean fraction = from < end && (bytes[from] == '.' || bytes[from] == ',');
    return fraction ? digitsEnd(bytes, from + 1, end) : from;
  }

  private static boolean month(byte[] bytes, int at) {
    for (int i = 0; i < MONTHS.length(); i += 3) {
      if (matches(bytes, at, at + 3, MONTHS.substring(i, i + 3))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a pattern stands at an index; 9 is any digit, all else itself. */
  static boolean matches(byte[] bytes, int at, int end, String pattern) {
    if (at < 0 || at + pattern.length() > end) {
      return false;
    }
    for (int i = 0; i < pattern.length(); i++) {
      byte b = bytes[at + i];
      char wanted = pattern.charAt(i);
      if (wanted == '9' ? b < '0' || b > '9' : b != wanted) {
        return false;
      }
    }
    return true;
  }
}
