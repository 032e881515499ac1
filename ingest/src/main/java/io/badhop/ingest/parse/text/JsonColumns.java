package io.badhop.ingest.parse.text;

import io.badhop.ingest.parse.RawLine;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Reads chosen fields of one JSON object a line, in place: nothing is made of a field before it is
 * asked for. What is not plainly such an object goes to {@link JsonFields}, which decides whether
 * and how it is read, so that both accept the same lines; only bytes that are not UTF-8 are passed
 * over here.
 */
public final class JsonColumns {

  private static final byte NONE = 0;
  private static final byte PLAIN = 1;
  private static final byte ESCAPED = 2;
  private static final byte FAR = 3;

  private final JsonNames names;
  private final List<String> columns;
  private final int[] from;
  private final int[] to;
  private final byte[] kinds;
  private final RepeatedText shared = new RepeatedText();
  private final LineText slice = new LineText();
  private final JsonFields complete = new JsonFields();
  private byte[] line = new byte[0];

  /**
   * Columns of a record.
   *
   * @param columns names of the fields; those of nested objects are dotted. A field is asked for by
   *     its index in this list.
   */
  public JsonColumns(List<String> columns) {
    this.columns = List.copyOf(columns);
    this.names = JsonNames.of(this.columns);
    this.from = new int[columns.size()];
    this.to = new int[columns.size()];
    this.kinds = new byte[columns.size()];
  }

  /**
   * Reads a line. What it gives is valid until the next one is read or the line's buffer changes.
   *
   * @return null when it is one JSON object, else what is wrong with it
   */
  public String read(RawLine raw) {
    Arrays.fill(kinds, NONE);
    line = raw.buffer();
    int end = raw.start() + raw.length();
    int at = JsonScan.blanks(line, raw.start(), end);
    if (at < end && line[at] == '{') {
      at = object(at, end, names);
      if (at >= 0 && JsonScan.blanks(line, at, end) == end) {
        return null;
      }
    }
    return completely(raw);
  }

  /** Reads an object of which some fields are wanted; gives the index behind it. */
  private int object(int open, int end, JsonNames wanted) {
    int at = JsonScan.blanks(line, open + 1, end);
    if (at < end && line[at] == '}') {
      return at + 1;
    }
    while (at < end && line[at] == '"') {
      at = field(at + 1, end, wanted);
      at = at < 0 ? end : JsonScan.blanks(line, at, end);
      if (at >= end) {
        return JsonScan.ODD;
      }
      if (line[at] == '}') {
        return at + 1;
      }
      if (line[at] != ',') {
        return JsonScan.ODD;
      }
      at = JsonScan.blanks(line, at + 1, end);
    }
    return JsonScan.ODD;
  }

  private int field(int name, int end, JsonNames wanted) {
    int quote = JsonScan.mark(line, name, end);
    if (quote < 0 || line[quote] != '"') {
      return JsonScan.ODD;
    }
    int value = JsonScan.colon(line, quote + 1, end);
    if (value < 0 || value >= end) {
      return JsonScan.ODD;
    }
    int found = wanted.find(line, name, quote);
    if (found < 0) {
      return JsonScan.value(line, value, end, 1);
    }
    JsonNames nested = wanted.nested(found);
    if (nested != null && line[value] == '{') {
      return object(value, end, nested);
    }
    int column = wanted.column(found);
    return column < 0 ? JsonScan.value(line, value, end, 1) : keep(column, value, end);
  }

  private int keep(int column, int value, int end) {
    byte first = line[value];
    if (first == '"') {
      int quote = JsonScan.mark(line, value + 1, end);
      kinds[column] = quote >= 0 && line[quote] == '"' ? PLAIN : ESCAPED;
      quote = kinds[column] == PLAIN ? quote : JsonScan.string(line, value + 1, end);
      from[column] = value + 1;
      to[column] = quote;
      return quote < 0 ? JsonScan.ODD : quote + 1;
    }
    int behind = JsonScan.value(line, value, end, 1);
    if (first != '{' && first != '[' && first != 'n') {
      kinds[column] = PLAIN;
      from[column] = value;
      to[column] = behind;
    }
    return behind;
  }

  private String completely(RawLine raw) {
    Arrays.fill(kinds, NONE);
    String wrong = complete.read(raw);
    if (wrong != null) {
      return wrong;
    }
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] = complete.has(columns.get(i)) ? FAR : NONE;
    }
    return null;
  }

  /** Whether the record has the field, be it empty; a null counts as none. */
  public boolean has(int column) {
    return kinds[column] != NONE;
  }

  /** A value; empty when there is none. */
  public String text(int column) {
    return switch (kinds[column]) {
      case PLAIN ->
          new String(line, from[column], to[column] - from[column], StandardCharsets.UTF_8);
      case ESCAPED ->
          JsonEscapes.resolve(
              new String(line, from[column], to[column] - from[column], StandardCharsets.UTF_8));
      case FAR -> complete.get(columns.get(column));
      default -> "";
    };
  }

  /** A value of which there are few different ones; empty when there is none. */
  public String shared(int column) {
    return kinds[column] == PLAIN ? shared.of(line, from[column], to[column]) : text(column);
  }

  /** A value to look at until the next call; empty when there is none. */
  public CharSequence look(int column) {
    return kinds[column] == PLAIN ? slice.of(line, from[column], to[column]) : text(column);
  }

  /** A whole number, fractions cut off; the default when there is none. */
  public long number(int column, long otherwise) {
    CharSequence text = look(column);
    return text.isEmpty() ? otherwise : LineText.number(text, otherwise);
  }
}
