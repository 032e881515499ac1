package io.badhop.ingest.parse.text;

/** Durations as Go writes them: {@code 1.5ms}, {@code 350µs}, {@code 1m2.5s}. */
public final class GoDurations {

  private static final long MINUTE = 60_000_000;

  private GoDurations() {}

  /** Microseconds, what is less cut off; -1 when the text is no such duration. */
  public static long micros(String text) {
    double micros = 0;
    int at = 0;
    while (at < text.length()) {
      int unit = at;
      while (unit < text.length() && isNumeric(text.charAt(unit))) {
        unit++;
      }
      int end = unit;
      while (end < text.length() && !isNumeric(text.charAt(end))) {
        end++;
      }
      double worth = worth(text.substring(unit, end));
      if (worth == 0 || unit == at || unit - at > 15) {
        return -1;
      }
      double number = number(text.substring(at, unit));
      if (number < 0) {
        return -1;
      }
      micros += number * worth;
      at = end;
    }
    return text.isEmpty() ? -1 : Math.round(Math.floor(micros + 1e-6));
  }

  private static double worth(String unit) {
    return switch (unit) {
      case "ns" -> 0.001;
      case "us", "µs", "μs" -> 1;
      case "ms" -> 1_000;
      case "s" -> 1_000_000;
      case "m" -> MINUTE;
      case "h" -> 60 * MINUTE;
      default -> 0;
    };
  }

  private static boolean isNumeric(char c) {
    return c == '.' || c >= '0' && c <= '9';
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
