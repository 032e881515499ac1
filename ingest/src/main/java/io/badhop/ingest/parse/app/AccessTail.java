package io.badhop.ingest.parse.app;

import io.badhop.ingest.parse.text.Timestamps;

/**
 * What servers append to the common log format: a duration, a process, an ID.
 *
 * @param durationUs microseconds; -1 when none is there or its unit cannot be told
 * @param process whether a process stands there as {@code <pid>}
 * @param millis whether {@code ms} stands behind a blank as morgan writes it; Traefik has no blank
 * @param requestId an ID; empty when there is none
 * @param trace a traceparent or trace ID; empty when there is none
 */
record AccessTail(
    long durationUs, boolean process, boolean millis, String requestId, String trace) {

  private static final int SHORTEST_ID = 16;
  private static final int TRACEPARENT = 55;

  /**
   * Reads a tail.
   *
   * @param wholeIsMicros whether a number without fraction and unit is microseconds (gunicorn's
   *     {@code %(D)s}); Tomcat's {@code %D} is milliseconds up to 10.0 and microseconds since, so
   *     there it is unknown
   */
  static AccessTail of(String text, boolean wholeIsMicros) {
    TextFields fields = new TextFields();
    fields.read(text);
    String requestId = fields.requestId();
    String trace = fields.trace();
    long duration = -1;
    boolean process = false;
    boolean millis = false;
    String[] tokens = text.isEmpty() ? new String[0] : text.split(" +");
    for (int i = 0; i < tokens.length; i++) {
      String token = bare(tokens[i]);
      boolean unit = i + 1 < tokens.length && tokens[i + 1].equals("ms");
      process |= token.startsWith("<") && token.endsWith(">");
      if (isId(token)) {
        boolean parent = token.length() == TRACEPARENT && token.charAt(2) == '-';
        trace = parent && trace.isEmpty() ? token : trace;
        requestId = !parent && requestId.isEmpty() ? token : requestId;
      } else if (duration < 0) {
        millis |= unit;
        duration = duration(token, unit, wholeIsMicros);
      }
    }
    return new AccessTail(duration, process, millis, requestId, trace);
  }

  private static String bare(String token) {
    boolean quoted = token.length() > 1 && token.startsWith("\"") && token.endsWith("\"");
    return quoted ? token.substring(1, token.length() - 1) : token;
  }

  private static long duration(String token, boolean unit, boolean wholeIsMicros) {
    boolean marked = unit || token.endsWith("ms");
    String number = token.endsWith("ms") ? token.substring(0, token.length() - 2) : token;
    long value = Timestamps.seconds(number);
    if (value == Timestamps.NONE) {
      return -1;
    }
    if (marked) {
      return value / 1_000;
    }
    if (number.indexOf('.') > 0) {
      return value;
    }
    // No handler takes no time at all: a zero is some coarser unit.
    return wholeIsMicros && value > 0 ? value / AppRecords.SECOND : -1;
  }

  /** Long, of letters, digits and dashes, with a digit. */
  private static boolean isId(String token) {
    if (token.length() < SHORTEST_ID || token.length() > 128) {
      return false;
    }
    boolean digit = false;
    for (int i = 0; i < token.length(); i++) {
      char c = token.charAt(i);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '_';
      boolean number = c >= '0' && c <= '9';
      digit |= number;
      if (!letter && !number) {
        return false;
      }
    }
    return digit;
  }
}
