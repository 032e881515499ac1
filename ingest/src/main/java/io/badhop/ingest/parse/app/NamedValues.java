package io.badhop.ingest.parse.app;

import io.badhop.ingest.parse.FieldNames;
import java.util.ArrayList;
import java.util.Arrays;
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

  private static final int LONGEST_ABSENT = 10;

  /** What loggers write where there is nothing. */
  private static final Set<String> ABSENT =
      Set.of("-", "null", "nil", "none", "undefined", "(null)", "n/a");

  private static final String ABSENT_BEGIN = "-nNuU(";

  /** A name stands for a meaning, and is the better the lower its rank. */
  private record Use(int meaning, int rank) {}

  private final FieldNames fields;
  private final Map<String, Integer> meanings = new HashMap<>();
  private final Map<String, List<Use>> uses = new HashMap<>();
  private final Found atTop;
  private final Found within;
  private final Map<String, String> inside = new HashMap<>();
  private Map<String, String> top = Map.of();

  NamedValues(FieldNames fields) {
    this.fields = fields;
    fields
        .names()
        .forEach(
            (meaning, names) -> {
              int number = meanings.size();
              meanings.put(meaning, number);
              for (int rank = 0; rank < names.size(); rank++) {
                uses.computeIfAbsent(names.get(rank), name -> new ArrayList<>(1))
                    .add(new Use(number, rank));
              }
            });
    this.atTop = new Found(meanings.size());
    this.within = new Found(meanings.size());
  }

  /** The best value of each meaning. */
  private static final class Found {

    private final String[] names;
    private final String[] values;
    private final int[] ranks;

    Found(int meanings) {
      names = new String[meanings];
      values = new String[meanings];
      ranks = new int[meanings];
    }

    void clear() {
      Arrays.fill(names, "");
      Arrays.fill(values, "");
      Arrays.fill(ranks, Integer.MAX_VALUE);
    }

    void keep(List<Use> uses, String name, String value) {
      for (Use use : uses) {
        if (use.rank() < ranks[use.meaning()] && !isAbsent(value)) {
          ranks[use.meaning()] = use.rank();
          names[use.meaning()] = name;
          values[use.meaning()] = value;
        }
      }
    }
  }

  /** Takes the values of another record; they must not change until the next. */
  void read(Map<String, String> record) {
    top = record;
    inside.clear();
    atTop.clear();
    within.clear();
    boolean gelf = record.containsKey("short_message");
    for (Map.Entry<String, String> entry : record.entrySet()) {
      String name = entry.getKey();
      atTop.keep(uses.getOrDefault(name, List.of()), name, entry.getValue());
      if (gelf && name.startsWith("_")) {
        keepInside(name.substring(1), entry.getValue());
      } else if (name.indexOf('.') > 0) {
        unwrap(name, entry.getValue());
      }
    }
  }

  private void unwrap(String name, String value) {
    for (String prefix : INSIDE) {
      if (name.startsWith(prefix)) {
        keepInside(name.substring(prefix.length()), value);
      }
    }
  }

  private void keepInside(String name, String value) {
    if (inside.putIfAbsent(name, value) == null) {
      within.keep(uses.getOrDefault(name, List.of()), name, value);
    }
  }

  /** The value of the first candidate that has one; empty when none has. */
  String get(String meaning) {
    int number = meanings.getOrDefault(meaning, -1);
    if (number < 0) {
      return "";
    }
    String value = atTop.values[number];
    return value.isEmpty() ? within.values[number] : value;
  }

  /** The name of the candidate whose value {@link #get} gives; empty when there is none. */
  String nameOf(String meaning) {
    int number = meanings.getOrDefault(meaning, -1);
    if (number < 0) {
      return "";
    }
    return atTop.names[number].isEmpty() ? within.names[number] : atTop.names[number];
  }

  /** The same of what stands at the top only. */
  String atTop(String meaning) {
    int number = meanings.getOrDefault(meaning, -1);
    return number < 0 ? "" : atTop.values[number];
  }

  private static boolean isAbsent(String value) {
    if (value.isEmpty()) {
      return true;
    }
    boolean may = value.length() < LONGEST_ABSENT && ABSENT_BEGIN.indexOf(value.charAt(0)) >= 0;
    return may && ABSENT.contains(value.toLowerCase(Locale.ROOT));
  }

  /** The candidates for a meaning, in order. */
  List<String> candidates(String meaning) {
    return fields.of(meaning);
  }

  /** A value by its very name, at the top or inside; empty when there is none. */
  String named(String name) {
    String value = top.get(name);
    value = value == null && !inside.isEmpty() ? inside.get(name) : value;
    return value == null || isAbsent(value) ? "" : value;
  }

  boolean has(String name) {
    return top.containsKey(name);
  }
}
