package io.badhop.ingest.parse.haproxy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Pieces of HAProxy's log around its request lines: captures, escapes, the syslog header. */
final class HaproxyEvents {

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
   * Host name in {@code Nov 22 06:22:06 lb1 haproxy[1996]: } or RFC 5424's {@code <134>1 time lb1
   * haproxy 1996 - - }; empty when the prefix is no syslog header.
   */
  static String syslogHost(String prefix) {
    int process = prefix.indexOf(prefix.startsWith("<") ? " haproxy" : " haproxy[");
    if (process < 0) {
      return "";
    }
    return prefix.substring(prefix.lastIndexOf(' ', process - 1) + 1, process);
  }
}
