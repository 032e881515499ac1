package io.badhop.ingest.parse.haproxy;

import io.badhop.ingest.parse.text.Timestamps;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Times of syslog headers, and those that HAProxy before 2.4 writes on standard error: day of the
 * year from 0 and local time, {@code 325/060026}. Both have no year; it is that in which they are
 * nearest to the last record, or to now before the first.
 */
final class HaproxyStamps {

  private static final int OLD_STAMP = 10;

  private final ZoneId zone;
  private final LongSupplier now;
  private long near = Timestamps.NONE;

  /**
   * @param now microseconds since the epoch; {@link Timestamps#NONE} when not known
   */
  HaproxyStamps(ZoneId zone, LongSupplier now) {
    this.zone = zone;
    this.now = now;
  }

  /** Tells the time of a record. */
  void saw(long time) {
    near = time;
  }

  /** Time of a header; {@link Timestamps#NONE} when it has none or its year is not known. */
  long read(byte[] buffer, HaproxyHeader header) {
    int from = header.stampFrom();
    int length = header.stampTo() - from;
    if (length <= 0) {
      return Timestamps.NONE;
    }
    String stamp = new String(buffer, from, length, StandardCharsets.UTF_8);
    long iso = Timestamps.iso(stamp, zone);
    return iso == Timestamps.NONE
        ? nearest(year -> Timestamps.asctime("x " + stamp + " " + year, zone))
        : iso;
  }

  /**
   * Time in {@code [WARNING] 325/060026 (23089) : }.
   *
   * @param level the line up to its message
   */
  long old(String level) {
    int from = level.indexOf("] ") + 2;
    if (from < 2 || level.length() < from + OLD_STAMP || level.charAt(from + 3) != '/') {
      return Timestamps.NONE;
    }
    int day = digits(level, from, 3);
    int clock = digits(level, from + 4, 6);
    if (day < 0 || day > 365 || clock < 0) {
      return Timestamps.NONE;
    }
    String time =
        String.format(
            Locale.ROOT, "T%02d:%02d:%02d", clock / 10_000, clock / 100 % 100, clock % 100);
    return nearest(year -> Timestamps.iso(LocalDate.of(year, 1, 1).plusDays(day) + time, zone));
  }

  /** A time in some year. */
  @FunctionalInterface
  private interface InYear {
    long time(int year);
  }

  private long nearest(InYear stamp) {
    long base = near == Timestamps.NONE ? now.getAsLong() : near;
    if (base == Timestamps.NONE) {
      return Timestamps.NONE;
    }
    int year = Instant.ofEpochMilli(base / 1_000).atZone(zone).getYear();
    long best = Timestamps.NONE;
    for (int candidate = year - 1; candidate <= year + 1; candidate++) {
      long time = stamp.time(candidate);
      boolean nearer = best == Timestamps.NONE || Math.abs(time - base) < Math.abs(best - base);
      best = time != Timestamps.NONE && nearer ? time : best;
    }
    return best;
  }

  private static int digits(String text, int from, int count) {
    int value = 0;
    for (int i = from; i < from + count; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + c - '0';
    }
    return value;
  }
}
