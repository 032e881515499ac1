package io.badhop.ingest.parse.text;

import java.util.HashMap;
import java.util.Map;

/**
 * Values of one access record by the name of their variable. Absent, empty and {@code -} are all
 * the empty string.
 */
public final class ProxyFields {

  private final Map<String, String> values = new HashMap<>();

  /** Keeps a value; where two variables stand for one thing, the one that has a value counts. */
  public void put(String name, String value) {
    if (isAbsent(value)) {
      values.putIfAbsent(name, value);
    } else {
      values.put(name, value);
    }
  }

  private static boolean isAbsent(String value) {
    return value.isEmpty() || value.equals("-");
  }

  /** A value as it stands in the log, a dash too; empty when the log does not have it. */
  public String raw(String name) {
    return values.getOrDefault(name, "");
  }

  public void clear() {
    values.clear();
  }

  public boolean names(String name) {
    return values.containsKey(name);
  }

  /** The first of the names that has a value; empty when none has. */
  public String get(String... names) {
    for (String name : names) {
      String value = values.get(name);
      if (value != null && !isAbsent(value)) {
        return value;
      }
    }
    return "";
  }

  /** A whole number; -1 when there is none. */
  public long number(String... names) {
    String value = get(names);
    if (value.isEmpty() || value.length() > 18) {
      return -1;
    }
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9') {
        return -1;
      }
    }
    return Long.parseLong(value);
  }

  /** Seconds with a fraction as microseconds; -1 when there are none. */
  public long micros(String... names) {
    long micros = Timestamps.seconds(get(names));
    return micros == Timestamps.NONE ? -1 : micros;
  }
}
