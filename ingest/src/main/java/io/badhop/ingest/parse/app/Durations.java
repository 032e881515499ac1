package io.badhop.ingest.parse.app;

import java.util.Locale;

/**
 * Lengths of time as applications log them, in microseconds. A number with a unit says itself what
 * it is: {@code 12ms}, {@code 1m2.5s} (Go), {@code 30 msecs}, {@code PT1.5S} (Java), {@code
 * 00:00:01.5} (.NET). A bare number has the unit that its name stands for, or none that is known.
 */
final class Durations {

  /** Unit of a bare number, in microseconds. */
  enum Unit {
    NANOSECONDS(0.001),
    MICROSECONDS(1),
    MILLISECONDS(1_000),
    SECONDS(1_000_000),
    /** A bare number says nothing. */
    UNKNOWN(-1);

    private final double micros;

    Unit(double micros) {
      this.micros = micros;
    }
  }

  /** A year: what is longer is no time of a request, but another quantity or a date. */
  private static final double LONGEST = 365.0 * 86_400 * 1_000_000;

  private static final int LONGEST_TEXT = 40;
  private static final double MINUTE = 60_000_000;

  private Durations() {}

  /**
   * Reads a length of time.
   *
   * @param unit of a bare number
   * @return microseconds, 0 or more; -1 when the text is no length of time or has no known unit
   */
  static long micros(String text, Unit unit) {
    String value = text.strip();
    if (value.isEmpty() || value.length() > LONGEST_TEXT) {
      return -1;
    }
    double micros;
    if (value.startsWith("PT")) {
      micros = units(value.substring(2).toLowerCase(Locale.ROOT));
    } else if (value.indexOf(':') > 0) {
      micros = clock(value);
    } else {
      int end = numberEnd(value, 0);
      micros = end == value.length() ? number(value) * unit.micros : units(value);
    }
    return micros >= 0 && micros <= LONGEST ? Math.round(micros) : -1;
  }

  /** Numbers with a unit each, possibly with blanks between. */
  private static double units(String text) {
    double sum = 0;
    int at = 0;
    while (at < text.length()) {
      int end = numberEnd(text, at);
      int unit = end;
      while (unit < text.length() && text.charAt(unit) == ' ') {
        unit++;
      }
      int next = unit;
      while (next < text.length() && Character.isLetter(text.charAt(next))) {
        next++;
      }
      double scale = scale(text.substring(unit, next));
      if (end == at || scale < 0) {
        return -1;
      }
      sum += number(text.substring(at, end)) * scale;
      at = next;
      while (at < text.length() && text.charAt(at) == ' ') {
        at++;
      }
    }
    return text.isEmpty() ? -1 : sum;
  }

  private static double scale(String unit) {
    return switch (unit) {
      case "ns", "nanos", "nanoseconds" -> 0.001;
      case "us", "\u00b5s", "\u03bcs", "usec", "usecs", "micros", "microseconds" -> 1;
      case "ms", "msec", "msecs", "millis", "milliseconds" -> 1_000;
      case "s", "sec", "secs", "second", "seconds" -> 1_000_000;
      case "m", "min", "mins", "minute", "minutes" -> MINUTE;
      case "h", "hour", "hours" -> 60 * MINUTE;
      default -> -1;
    };
  }

  /** {@code hours:minutes:seconds} with a fraction. */
  private static double clock(String text) {
    String[] parts = text.split(":", 4);
    if (parts.length != 3) {
      return -1;
    }
    double micros = 0;
    for (String part : parts) {
      double value = numberEnd(part, 0) == part.length() ? number(part) : Double.NaN;
      micros = micros * 60 + value * 1_000_000;
    }
    return micros;
  }

  /** Index behind the number that begins at an index; an exponent belongs to it. */
  private static int numberEnd(String text, int from) {
    int end = from;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    int exponent = end > from && end < text.length() ? end : text.length();
    if (exponent < text.length() && (text.charAt(exponent) | 0x20) == 'e') {
      int at = exponent + 1;
      at += at < text.length() && "+-".indexOf(text.charAt(at)) >= 0 ? 1 : 0;
      int digits = at;
      while (at < text.length() && Character.isDigit(text.charAt(at))) {
        at++;
      }
      end = at > digits ? at : end;
    }
    return end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9' || c == '.';
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
