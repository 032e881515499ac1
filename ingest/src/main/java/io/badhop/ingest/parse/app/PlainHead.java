package io.badhop.ingest.parse.app;

import io.badhop.ingest.parse.text.Timestamps;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;

/**
 * Beginning of a plain text record: a time, and a level among the first words behind it.
 *
 * @param time microseconds since the epoch
 * @param resolution of the time in microseconds
 * @param level in upper case
 * @param message what stands behind the level
 */
record PlainHead(long time, int resolution, String level, String message) {

  private static final int DATE_TIME = 19;
  private static final int DASHED = 20;
  private static final int WORDS = 6;
  private static final int LONGEST_LEVEL = 40;
  private static final String LOGGER = " --- [";
  private static final Set<String> LEVELS =
      Set.of(
          "TRACE",
          "DEBUG",
          "INFO",
          "NOTICE",
          "WARN",
          "WARNING",
          "ERROR",
          "ERR",
          "CRITICAL",
          "CRIT",
          "FATAL",
          "SEVERE",
          "ALERT",
          "EMERGENCY",
          "FINE",
          "FINER",
          "FINEST",
          "CONFIG");

  /** Reads the beginning of a line; null when it has another form. */
  static PlainHead of(String text, ZoneId zone) {
    int from = text.startsWith("[") ? 1 : 0;
    if (text.length() < from + DATE_TIME || !Character.isDigit(text.charAt(from))) {
      return null;
    }
    boolean dashed = text.charAt(from + 2) == '-';
    int end = stampEnd(text, from + (dashed ? DASHED : DATE_TIME));
    String stamp = text.substring(from, Math.min(end, text.length()));
    long time = time(stamp, dashed, zone);
    if (time == Timestamps.NONE) {
      return null;
    }
    boolean fine = stamp.indexOf('.') > 0 || stamp.indexOf(',') > 0;
    return level(text, end, time, fine ? 1_000 : AppRecords.SECOND);
  }

  /** Whether a level is among the first words, as it is where something else adds the time. */
  static boolean hasLevel(String text) {
    return !Character.isDigit(text.charAt(0)) && level(text, 0, 0, AppRecords.SECOND) != null;
  }

  private static long time(String stamp, boolean dashed, ZoneId zone) {
    if (dashed) {
      return Timestamps.dashed(stamp, zone);
    }
    return stamp.charAt(4) == '/' ? Timestamps.slashed(stamp, zone) : Timestamps.iso(stamp, zone);
  }

  /** Behind the fraction and the zone. */
  private static int stampEnd(String text, int from) {
    int end = from;
    while (end < text.length() && "0123456789.,".indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    int sign = text.startsWith(" ", end) ? end + 1 : end;
    boolean zone =
        sign + 1 < text.length()
            && (text.charAt(sign) == '+' || text.charAt(sign) == '-')
            && Character.isDigit(text.charAt(sign + 1));
    if (zone) {
      end = sign + 1;
      while (end < text.length() && "0123456789:".indexOf(text.charAt(end)) >= 0) {
        end++;
      }
    } else if (end < text.length() && text.charAt(end) == 'Z') {
      end++;
    }
    return end;
  }

  private static PlainHead level(String text, int from, long time, int resolution) {
    int at = from;
    for (int word = 0; word < WORDS && at < text.length(); word++) {
      while (at < text.length() && " \t[]|".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      int end = at;
      while (end < text.length() && " \t[]|:".indexOf(text.charAt(end)) < 0) {
        end++;
      }
      String level = end - at > LONGEST_LEVEL ? "" : level(text, at, end);
      if (!level.isEmpty()) {
        return new PlainHead(time, resolution, level, message(text, end));
      }
      at = end + 1;
    }
    return null;
  }

  /** Monolog writes {@code channel.LEVEL}; a level in small letters stands between brackets. */
  private static String level(String text, int from, int to) {
    int dot = text.lastIndexOf('.', to - 1);
    String word = text.substring(dot >= from ? dot + 1 : from, to);
    String upper = word.toUpperCase(Locale.ROOT);
    boolean bracketed = from > 0 && text.charAt(from - 1) == '[' && text.startsWith("]", to);
    return LEVELS.contains(upper) && (bracketed || word.equals(upper)) ? upper : "";
  }

  private static String message(String text, int from) {
    int at = from;
    while (at < text.length() && " \t]|:-".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    // Spring Boot: pid --- [thread] logger : message
    int logger = text.indexOf(LOGGER, from);
    int colon = logger < 0 || logger > from + 12 ? -1 : text.indexOf(" : ", logger);
    return text.substring(colon < 0 ? at : colon + 3);
  }
}
