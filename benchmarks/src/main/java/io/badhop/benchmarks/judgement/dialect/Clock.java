package io.badhop.benchmarks.judgement.dialect;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * The clock of a host, and how its programs write times. All in UTC.
 *
 * @param skew how far it is ahead of true time, microseconds
 */
record Clock(long skew) {

  private static final DateTimeFormatter CLF = format("dd/MMM/uuuu:HH:mm:ss '+0000'");
  private static final DateTimeFormatter HAPROXY = format("dd/MMM/uuuu:HH:mm:ss.SSS");
  private static final DateTimeFormatter SYSLOG = format("MMM ppd HH:mm:ss");
  private static final DateTimeFormatter NGINX_ERROR = format("uuuu/MM/dd HH:mm:ss");
  private static final DateTimeFormatter APACHE_ERROR = format("EEE MMM dd HH:mm:ss.SSSSSS uuuu");
  private static final DateTimeFormatter C_TIME = format("EEE MMM ppd HH:mm:ss uuuu");
  private static final DateTimeFormatter ISO_S = format("uuuu-MM-dd'T'HH:mm:ss'Z'");
  private static final DateTimeFormatter ISO_MS = format("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");
  private static final DateTimeFormatter ISO_US = format("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");
  private static final DateTimeFormatter PHP = format("dd-MMM-uuuu HH:mm:ss");
  private static final DateTimeFormatter GUNICORN = format("uuuu-MM-dd HH:mm:ss '+0000'");
  private static final DateTimeFormatter SPACED = format("uuuu-MM-dd HH:mm:ss.SSSSSS");
  private static final DateTimeFormatter DAY = format("uuuu-MM-dd");
  private static final DateTimeFormatter TIME = format("HH:mm:ss");

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }

  /** What the clock shows, microseconds since the epoch. */
  long at(long time) {
    return time + skew;
  }

  private String show(DateTimeFormatter format, long time) {
    return format.format(Instant.EPOCH.plus(at(time), ChronoUnit.MICROS));
  }

  String clf(long time) {
    return show(CLF, time);
  }

  String haproxy(long time) {
    return show(HAPROXY, time);
  }

  String syslog(long time) {
    return show(SYSLOG, time);
  }

  String nginxError(long time) {
    return show(NGINX_ERROR, time);
  }

  String apacheError(long time) {
    return show(APACHE_ERROR, time);
  }

  String cTime(long time) {
    return show(C_TIME, time);
  }

  String isoSeconds(long time) {
    return show(ISO_S, time);
  }

  String isoMillis(long time) {
    return show(ISO_MS, time);
  }

  String isoMicros(long time) {
    return show(ISO_US, time);
  }

  String php(long time) {
    return show(PHP, time);
  }

  String gunicorn(long time) {
    return show(GUNICORN, time);
  }

  String spaced(long time) {
    return show(SPACED, time);
  }

  String day(long time) {
    return show(DAY, time);
  }

  String time(long time) {
    return show(TIME, time);
  }

  /** Unix time in seconds with milliseconds. */
  String unixMillis(long time) {
    return seconds(at(time));
  }

  /** Unix time in seconds with microseconds. */
  String unixMicros(long time) {
    long at = at(time);
    return at / 1_000_000 + "." + String.format(Locale.ROOT, "%06d", at % 1_000_000);
  }

  /** A duration in seconds with three decimals. */
  static String seconds(long micros) {
    long millis = micros / 1_000;
    String fraction = Long.toString(1_000 + millis % 1_000);
    return millis / 1_000 + "." + fraction.substring(1);
  }
}
