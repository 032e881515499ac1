package io.badhop.ingest.parse.edge;

import io.badhop.ingest.parse.text.Timestamps;
import java.time.ZoneId;

/** Times and durations of logs whose format the user chose. */
final class EdgeTimes {

  private static final int LONGEST_NUMBER = 19;

  private EdgeTimes() {}

  /**
   * ISO 8601, the date of a common log, or a number since the epoch: seconds with or without
   * fraction, milliseconds, microseconds or nanoseconds, told apart by the number of digits.
   *
   * @return microseconds; {@link Timestamps#NONE} when it is none of these
   */
  static long any(String text, ZoneId zone) {
    if (!isNumber(text)) {
      return text.indexOf('/') == 2 ? Timestamps.clf(text, zone) : Timestamps.iso(text, zone);
    }
    int digits = whole(text);
    if (digits <= 11) {
      return Timestamps.seconds(text);
    }
    if (digits > LONGEST_NUMBER - 1 && text.compareTo("9223372036854775807") > 0
        || digits > LONGEST_NUMBER) {
      return Timestamps.NONE;
    }
    long units = Long.parseLong(text.substring(0, digits));
    return digits <= 14 ? units * 1_000 : digits <= 17 ? units : units / 1_000;
  }

  /** Resolution of such a text in microseconds. */
  static long resolution(String text) {
    if (isNumber(text)) {
      boolean seconds = text.indexOf('.') < 0 && text.length() <= 11;
      return seconds ? EdgeRecord.SECOND : text.length() > 14 ? 1 : 1_000;
    }
    int fraction = Math.max(text.indexOf('.'), text.indexOf(','));
    return fraction < 0 ? EdgeRecord.SECOND : 1_000;
  }

  /**
   * A number with or without fraction as microseconds; -1 when it is none.
   *
   * @param unitsASecond 1 for seconds, 1000 for milliseconds, 1000000 for microseconds
   */
  static long duration(String text, long unitsASecond) {
    long micros = Timestamps.seconds(text);
    return micros == Timestamps.NONE ? -1 : micros / unitsASecond;
  }

  private static boolean isNumber(String text) {
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

  private static int whole(String text) {
    int point = text.indexOf('.');
    return point < 0 ? text.length() : point;
  }
}
