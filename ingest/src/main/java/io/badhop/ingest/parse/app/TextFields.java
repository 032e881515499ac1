package io.badhop.ingest.parse.app;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * {@code name=value} pairs in running text, {@code "name":"value"} in a JSON context behind it, and
 * IDs that stand alone in brackets, as Rails tags its lines and Spring writes its traces. One scan
 * over the line.
 */
final class TextFields {

  private static final int MAX_NAME = 32;
  private static final int UUID = 36;
  private static final int TRACE = 32;
  private static final int SPAN = 16;
  private static final String ENDS = " \t,;)]}\"'";

  /** Names of request IDs in lower case without separators. */
  private static final Set<String> REQUEST =
      Set.of("requestid", "reqid", "xrequestid", "correlationid", "requestuuid");

  private static final Set<String> TRACES =
      Set.of(
          "traceid",
          "traceparent",
          "xb3traceid",
          "b3",
          "oteltraceid",
          "ubertraceid",
          "xamzntraceid");

  private static final Set<String> EDGES = Set.of("cfray", "rayid");

  /** What loggers write where there is no ID. */
  private static final Set<String> ABSENT =
      Set.of("", "-", "n/a", "null", "nil", "none", "undefined", "false", "(null)");

  private final Map<String, String> values = new HashMap<>();
  private String requestId = "";
  private String trace = "";
  private String edge = "";

  /** Reads a text; what an earlier one said is forgotten. */
  void read(String text) {
    values.clear();
    requestId = "";
    trace = "";
    edge = "";
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '=' || c == ':') {
        i = Math.max(i, pair(text, i) - 1);
      } else if (c == ']') {
        bracket(text, i);
      }
    }
  }

  /** Reads the pair whose separator is at an index; gives the index behind its value. */
  private int pair(String text, int at) {
    String name = name(text, at);
    boolean colon = text.charAt(at) == ':';
    // Words with a colon are everywhere in messages, so only IDs count there.
    if (name.isEmpty() || colon && !isId(name)) {
      return at + 1;
    }
    int from = at + 1;
    while (colon && from < text.length() && text.charAt(from) == ' ') {
      from++;
    }
    boolean quoted = from < text.length() && "\"'".indexOf(text.charAt(from)) >= 0;
    int end = quoted ? text.indexOf(text.charAt(from), from + 1) : plainEnd(text, from);
    from += quoted ? 1 : 0;
    if (end < from) {
      return at + 1;
    }
    keep(name, text.substring(from, end));
    return end;
  }

  private void keep(String name, String value) {
    values.putIfAbsent(name, value);
    if (ABSENT.contains(value.toLowerCase(Locale.ROOT))) {
      return;
    }
    if (REQUEST.contains(name) && requestId.isEmpty()) {
      requestId = value;
    } else if (TRACES.contains(name) && trace.isEmpty()) {
      trace = value;
    } else if (EDGES.contains(name) && edge.isEmpty()) {
      edge = value;
    }
  }

  private static boolean isId(String name) {
    return REQUEST.contains(name) || TRACES.contains(name) || EDGES.contains(name);
  }

  private static int plainEnd(String text, int from) {
    int end = from;
    while (end < text.length() && ENDS.indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  /** The name before a separator: lower case, without quotes, dashes and underscores. */
  private static String name(String text, int at) {
    int end = text.charAt(at - 1) == '"' ? at - 1 : at;
    int from = end;
    while (from > 0 && end - from < MAX_NAME && isName(text.charAt(from - 1))) {
      from--;
    }
    String name = text.substring(from, end);
    return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
  }

  private static boolean isName(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '_'
        || c == '-';
  }

  /** {@code [uuid]}, {@code [32 hex]}, {@code [trace-span]} and {@code [app,trace,span]}. */
  private void bracket(String text, int close) {
    int hex = hexBefore(text, close);
    String before = text.substring(hex, close);
    boolean opened = hex > 0 && text.charAt(hex - 1) == '[';
    if (opened && (isUuid(before) || before.length() == TRACE && before.indexOf('-') < 0)) {
      requestId = requestId.isEmpty() ? before : requestId;
    } else if (before.length() == TRACE + 1 + SPAN && before.charAt(TRACE) == '-') {
      trace = trace.isEmpty() ? before.substring(0, TRACE) : trace;
    } else if (before.length() == SPAN && hex > 1 && text.charAt(hex - 1) == ',') {
      int from = hexBefore(text, hex - 1);
      int length = hex - 1 - from;
      boolean listed = from > 0 && text.charAt(from - 1) == ',';
      trace =
          trace.isEmpty() && listed && (length == TRACE || length == SPAN)
              ? text.substring(from, hex - 1)
              : trace;
    }
  }

  private static int hexBefore(String text, int end) {
    int from = end;
    while (from > 0
        && end - from < TRACE + 1 + SPAN
        && (Character.digit(text.charAt(from - 1), 16) >= 0 || text.charAt(from - 1) == '-')) {
      from--;
    }
    return from;
  }

  static boolean isUuid(String text) {
    return text.length() == UUID
        && text.charAt(8) == '-'
        && text.charAt(13) == '-'
        && text.charAt(18) == '-'
        && text.charAt(23) == '-';
  }

  String requestId() {
    return requestId;
  }

  String trace() {
    return trace;
  }

  /** The ID that an edge gave the request; empty when there is none. */
  String edge() {
    return edge;
  }

  boolean identified() {
    return !requestId.isEmpty() || !trace.isEmpty() || !edge.isEmpty();
  }

  /** A value by its name in lower case without separators; empty when there is none. */
  String get(String name) {
    return values.getOrDefault(name, "");
  }
}
