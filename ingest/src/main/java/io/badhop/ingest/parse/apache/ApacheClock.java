package io.badhop.ingest.parse.apache;

import io.badhop.ingest.parse.text.Timestamps;
import java.time.ZoneId;
import java.util.Locale;

/**
 * Puts a time together from the pieces that Apache's {@code %{...}t} writes: patterns of strftime,
 * whole times since the epoch, fractions of a second.
 */
final class ApacheClock {

  private static final long SECOND = 1_000_000;
  private static final int MILLISECOND = 1_000;
  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

  private final String[] date = new String[6];
  private String zone = "";
  private long epoch = Timestamps.NONE;
  private long fraction;
  private int resolution;
  private String value = "";
  private int at;

  /** Forgets the last time. */
  void clear() {
    java.util.Arrays.fill(date, "");
    zone = "";
    epoch = Timestamps.NONE;
    fraction = 0;
    resolution = (int) SECOND;
    value = "";
    at = 0;
  }

  /**
   * Reads one piece. Where the next piece follows without anything between them, this one holds
   * both.
   *
   * @param pattern what stands in the braces, without {@code begin:} and {@code end:}
   * @param piece its value; empty when it stands behind the last one
   * @return false when the value does not have this form
   */
  boolean read(String pattern, String piece) {
    if (!piece.isEmpty()) {
      value = piece;
      at = 0;
    }
    return switch (pattern) {
      case "sec" -> epoch(SECOND);
      case "msec" -> epoch(MILLISECOND);
      case "usec" -> epoch(1);
      case "msec_frac" -> fraction(3, MILLISECOND);
      case "usec_frac" -> fraction(6, 1);
      default -> strftime(pattern);
    };
  }

  /** Resolution of the time read, in microseconds. */
  int resolution() {
    return resolution;
  }

  /** Microseconds since the epoch; {@link Timestamps#NONE} when the pieces make no time. */
  long time(ZoneId local) {
    if (epoch != Timestamps.NONE) {
      return epoch + fraction;
    }
    for (String part : date) {
      if (part.isEmpty()) {
        return Timestamps.NONE;
      }
    }
    String text =
        date[0] + '-' + date[1] + '-' + date[2] + 'T' + date[3] + ':' + date[4] + ':' + date[5];
    long time = Timestamps.iso(text + zone, local);
    return time == Timestamps.NONE ? time : time + fraction;
  }

  private boolean epoch(long unit) {
    String digits = digits(17);
    if (digits.isEmpty()) {
      return false;
    }
    epoch = Long.parseLong(digits) * unit;
    resolution = (int) Math.min(resolution, unit);
    return true;
  }

  private boolean fraction(int length, int unit) {
    String digits = digits(length);
    if (digits.length() != length) {
      return false;
    }
    fraction = Long.parseLong(digits) * unit;
    resolution = unit;
    return true;
  }

  private boolean strftime(String pattern) {
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      boolean fits = c == '%' && i + 1 < pattern.length() ? field(pattern.charAt(++i)) : literal(c);
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private boolean literal(char c) {
    boolean fits = at < value.length() && value.charAt(at) == c;
    at += fits ? 1 : 0;
    return fits;
  }

  private boolean field(char kind) {
    return switch (kind) {
      case 'Y' -> number(0, 4);
      case 'm' -> number(1, 2);
      case 'b', 'h' -> month();
      case 'd', 'e' -> number(2, 2);
      case 'H' -> number(3, 2);
      case 'M' -> number(4, 2);
      case 'S' -> number(5, 2);
      case 'F' -> strftime("%Y-%m-%d");
      case 'T' -> strftime("%H:%M:%S");
      case 'R' -> strftime("%H:%M");
      case 's' -> epoch(SECOND);
      case 'z' -> zone();
      case 'a', 'A', 'Z' -> word();
      case '%' -> literal('%');
      default -> false;
    };
  }

  private boolean number(int part, int length) {
    while (length == 2 && at < value.length() && value.charAt(at) == ' ') {
      at++;
    }
    String digits = digits(length);
    date[part] = digits.length() == 1 ? '0' + digits : digits;
    return date[part].length() == length;
  }

  private boolean month() {
    String name = value.length() < at + 3 ? "" : value.substring(at, at + 3);
    int index = name.isEmpty() ? -1 : MONTHS.indexOf(name.toLowerCase(Locale.ROOT));
    if (index < 0 || index % 3 != 0) {
      return false;
    }
    at += 3;
    date[1] = String.format(Locale.ROOT, "%02d", index / 3 + 1);
    return true;
  }

  private boolean zone() {
    boolean signed = at < value.length() && (value.charAt(at) == '+' || value.charAt(at) == '-');
    int from = at;
    at += signed ? 1 : 0;
    boolean fits = signed && digits(4).length() == 4;
    zone = fits ? value.substring(from, at) : "";
    return fits;
  }

  private boolean word() {
    int from = at;
    while (at < value.length() && Character.isLetter(value.charAt(at))) {
      at++;
    }
    return at > from;
  }

  private String digits(int most) {
    int from = at;
    while (at < value.length() && at - from < most && isDigit(value.charAt(at))) {
      at++;
    }
    return value.substring(from, at);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
