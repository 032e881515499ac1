package io.badhop.cli;

import io.badhop.schemas.event.DeadLetter;
import java.time.DateTimeException;
import java.time.Instant;
import picocli.CommandLine.Option;

/** The options that choose dead letters. */
final class DeadLetterFilter {

  @Option(
      names = "--reason",
      paramLabel = "NAME",
      description = "Only those rejected for this reason.")
  private String reason;

  @Option(names = "--source", paramLabel = "NAME", description = "Only those from this log source.")
  private String source;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only those rejected then or later, such as 2026-11-22T06:00:00Z.")
  private String since;

  /** Microseconds since the epoch of the earliest rejection that counts. */
  private long earliest() {
    if (since == null) {
      return Long.MIN_VALUE;
    }
    try {
      return Math.multiplyExact(Instant.parse(since).toEpochMilli(), 1000L);
    } catch (DateTimeException | ArithmeticException e) {
      throw CommandException.usage(
          "--since: '" + since + "' is no time; write one such as 2026-11-22T06:00:00Z");
    }
  }

  /** Checks the options, before anything is opened. */
  void check() {
    long unused = earliest();
  }

  boolean takes(DeadLetter letter) {
    return matches(reason, letter.getReason())
        && matches(source, letter.getSource())
        && letter.getRejectedAt() >= earliest();
  }

  private static boolean matches(String wanted, String actual) {
    return wanted == null || wanted.equals(actual);
  }
}
