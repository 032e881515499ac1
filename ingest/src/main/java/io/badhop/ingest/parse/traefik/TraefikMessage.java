package io.badhop.ingest.parse.traefik;

import io.badhop.ingest.parse.text.JsonFields;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One message of the process, in whichever of its three notations: {@code time="..." level=debug
 * msg="..."} (version 2 and before), {@code 2026-11-22T06:00:00Z DBG file.go:9 > text error="..."}
 * (version 3), or JSON.
 *
 * @param time as written
 * @param level in lower case
 * @param text the message
 * @param fields the other fields by name
 */
record TraefikMessage(String time, String level, String text, Map<String, String> fields) {

  /** Escapes are matched by recursion, which must stay shallow. */
  private static final int MOST_LOOKED_AT = 4_096;

  private static final Pattern FIELD =
      Pattern.compile(
          "(?:^| )([A-Za-z][A-Za-z0-9_]*)=(?:\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"|([^ \"]*+))");
  private static final Pattern CONSOLE =
      Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT\\S{8,24}) (TRC|DBG|INF|WRN|ERR|FTL|PNC) (.*)");

  /** Reads a line of text; null when it is no message. */
  static TraefikMessage ofText(String line) {
    if (line.startsWith("time=")) {
      Map<String, String> fields = fields(line);
      String text = fields.getOrDefault("msg", "");
      return fields.containsKey("level")
          ? new TraefikMessage(
              fields.getOrDefault("time", ""), lower(fields.get("level")), text, fields)
          : null;
    }
    Matcher console = CONSOLE.matcher(line);
    return console.matches() ? console(console) : null;
  }

  private static TraefikMessage console(Matcher line) {
    String rest = line.group(3);
    int caller = rest.indexOf(" > ");
    boolean called = caller > 0 && rest.lastIndexOf(' ', caller - 1) < 0;
    String said = called ? rest.substring(caller + 3) : rest;
    Matcher first = FIELD.matcher(said.substring(0, Math.min(said.length(), MOST_LOOKED_AT)));
    int end = first.find() ? first.start() : said.length();
    String level =
        switch (line.group(2)) {
          case "TRC" -> "trace";
          case "DBG" -> "debug";
          case "INF" -> "info";
          case "WRN" -> "warn";
          case "ERR" -> "error";
          case "FTL" -> "fatal";
          default -> "panic";
        };
    return new TraefikMessage(
        line.group(1), level, said.substring(0, end), fields(said.substring(end)));
  }

  /** Reads an object; null when it is no message. */
  static TraefikMessage ofJson(JsonFields json) {
    String text = json.has("message") ? json.get("message") : json.get("msg");
    return json.has("level") && json.has("time") && !text.isEmpty()
        ? new TraefikMessage(json.get("time"), lower(json.get("level")), text, json.values())
        : null;
  }

  private static Map<String, String> fields(String text) {
    Map<String, String> fields = new HashMap<>();
    String looked = text.length() > MOST_LOOKED_AT ? text.substring(0, MOST_LOOKED_AT) : text;
    Matcher field = FIELD.matcher(looked);
    while (field.find()) {
      String quoted = field.group(2);
      fields.putIfAbsent(field.group(1), quoted == null ? field.group(3) : unquoted(quoted));
    }
    return fields;
  }

  private static String unquoted(String text) {
    return text.replace("\\\"", "\"").replace("\\\\", "\\");
  }

  private static String lower(String level) {
    return level.toLowerCase(Locale.ROOT);
  }

  /** A field; empty when there is none. */
  String get(String name) {
    return fields.getOrDefault(name, "");
  }
}
