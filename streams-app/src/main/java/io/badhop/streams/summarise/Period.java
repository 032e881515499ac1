package io.badhop.streams.summarise;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A stretch of time.
 *
 * @param from its beginning
 * @param to its end, after the beginning; not part of it
 */
public record Period(Instant from, Instant to) {

  /**
   * Refuses one that ends before it begins.
   *
   * @throws IllegalArgumentException when it is not longer than nothing
   */
  public Period {
    if (!to.isAfter(from)) {
      throw new IllegalArgumentException(from + "/" + to + " ends before it begins");
    }
  }

  /**
   * Reads {@code 2026-11-22T02:00:00Z/2026-11-22T03:00:00Z}.
   *
   * @throws IllegalArgumentException with the mend, when it is none
   */
  public static Period of(String text) {
    int slash = text.indexOf('/');
    try {
      if (slash > 0) {
        return new Period(
            Instant.parse(text.substring(0, slash)), Instant.parse(text.substring(slash + 1)));
      }
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(mend(text), e);
    }
    throw new IllegalArgumentException(mend(text));
  }

  private static String mend(String text) {
    return "'"
        + text
        + "' is no period; write two times with a slash between, such as"
        + " 2026-11-22T02:00:00Z/2026-11-22T03:00:00Z";
  }

  /**
   * True for a time within.
   *
   * @param micros since the epoch
   */
  boolean holds(long micros) {
    return micros >= ChronoUnit.MICROS.between(Instant.EPOCH, from)
        && micros < ChronoUnit.MICROS.between(Instant.EPOCH, to);
  }
}
