package io.badhop.ingest.parse;

import java.util.Locale;

/**
 * The trace ID in the headers that carry one. The same request has the same ID whichever of them a
 * hop logs; spans, flags and parents differ from hop to hop and are left out.
 *
 * <ul>
 *   <li>W3C {@code traceparent}: {@code version-trace-parent-flags}
 *   <li>B3 in one header: {@code trace-span}, {@code trace-span-sampled-parent}; B3 in several has
 *       the trace ID alone
 *   <li>{@code X-Amzn-Trace-Id}: {@code Root=1-8hex-24hex;Parent=...} in any order. Its 32 digits
 *       without the dashes are the trace ID that AWS X-Ray makes a traceparent of.
 *   <li>Jaeger's {@code uber-trace-id}: {@code trace:span:parent:flags}, without leading zeros,
 *       possibly with its colons escaped for a URL
 *   <li>Google's {@code trace/span;o=1} and {@code projects/name/traces/trace}
 * </ul>
 *
 * <p>IDs of 64 bits become 128 bits long by zeros in front, so those are cut off again.
 */
final class TraceIds {

  private static final int WIDE = 32;
  private static final int NARROW = 16;
  private static final int TRACEPARENT = 55;
  private static final int AMAZON = 35;
  private static final String ROOT = "Root=";
  private static final String GOOGLE = "/traces/";

  private TraceIds() {}

  /**
   * The trace ID of a header's value, or of a bare trace ID, in lower case.
   *
   * @param header may be null
   * @return empty when there is none: zeros alone mean so
   */
  static String of(String header) {
    if (header == null || header.isEmpty()) {
      return "";
    }
    String id = amazon(header);
    id = (id.isEmpty() ? inner(header) : id).toLowerCase(Locale.ROOT);
    if (isZeros(id, id.length())) {
      return "";
    }
    return id.length() == WIDE && isZeros(id, NARROW) ? id.substring(NARROW) : id;
  }

  /** The 32 digits of an ID of Amazon's form, alone or as the root; empty when it has another. */
  static String amazon(String header) {
    int from = root(header);
    boolean form =
        header.startsWith("1-", from)
            && header.length() >= from + AMAZON
            && header.charAt(from + 10) == '-'
            && hexEnd(header, from + 2) == from + 10
            && hexEnd(header, from + 11) == from + AMAZON;
    if (form) {
      return header.substring(from + 2, from + 10) + header.substring(from + 11, from + AMAZON);
    }
    return from == 0 ? "" : header.substring(from, end(header, from));
  }

  /** Index behind {@code Root=}; 0 when there is no root. */
  private static int root(String header) {
    int at = header.indexOf(ROOT);
    while (at > 0 && header.charAt(at - 1) != ';' && header.charAt(at - 1) != ' ') {
      at = header.indexOf(ROOT, at + 1);
    }
    return at < 0 ? 0 : at + ROOT.length();
  }

  private static int end(String header, int from) {
    int semicolon = header.indexOf(';', from);
    return semicolon < 0 ? header.length() : semicolon;
  }

  private static String inner(String header) {
    if (header.startsWith(ROOT) || header.startsWith("Self=") || header.startsWith("Parent=")) {
      return "";
    }
    boolean traceparent =
        header.length() >= TRACEPARENT && header.charAt(2) == '-' && header.charAt(35) == '-';
    if (traceparent) {
      return header.substring(3, 35);
    }
    int google = header.indexOf(GOOGLE);
    if (header.startsWith("projects/") && google > 0) {
      return header.substring(google + GOOGLE.length());
    }
    int end = hexEnd(header, 0);
    char next = end == 0 || end == header.length() ? 0 : header.charAt(end);
    return switch (next) {
      case '-' -> isB3(header, end) ? header.substring(0, end) : header;
      case '/' -> end == WIDE ? header.substring(0, end) : header;
      case ':', '%' -> jaeger(header, end);
      default -> header;
    };
  }

  private static boolean isB3(String header, int end) {
    int span = hexEnd(header, end + 1);
    return (end == NARROW || end == WIDE)
        && span == end + 1 + NARROW
        && (span == header.length() || header.charAt(span) == '-');
  }

  private static String jaeger(String header, int end) {
    String colon = header.charAt(end) == ':' ? ":" : "%3A";
    int at = end;
    for (int part = 0; part < 3; part++) {
      boolean more = header.regionMatches(true, at, colon, 0, colon.length());
      int next = more ? hexEnd(header, at + colon.length()) : at;
      if (next <= at + colon.length()) {
        return header;
      }
      at = next;
    }
    if (at != header.length() || end > WIDE) {
      return header;
    }
    return "0".repeat((end > NARROW ? WIDE : NARROW) - end) + header.substring(0, end);
  }

  private static int hexEnd(String text, int from) {
    int end = from;
    while (end < text.length() && isHex(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isHex(char c) {
    return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
  }

  private static boolean isZeros(String text, int length) {
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) != '0') {
        return false;
      }
    }
    return true;
  }
}
