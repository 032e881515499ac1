package io.badhop.ingest.parse.otlp;

import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** One log record with what its resource says. Texts that are not there are empty. */
final class OtlpRecord {

  private static final List<String> LEVELS =
      List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");

  /** Steps of a level: 1 to 4 are TRACE, 21 to 24 FATAL. */
  private static final int STEPS = 4;

  private static final String LEVEL_NAME = "SEVERITY_NUMBER_";
  private static final int BASE64_TRACE = 24;
  private static final int NANO_DIGITS = 19;

  /** Attributes of the resource, which its records share. */
  final Map<String, String> resource;

  /** Attributes of the record; what is nested has dotted names. */
  final Map<String, String> attributes = new HashMap<>();

  /** A body of names and values; a text has the empty name. */
  final Map<String, String> body = new HashMap<>();

  String time = "";
  String observed = "";
  String severityText = "";
  String severityNumber = "";
  String traceId = "";
  String eventName = "";

  OtlpRecord(Map<String, String> resource) {
    this.resource = resource;
  }

  /** The body where it is a text. */
  String text() {
    return body.getOrDefault("", "");
  }

  /** A value by its name: an attribute of the record, a field of its body, or of the resource. */
  String get(String name) {
    String own = attributes.getOrDefault(name, body.get(name));
    return own == null ? resource.getOrDefault(name, "") : own;
  }

  /**
   * When it happened, else when it was collected: nanoseconds since the epoch in {@value
   * #NANO_DIGITS} digits; empty when it says neither.
   */
  String nanos() {
    String happened = nanos(time);
    return happened.isEmpty() ? nanos(observed) : happened;
  }

  private static String nanos(String text) {
    String digits = text.chars().allMatch(c -> c >= '0' && c <= '9') ? text : rounded(text);
    if (digits.length() > NANO_DIGITS || digits.chars().allMatch(c -> c == '0')) {
      return "";
    }
    return "0".repeat(NANO_DIGITS - digits.length()) + digits;
  }

  /** Some writers make a number like 1.7e18 of it, which is good for less than a microsecond. */
  private static String rounded(String text) {
    try {
      double value = Double.parseDouble(text);
      return value > 0 && value < Long.MAX_VALUE ? Long.toString((long) value) : "";
    } catch (NumberFormatException e) {
      return "";
    }
  }

  /** The level that the number stands for, else the text, which any logger words its own way. */
  String level() {
    String number = severityNumber;
    if (number.startsWith(LEVEL_NAME)) {
      return number.substring(LEVEL_NAME.length()).replaceAll("[234]$", "");
    }
    boolean whole =
        !number.isEmpty()
            && number.length() <= 2
            && number.chars().allMatch(c -> c >= '0' && c <= '9');
    int step = whole ? Integer.parseInt(number) - 1 : -1;
    return step >= 0 && step / STEPS < LEVELS.size() ? LEVELS.get(step / STEPS) : severityText;
  }

  /** The trace's ID in hexadecimal digits; Protobuf's own JSON has it in base 64. */
  String trace() {
    if (traceId.length() != BASE64_TRACE || !traceId.endsWith("==")) {
      return traceId;
    }
    try {
      return HexFormat.of().formatHex(Base64.getDecoder().decode(traceId));
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
