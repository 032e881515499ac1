package io.badhop.ingest.parse.text;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.util.function.IntToLongFunction;

/**
 * Times as logs write them, read without exceptions: a text that is no such time gives {@link
 * #NONE}. All results are microseconds since the epoch.
 */
public final class Timestamps {

  /** No time. */
  public static final long NONE = Long.MIN_VALUE;

  private static final long SECOND = 1_000_000;
  private static final long DAY = 86_400 * SECOND;

  /** At most, as between 1896 and 1904: a 29th of February may be that long ago. */
  private static final int LEAP_YEARS_APART = 8;

  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  private static final int CLF_LENGTH = 20;

  /** Days from the first of March of the year 0 to the epoch. */
  private static final int DAYS_TO_EPOCH = 719_468;

  private static final int DATE_TIME_LENGTH = 19;

  private Timestamps() {}

  /**
   * {@code 22/Nov/2026:06:19:30 +0000}, with an optional fraction of a second; the zone may be
   * missing.
   */
  public static long clf(CharSequence text, ZoneId zone) {
    if (text.length() < CLF_LENGTH
        || text.charAt(2) != '/'
        || text.charAt(6) != '/'
        || text.charAt(11) != ':') {
      return NONE;
    }
    int day = number(text, 0, 2);
    int month = month(text, 3);
    int year = number(text, 7, 11);
    long local =
        civil(year, month, day, number(text, 12, 14), number(text, 15, 17), number(text, 18, 20));
    int end = CLF_LENGTH;
    long fraction = 0;
    if (local != NONE
        && end < text.length()
        && (text.charAt(end) == '.' || text.charAt(end) == ',')) {
      int from = end + 1;
      end = digits(text, from);
      fraction = fraction(text, from, end);
    }
    return zoned(local, fraction, text, end, zone);
  }

  /**
   * ISO 8601: {@code 2026-11-22T06:19:30.123Z}, with a space or T, with a fraction of up to nine
   * digits behind a dot or a comma, with or without zone.
   */
  public static long iso(CharSequence text, ZoneId zone) {
    return dateTime(text, '-', zone);
  }

  /** nginx's error log: {@code 2026/11/22 06:19:52}. */
  public static long slashed(CharSequence text, ZoneId zone) {
    return dateTime(text, '/', zone);
  }

  private static long dateTime(CharSequence text, char separator, ZoneId zone) {
    if (text.length() < DATE_TIME_LENGTH
        || text.charAt(4) != separator
        || text.charAt(7) != separator) {
      return NONE;
    }
    long local =
        civil(
            number(text, 0, 4),
            number(text, 5, 7),
            number(text, 8, 10),
            number(text, 11, 13),
            number(text, 14, 16),
            number(text, 17, 19));
    int end = DATE_TIME_LENGTH;
    long fraction = 0;
    if (end < text.length() && (text.charAt(end) == '.' || text.charAt(end) == ',')) {
      int from = end + 1;
      end = digits(text, from);
      fraction = fraction(text, from, end);
    }
    return zoned(local, fraction, text, end, zone);
  }

  /**
   * Apache's error log: {@code Sun Nov 22 06:23:12.484654 2026}; the fraction may be missing (2.2).
   */
  public static long asctime(String text, ZoneId zone) {
    String[] parts = text.trim().split(" +");
    if (parts.length < 5 || parts[3].length() < 8) {
      return NONE;
    }
    String clock = parts[3];
    int year = number(parts[4], 0, parts[4].length());
    int month = parts[1].length() == 3 ? month(parts[1], 0) : -1;
    long local =
        civil(
            year,
            month,
            number(parts[2], 0, parts[2].length()),
            number(clock, 0, 2),
            number(clock, 3, 5),
            number(clock, 6, 8));
    long fraction = clock.length() > 9 ? fraction(clock, 9, digits(clock, 9)) : 0;
    return zoned(local, fraction, "", 0, zone);
  }

  /**
   * Syslog (RFC 3164): {@code Nov 22 06:19:30}, with an optional fraction. It has no year; that is
   * the latest in which the time is not in the future. A clock may be a day ahead.
   *
   * @param now microseconds since the epoch; {@link #NONE} when not known, and then there is none
   */
  public static long yearless(String text, ZoneId zone, long now) {
    return latest(zone, now, year -> asctime("x " + text + " " + year, zone));
  }

  /**
   * A time that is known but for its year, in the latest year in which it is not after now.
   *
   * @param now microseconds since the epoch; {@link #NONE} when not known, and then there is none
   * @param inYear the time in a year; {@link #NONE} where that year has no such day
   */
  public static long latest(ZoneId zone, long now, IntToLongFunction inYear) {
    if (now == NONE) {
      return NONE;
    }
    int year = Instant.ofEpochSecond(Math.floorDiv(now, SECOND)).atZone(zone).getYear();
    for (int tried = year + 1; tried >= year - LEAP_YEARS_APART; tried--) {
      long time = inYear.applyAsLong(tried);
      if (time != NONE && time <= now + DAY) {
        return time;
      }
    }
    return NONE;
  }

  /** PHP-FPM: {@code 22-Nov-2026 06:11:16}, with a fraction when it logs for debugging. */
  public static long dashed(CharSequence text, ZoneId zone) {
    if (text.length() < CLF_LENGTH || text.charAt(2) != '-' || text.charAt(6) != '-') {
      return NONE;
    }
    long local =
        civil(
            number(text, 7, 11),
            month(text, 3),
            number(text, 0, 2),
            number(text, 12, 14),
            number(text, 15, 17),
            number(text, 18, 20));
    boolean fine = text.length() > CLF_LENGTH && text.charAt(CLF_LENGTH) == '.';
    int from = CLF_LENGTH + 1;
    return zoned(local, fine ? fraction(text, from, digits(text, from)) : 0, "", 0, zone);
  }

  /** Seconds with a fraction, such as nginx's {@code $msec}; {@link #NONE} when it is no number. */
  public static long seconds(CharSequence text) {
    int end = digits(text, 0);
    boolean whole = end == text.length();
    if (end == 0 || end > 12 || !whole && text.charAt(end) != '.') {
      return NONE;
    }
    long seconds = 0;
    for (int i = 0; i < end; i++) {
      seconds = seconds * 10 + text.charAt(i) - '0';
    }
    long micros = seconds * SECOND;
    return whole ? micros : micros + fraction(text, end + 1, digits(text, end + 1));
  }

  private static long zoned(long local, long fraction, CharSequence text, int at, ZoneId zone) {
    if (local == NONE) {
      return NONE;
    }
    int from = at;
    while (from < text.length() && text.charAt(from) == ' ') {
      from++;
    }
    if (from >= text.length()) {
      return inZone(local, zone) + fraction;
    }
    char sign = text.charAt(from);
    if (sign == 'Z' || sign == 'z') {
      return local + fraction;
    }
    if ((sign != '+' && sign != '-') || text.length() < from + 3) {
      return inZone(local, zone) + fraction;
    }
    int hours = number(text, from + 1, from + 3);
    int minutesFrom =
        from + 3 < text.length() && text.charAt(from + 3) == ':' ? from + 4 : from + 3;
    int minutes = text.length() >= minutesFrom + 2 ? number(text, minutesFrom, minutesFrom + 2) : 0;
    if (hours < 0 || minutes < 0) {
      return NONE;
    }
    long offset = (hours * 3600L + minutes * 60L) * SECOND;
    return local + fraction - (sign == '+' ? offset : -offset);
  }

  private static long inZone(long local, ZoneId zone) {
    if (zone instanceof ZoneOffset fixed) {
      return local - fixed.getTotalSeconds() * SECOND;
    }
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(Math.floorDiv(local, SECOND), 0, ZoneOffset.UTC);
    return local - zone.getRules().getOffset(time).getTotalSeconds() * SECOND;
  }

  private static long civil(int year, int month, int day, int hour, int minute, int second) {
    boolean valid =
        year >= 1970
            && year <= 9999
            && month >= 1
            && month <= 12
            && day >= 1
            && day <= 31
            && hour >= 0
            && hour < 24
            && minute >= 0
            && minute < 60
            && second >= 0
            && second <= 60;
    if (!valid || day > Month.of(month).length(IsoChronology.INSTANCE.isLeapYear(year))) {
      return NONE;
    }
    return (days(year, month, day) * 86_400 + hour * 3600L + minute * 60L + second) * SECOND;
  }

  /** Days since the epoch; years are taken to begin in March, so that leap days are at the end. */
  private static long days(int year, int month, int day) {
    int years = month > 2 ? year : year - 1;
    int leaps = years / 4 - years / 100 + years / 400;
    int inYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return years * 365L + leaps + inYear - DAYS_TO_EPOCH;
  }

  private static int month(CharSequence text, int at) {
    for (int month = 0; month < 12; month++) {
      if (text.charAt(at) == MONTHS.charAt(3 * month)
          && text.charAt(at + 1) == MONTHS.charAt(3 * month + 1)
          && text.charAt(at + 2) == MONTHS.charAt(3 * month + 2)) {
        return month + 1;
      }
    }
    return -1;
  }

  private static int number(CharSequence text, int from, int to) {
    int value = 0;
    if (to > text.length() || from >= to || to - from > 9) {
      return -1;
    }
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + c - '0';
    }
    return value;
  }

  private static int digits(CharSequence text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private static long fraction(CharSequence text, int from, int to) {
    long micros = 0;
    for (int i = 0; i < 6; i++) {
      micros = micros * 10 + (from + i < to ? text.charAt(from + i) - '0' : 0);
    }
    return micros;
  }
}
