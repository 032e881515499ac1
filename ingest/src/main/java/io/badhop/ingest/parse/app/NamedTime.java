package io.badhop.ingest.parse.app;

import io.badhop.ingest.parse.text.AnyTimes;
import io.badhop.ingest.parse.text.Timestamps;
import java.time.DateTimeException;
import java.time.ZoneId;

/**
 * When a record was written.
 *
 * @param micros microseconds since the epoch; {@link Timestamps#NONE} when the record does not say
 * @param resolution in microseconds
 * @param stamp the time as it stands there; empty when there is none
 */
record NamedTime(long micros, int resolution, String stamp) {

  private static final int MILLISECOND = 1_000;
  private static final int SECONDS_DIGITS = 11;

  /** The first of the candidates that is a time. */
  static NamedTime of(NamedValues values, ZoneId zone) {
    String best = values.get("time");
    long time = best.isEmpty() ? Timestamps.NONE : micros(best, phpZone(values, zone));
    return time == Timestamps.NONE
        ? others(values, zone)
        : new NamedTime(time, resolution(best), best);
  }

  /** The candidate that comes first may be something else, such as a time without a day. */
  private static NamedTime others(NamedValues values, ZoneId zone) {
    String first = "";
    for (String name : values.candidates("time")) {
      String stamp = values.named(name);
      long micros = stamp.isEmpty() ? Timestamps.NONE : micros(stamp, phpZone(values, zone));
      if (micros != Timestamps.NONE) {
        return new NamedTime(micros, resolution(stamp), stamp);
      }
      first = first.isEmpty() ? stamp : first;
    }
    String instant = values.named("instant.epochSecond");
    long seconds = instant.isEmpty() ? Timestamps.NONE : Timestamps.seconds(instant);
    int nanos = AppRecords.whole(values.named("instant.nanoOfSecond"));
    return seconds == Timestamps.NONE
        ? new NamedTime(Timestamps.NONE, AppRecords.SECOND, first)
        : new NamedTime(seconds + Math.max(0, nanos) / MILLISECOND, MILLISECOND, instant);
  }

  /** PHP writes the zone of a date beside it. */
  private static ZoneId phpZone(NamedValues values, ZoneId otherwise) {
    String name = values.named("datetime.timezone");
    try {
      return name.isEmpty() ? otherwise : ZoneId.of(name);
    } catch (DateTimeException e) {
      return otherwise;
    }
  }

  private static long micros(String text, ZoneId zone) {
    if (isNumber(text)) {
      return AnyTimes.any(text, zone);
    }
    long iso = Timestamps.iso(text, zone);
    if (iso != Timestamps.NONE) {
      return iso;
    }
    long slashed = Timestamps.slashed(text, zone);
    return slashed == Timestamps.NONE ? Timestamps.clf(text, zone) : slashed;
  }

  private static boolean isNumber(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.');
  }

  private static int resolution(String text) {
    boolean fine =
        text.indexOf('.') >= 0
            || text.indexOf(',') >= 0
            || text.length() > SECONDS_DIGITS && isNumber(text);
    return fine ? MILLISECOND : AppRecords.SECOND;
  }
}
