package io.badhop.ingest.parse.haproxy;

import io.badhop.ingest.parse.text.Timestamps;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;

/** Times as HAProxy writes them, in microseconds. For one thread. */
final class HaproxyClock {

  /** {@code 22/Nov/2026:06:19}: zones change at whole minutes only. */
  private static final int MINUTE_LENGTH = 17;

  private static final int SECOND_LENGTH = 20;
  private static final int MILLI_LENGTH = 24;
  private static final int MILLI = 1_000;
  private static final int SECOND = 1_000_000;

  private final ZoneId zone;
  private final byte[] minute = new byte[MINUTE_LENGTH];
  private long minuteTime = Timestamps.NONE;
  private int resolution = MILLI;

  HaproxyClock(ZoneId zone) {
    this.zone = zone;
  }

  /**
   * A time: {@code 22/Nov/2026:06:19:30.123}, local and without zone; {@code 22/Nov/2026:06:19:30
   * +0000}; ISO 8601; or seconds, milliseconds or microseconds since the epoch.
   *
   * @return {@link Timestamps#NONE} when it is none
   */
  long read(byte[] buffer, int from, int to) {
    boolean usual =
        to - from == MILLI_LENGTH && buffer[from + SECOND_LENGTH] == '.' && buffer[from + 2] == '/';
    if (!usual) {
      return other(new String(buffer, from, to - from, StandardCharsets.UTF_8));
    }
    resolution = MILLI;
    long millis = HaproxyNumbers.read(buffer, from + SECOND_LENGTH + 1, to);
    long seconds = HaproxyNumbers.read(buffer, from + MINUTE_LENGTH + 1, from + SECOND_LENGTH);
    long base = minute(buffer, from);
    boolean known = millis >= 0 && seconds >= 0 && seconds <= 60 && base != Timestamps.NONE;
    return known ? base + seconds * SECOND + millis * MILLI : Timestamps.NONE;
  }

  /** Resolution of the time that was read last, in microseconds. */
  int resolution() {
    return resolution;
  }

  /** Says that the time that was read last is known better. */
  void resolution(int micros) {
    resolution = micros;
  }

  /** Many lines in a row are of one minute. */
  private long minute(byte[] buffer, int from) {
    if (!Arrays.equals(buffer, from, from + MINUTE_LENGTH, minute, 0, MINUTE_LENGTH)) {
      System.arraycopy(buffer, from, minute, 0, MINUTE_LENGTH);
      minuteTime = Timestamps.clf(new String(minute, StandardCharsets.UTF_8) + ":00", zone);
    }
    return minuteTime;
  }

  private long other(String text) {
    long whole = Timestamps.clf(text, zone);
    long time = whole == Timestamps.NONE ? Timestamps.iso(text, zone) : whole;
    if (time == Timestamps.NONE) {
      return epoch(text);
    }
    int dot = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
    int digits = dot < 0 ? 0 : fraction(text, dot + 1);
    resolution = digits == 0 ? SECOND : digits > 3 ? 1 : MILLI;
    return time;
  }

  private static int fraction(String text, int from) {
    int end = from;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return end - from;
  }

  private long epoch(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    long number = HaproxyNumbers.read(bytes, 0, bytes.length);
    int unit =
        switch (bytes.length) {
          case 10 -> SECOND;
          case 13 -> MILLI;
          case 16 -> 1;
          default -> 0;
        };
    if (number < 0 || unit == 0) {
      return Timestamps.NONE;
    }
    resolution = unit;
    return number * unit;
  }
}
