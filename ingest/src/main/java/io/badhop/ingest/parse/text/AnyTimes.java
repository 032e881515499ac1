package io.badhop.ingest.parse.text;

import java.time.ZoneId;

/** Times and durations of logs whose format the user chose. */
public final class AnyTimes {

  private static final int SECOND = 1_000_000;
  private static final int LONGEST_NUMBER = 19;
  private static final String LARGEST = String.valueOf(Long.MAX_VALUE);

  private AnyTimes() {}

  /**
   * ISO 8601, with slashes in the date or not, the date of a common log, or a number since the
   * epoch: seconds with or without fraction, milliseconds, microseconds or nanoseconds, told apart
   * by the number of digits.
   *
   * @return microseconds; {@link Timestamps#NONE} when it is none of these
   */
  public static long any(CharSequence text, ZoneId zone) {
    if (!isNumber(text)) {
      return dated(text, zone);
    }
    int digits = whole(text);
    if (digits <= 11) {
      return Timestamps.seconds(text);
    }
    if (digits > LONGEST_NUMBER - 1 && CharSequence.compare(text, LARGEST) > 0
        || digits > LONGEST_NUMBER) {
      return Timestamps.NONE;
    }
    long units = Long.parseLong(text, 0, digits, 10);
    return digits <= 14 ? units * 1_000 : digits <= 17 ? units : units / 1_000;
  }

  private static long dated(CharSequence text, ZoneId zone) {
    if (text.length() > 4 && text.charAt(2) == '/') {
      return Timestamps.clf(text, zone);
    }
    boolean slashed = text.length() > 4 && text.charAt(4) == '/';
    return slashed ? Timestamps.slashed(text, zone) : Timestamps.iso(text, zone);
  }

  /** Resolution of such a text in microseconds. */
  public static int resolution(CharSequence text) {
    if (isNumber(text)) {
      boolean seconds = whole(text) == text.length() && text.length() <= 11;
      return seconds ? SECOND : text.length() > 14 ? 1 : 1_000;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '.' || text.charAt(i) == ',') {
        return 1_000;
      }
    }
    return SECOND;
  }

  /**
   * A number with or without fraction as microseconds; -1 when it is none.
   *
   * @param unitsASecond 1 for seconds, 1000 for milliseconds, 1000000 for microseconds
   */
  public static long duration(CharSequence text, long unitsASecond) {
    long micros = Timestamps.seconds(text);
    return micros == Timestamps.NONE ? -1 : micros / unitsASecond;
  }

  private static boolean isNumber(CharSequence text) {
    int points = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      points += c == '.' ? 1 : 0;
      if (c != '.' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return !text.isEmpty() && points <= 1 && text.charAt(0) != '.';
  }

  private static int whole(CharSequence text) {
    int point = 0;
    while (point < text.length() && text.charAt(point) != '.') {
      point++;
    }
    return point;
  }
}
