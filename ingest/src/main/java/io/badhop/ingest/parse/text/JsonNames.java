package io.badhop.ingest.parse.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names of wanted fields of one object, to be found by their bytes. */
final class JsonNames {

  private final byte[][] names;
  private final int[] columns;
  private final JsonNames[] nested;
  private final short[] slots;

  private JsonNames(int count) {
    names = new byte[count][];
    columns = new int[count];
    nested = new JsonNames[count];
    Arrays.fill(columns, -1);
    // At most a quarter is taken, so that most unwanted names meet an empty place.
    slots = new short[Integer.highestOneBit(Math.max(1, count)) * 8];
  }

  /**
   * Names of dotted columns.
   *
   * @param columns at most 10,000
   */
  static JsonNames of(List<String> columns) {
    List<Map.Entry<String, Integer>> indexed = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      indexed.add(Map.entry(columns.get(i), i));
    }
    return tree(indexed);
  }

  private static JsonNames tree(List<Map.Entry<String, Integer>> columns) {
    Map<String, Integer> own = new LinkedHashMap<>();
    Map<String, List<Map.Entry<String, Integer>>> below = new LinkedHashMap<>();
    for (Map.Entry<String, Integer> column : columns) {
      String name = column.getKey();
      own.put(name, column.getValue());
      // A dot may belong to the name itself or stand for nesting.
      for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
        below
            .computeIfAbsent(name.substring(0, dot), prefix -> new ArrayList<>())
            .add(Map.entry(name.substring(dot + 1), column.getValue()));
      }
    }
    below.keySet().forEach(prefix -> own.putIfAbsent(prefix, -1));
    JsonNames names = new JsonNames(own.size());
    int at = 0;
    for (Map.Entry<String, Integer> name : own.entrySet()) {
      List<Map.Entry<String, Integer>> children = below.get(name.getKey());
      names.add(at++, name, children == null ? null : tree(children));
    }
    return names;
  }

  private void add(int index, Map.Entry<String, Integer> name, JsonNames children) {
    byte[] bytes = name.getKey().getBytes(StandardCharsets.UTF_8);
    names[index] = bytes;
    columns[index] = name.getValue();
    nested[index] = children;
    int slot = slot(bytes, 0, bytes.length);
    while (slots[slot] != 0) {
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = (short) (index + 1);
  }

  /** Place of a name among these; -1 when it is none of them. */
  int find(byte[] text, int from, int to) {
    if (from == to) {
      return -1;
    }
    for (int slot = slot(text, from, to);
        slots[slot] != 0;
        slot = (slot + 1) & (slots.length - 1)) {
      byte[] name = names[slots[slot] - 1];
      if (Arrays.equals(name, 0, name.length, text, from, to)) {
        return slots[slot] - 1;
      }
    }
    return -1;
  }

  /** From a few bytes only: names of one record seldom agree in all of these. */
  private int slot(byte[] text, int from, int to) {
    int length = to - from;
    int hash = length;
    hash = hash * 31 + text[from];
    hash = hash * 31 + text[from + length / 2];
    hash = hash * 31 + text[from + length * 3 / 4];
    hash = hash * 31 + text[to - 1];
    hash *= 0x9E3779B9;
    return (hash >>> 16) & (slots.length - 1);
  }

  /** Column of a name; -1 when only what is nested below it is wanted. */
  int column(int found) {
    return columns[found];
  }

  /** Names below a name; null when there are none. */
  JsonNames nested(int found) {
    return nested[found];
  }
}
