package io.badhop.ingest.parse.haproxy;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.ComponentEventKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Pieces of HAProxy's log around its request lines: captures, escapes, the syslog header, and what
 * it says of servers.
 */
final class HaproxyEvents {

  private static final int STAMP = 15;

  private HaproxyEvents() {}

  /**
   * Values of the first block of captures, request headers where there are two; empty when there is
   * none.
   */
  static List<String> captures(String tail) {
    List<String> values = new ArrayList<>();
    int quote = tail.indexOf('"');
    int open = tail.indexOf('{');
    int close = tail.indexOf('}', open + 1);
    if (open < 0 || close < 0 || quote >= 0 && open > quote) {
      return values;
    }
    for (String value : tail.substring(open + 1, close).split("\\|", -1)) {
      values.add(unescape(value));
    }
    return values;
  }

  /** What a capture without configuration seems to be. */
  static String guess(String value) {
    if (value.length() == 55 && value.startsWith("00-")) {
      return "traceparent";
    }
    boolean address =
        value.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == '.' || c == ':')
            && (value.contains(".") || value.contains(":"));
    if (address) {
      return "x-forwarded-for";
    }
    if (value.length() >= 16
        && value.length() <= 64
        && value.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == '-')) {
      return "x-request-id";
    }
    return value.contains(".") && !value.contains(" ") && !value.contains("/") ? "host" : "";
  }

  /** Resolves {@code #HH}. */
  static String unescape(String value) {
    if (value.indexOf('#') < 0) {
      return value;
    }
    byte[] raw = value.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[raw.length];
    int length = 0;
    for (int i = 0; i < raw.length; i++) {
      boolean escape =
          raw[i] == '#'
              && i + 2 < raw.length
              && Character.digit(raw[i + 1], 16) >= 0
              && Character.digit(raw[i + 2], 16) >= 0;
      out[length++] =
          escape
              ? (byte) (Character.digit(raw[i + 1], 16) * 16 + Character.digit(raw[i + 2], 16))
              : raw[i];
      i += escape ? 2 : 0;
    }
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }

  /**
   * Host name in {@code Nov 22 06:22:06 lb1 haproxy[1996]: }; empty when the prefix is no syslog
   * header.
   */
  static String syslogHost(String prefix) {
    int process = prefix.indexOf(" haproxy[");
    if (process < 0) {
      return "";
    }
    return prefix.substring(prefix.lastIndexOf(' ', process - 1) + 1, process);
  }

  /** Lines that are about servers and not about requests. */
  static ParseResult component(RawLine line, String text, ParseContext context, long near) {
    int from = text.indexOf("]: ");
    String message = from < 0 ? text : text.substring(from + 3);
    ComponentEventKind kind = kind(message);
    if (kind == null) {
      return from < 0
          ? new ParseResult.Rejected("not-the-format", "no accept date between [ and ]")
          : new ParseResult.Skipped("process-message");
    }
    long time = stamp(text, context, near);
    if (time == Timestamps.NONE) {
      return new ParseResult.Skipped("time-without-year");
    }
    return HaproxyParser.told(line, context, time, kind, name(message), message);
  }

  private static ComponentEventKind kind(String message) {
    if (message.contains(" is DOWN") || message.contains("has no server available")) {
      return ComponentEventKind.SERVER_DOWN;
    }
    if (message.contains(" is UP")) {
      return ComponentEventKind.SERVER_UP;
    }
    if (message.startsWith("Proxy ") && message.contains(" started")) {
      return ComponentEventKind.STARTED;
    }
    return message.startsWith("Proxy ") && message.contains("stopped")
            || message.startsWith("Stopping ")
        ? ComponentEventKind.STOPPED
        : null;
  }

  private static String name(String message) {
    String[] words = message.split(" ", 4);
    return words.length > 1 ? words[1] : "";
  }

  private static long stamp(String text, ParseContext context, long near) {
    if (near == Timestamps.NONE || text.length() < STAMP) {
      return Timestamps.NONE;
    }
    int year = Instant.ofEpochMilli(near / 1_000).atZone(ZoneOffset.UTC).getYear();
    String stamp = text.substring(0, STAMP);
    return Timestamps.asctime(
        "x " + stamp + " " + String.format(Locale.ROOT, "%d", year), context.zone());
  }
}
