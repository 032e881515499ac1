package io.badhop.ingest.parse.haproxy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives captured request headers their meaning: by the configuration, else by their look. */
final class HaproxyCaptures {

  private static final HaproxyField[] NONE = {};

  private final Map<String, HaproxyField[]> named = new HashMap<>();

  /** Captures by frontend, in order. */
  HaproxyCaptures(Map<String, List<String>> captures) {
    captures.forEach((frontend, headers) -> named.put(frontend, HaproxyHeaders.fields(headers)));
  }

  /** Sets the fields that the captures of a record give; of several the first has its way. */
  void read(HaproxyRecord record, String frontend) {
    HaproxyField[] fields = named.isEmpty() ? null : named.get(frontend);
    if (record.has(HaproxyField.REQUEST_CAPTURES)) {
      int from = record.from(HaproxyField.REQUEST_CAPTURES) + 1;
      int to = record.to(HaproxyField.REQUEST_CAPTURES) - 1;
      block(record, fields, from, to);
    } else if (record.has(HaproxyField.REQUEST_CAPTURE_LIST)) {
      list(record, fields);
    }
  }

  /** {@code a|b|c}; a bar within a value is escaped. */
  private static void block(HaproxyRecord record, HaproxyField[] fields, int start, int to) {
    byte[] buffer = record.buffer();
    int index = 0;
    int from = start;
    for (int i = start; i <= to; i++) {
      if (i == to || buffer[i] == '|') {
        value(record, fields, index++, from, i);
        from = i + 1;
      }
    }
  }

  /** {@code "a" "b" "c"}; without names responses cannot be told from requests. */
  private static void list(HaproxyRecord record, HaproxyField[] fields) {
    byte[] buffer = record.buffer();
    int to = record.to(HaproxyField.REQUEST_CAPTURE_LIST);
    int index = 0;
    int from = -1;
    for (int i = record.from(HaproxyField.REQUEST_CAPTURE_LIST); i < to; i++) {
      if (buffer[i] != '"') {
        continue;
      }
      if (from >= 0) {
        value(record, fields == null ? NONE : fields, index++, from, i);
      }
      from = from < 0 ? i + 1 : -1;
    }
  }

  private static void value(
      HaproxyRecord record, HaproxyField[] fields, int index, int from, int to) {
    if (from >= to) {
      return;
    }
    HaproxyField field =
        fields == null
            ? HaproxyHeaders.guess(record.buffer(), from, to)
            : index < fields.length ? fields[index] : null;
    if (field != null && !record.has(field)) {
      record.set(field, from, to);
    }
  }
}
