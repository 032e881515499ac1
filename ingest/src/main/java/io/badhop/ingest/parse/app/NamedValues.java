package io.badhop.ingest.parse.app;

import io.badhop.ingest.parse.FieldNames;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Names and values of one record, asked by meaning. What loggers put into an object of its own
 * counts as well, after what stands at the top: Monolog's context, Logback's MDC, the fields and
 * spans of Rust's tracing, .NET's properties and scopes, the old Logstash's {@code @fields}.
 */
final class NamedValues {

  private static final List<String> INSIDE =
      List.of(
          "fields.",
          "@fields.",
          "context.",
          "contextMap.",
          "extra.",
          "mdc.",
          "meta.",
          "span.",
          "spans.",
          "Properties.",
          "State.",
          "Scopes.",
          "labels.",
          "attributes.",
          "jsonPayload.",
          "httpRequest.");

  /** What loggers write where there is nothing. */
  private static final Set<String> ABSENT =
      Set.of("", "-", "null", "nil", "none", "undefined", "(null)", "n/a");

  private final FieldNames fields;
  private final Map<String, String> inside = new HashMap<>();
  private Map<String, String> top = Map.of();

  NamedValues(FieldNames fields) {
    this.fields = fields;
  }

  /** Takes the values of another record; they must not change until the next. */
  void read(Map<String, String> values) {
    top = values;
    inside.clear();
    boolean gelf = values.containsKey("short_message");
    for (Map.Entry<String, String> entry : values.entrySet()) {
      String name = entry.getKey();
      if (gelf && name.startsWith("_")) {
        inside.putIfAbsent(name.substring(1), entry.getValue());
      } else if (name.indexOf('.') > 0) {
        keepInside(name, entry.getValue());
      }
    }
  }

  private void keepInside(String name, String value) {
    for (String prefix : INSIDE) {
      if (name.startsWith(prefix)) {
        inside.putIfAbsent(name.substring(prefix.length()), value);
      }
    }
  }

  /** The first candidate that has a value; empty when none has. */
  String get(String meaning) {
    List<String> names = fields.of(meaning);
    String value = first(top, names);
    return value.isEmpty() ? first(inside, names) : value;
  }

  /** The same of what stands at the top only. */
  String atTop(String meaning) {
    return first(top, fields.of(meaning));
  }

  private static String first(Map<String, String> values, List<String> names) {
    for (String name : names) {
      String value = values.get(name);
      if (value != null && !isAbsent(value)) {
        return value;
      }
    }
    return "";
  }

  private static boolean isAbsent(String value) {
    return value.length() < 10 && ABSENT.contains(value.toLowerCase(Locale.ROOT));
  }

  /** The candidates for a meaning, in order. */
  List<String> candidates(String meaning) {
    return fields.of(meaning);
  }

  /** A value by its very name, at the top or inside; empty when there is none. */
  String named(String name) {
    String value = top.get(name);
    return value == null ? inside.getOrDefault(name, "") : value;
  }

  boolean has(String name) {
    return top.containsKey(name);
  }
}
