package io.badhop.ingest.parse.wrap;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.app.Continuations;
import io.badhop.ingest.parse.text.Timestamps;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Gives lines without a time of their own that of their envelope. */
final class Timeless {

  private static final long SECOND = 1_000_000;
  private static final String JSON_TIME = "{\"@timestamp\":\"";
  private static final String LOGFMT_TIME = "ts=\"";

  /** Epochs in seconds, milliseconds, microseconds and nanoseconds have 10, 13, 16, 19 digits. */
  private static final int SECONDS_DIGITS = 10;

  private static final int NANOS_DIGITS = 19;

  private final ParseContext context;
  private boolean usual;

  Timeless(ParseContext context) {
    this.context = context;
  }

  /**
   * The line as it would be with a time, where it is known beforehand that it has none: after a
   * first such line of text, all that do not begin with a digit and are no part of a stack trace.
   * In a trace {@code X: ERROR: text} would count as a record with a level.
   *
   * @return null when it is to be read as it is
   */
  RawLine expected(Envelope envelope) {
    if (!usual || envelope.length() == 0) {
      return null;
    }
    byte first = envelope.bytes()[envelope.start()];
    boolean own = first >= '0' && first <= '9' || first == '[' || first == '{' || first <= ' ';
    boolean further =
        own || Continuations.looksLike(envelope.text(envelope.start(), envelope.end()));
    return further ? null : front(envelope, "", " ");
  }

  /**
   * The line as it would be with a time, when what was made of it without shows that none is there.
   *
   * @return null when it does not, or when the envelope does not know the time either
   */
  RawLine stamped(ParseResult result, Envelope envelope) {
    if (result instanceof ParseResult.Skipped skipped) {
      // HAProxy's words on standard error; the stamp stands in a header of syslog.
      boolean untimed =
          skipped.reason().equals("time-without-year")
              || skipped.reason().equals("message-without-time");
      return untimed ? front(envelope, "", " - haproxy[0]: ") : null;
    }
    if (!(result instanceof ParseResult.Rejected rejected)) {
      return null;
    }
    return switch (rejected.reason()) {
      case "bad-timestamp" ->
          isJson(envelope)
              ? front(envelope, JSON_TIME, "\",")
              : front(envelope, LOGFMT_TIME, "\" ");
      case "no-time" -> front(envelope, "", " ");
      default -> null;
    };
  }

  /** A line of text without a time was understood with one; the next will have none either. */
  void understood(ParseResult result, boolean text) {
    usual |= text && !(result instanceof ParseResult.Rejected);
  }

  private static boolean isJson(Envelope envelope) {
    return envelope.length() > 2 && envelope.bytes()[envelope.start()] == '{';
  }

  /** In JSON in front too, so that a field of that name is the last. */
  private RawLine front(Envelope envelope, String before, String behind) {
    String stamp = iso(envelope.stamp());
    if (stamp.isEmpty()) {
      return null;
    }
    int from = before.equals(JSON_TIME) ? 1 : 0;
    byte[] time = (before + stamp + behind).getBytes(StandardCharsets.UTF_8);
    int length = envelope.length() - from;
    byte[] line = new byte[time.length + length];
    System.arraycopy(time, 0, line, 0, time.length);
    System.arraycopy(envelope.bytes(), envelope.start() + from, line, time.length, length);
    return new RawLine(line, 0, line.length, envelope.offset());
  }

  /** The envelope's time as ISO 8601; empty when it is no time. */
  private String iso(String stamp) {
    if (Timestamps.iso(stamp, context.zone()) != Timestamps.NONE) {
      boolean plain = stamp.chars().noneMatch(c -> c == '"' || c == '\\' || c < ' ');
      return plain ? stamp : "";
    }
    long micros = epoch(stamp);
    if (micros == Timestamps.NONE) {
      micros = Timestamps.yearless(stamp, context.zone(), context.now().getAsLong());
    }
    return micros == Timestamps.NONE
        ? ""
        : Instant.ofEpochSecond(
                Math.floorDiv(micros, SECOND), Math.floorMod(micros, SECOND) * 1_000L)
            .toString();
  }

  private static long epoch(String stamp) {
    int dot = stamp.indexOf('.');
    int digits = dot < 0 ? stamp.length() : dot;
    if (digits < SECONDS_DIGITS || digits > NANOS_DIGITS) {
      return Timestamps.NONE;
    }
    String seconds = stamp.substring(0, SECONDS_DIGITS);
    String fraction =
        stamp.substring(SECONDS_DIGITS, digits)
            + stamp.substring(Math.min(digits + 1, stamp.length()));
    boolean number = (seconds + fraction).chars().allMatch(c -> c >= '0' && c <= '9');
    return number ? Timestamps.seconds(seconds + "." + fraction) : Timestamps.NONE;
  }
}
