package io.badhop.cli.report;

import java.time.DateTimeException;
import java.time.Instant;

/**
 * A time in which something did fail.
 *
 * @param from beginning
 * @param to end, after the beginning
 */
public record Outage(Instant from, Instant to) {

  /** An alarm belongs to an outage up to a minute after its end: what was under way still fails. */
  private static final long AFTERMATH_MS = 60_000;

  public Outage {
    if (!to.isAfter(from)) {
      throw new DateTimeException("it ends before it begins");
    }
  }

  /**
   * Two times with a slash between, as ISO 8601 writes an interval.
   *
   * @throws DateTimeException when it is none
   */
  public static Outage parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new DateTimeException("no slash");
    }
    return new Outage(
        Instant.parse(text.substring(0, slash)), Instant.parse(text.substring(slash + 1)));
  }

  /** True for an alarm at that time. */
  boolean covers(long atMs) {
    return atMs >= from.toEpochMilli() && atMs <= to.toEpochMilli() + AFTERMATH_MS;
  }
}
