package io.badhop.ingest.parse.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.badhop.ingest.parse.RawLine;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads one JSON object into names and values; nested objects become dotted names. Depth, number
 * and length of fields are bounded.
 */
public final class JsonFields {

  private static final int MAX_DEPTH = 12;
  private static final int MAX_FIELDS = 300;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(64)
                  .maxStringLength(1 << 20)
                  .maxNumberLength(100)
                  .build())
          .build();

  private final Map<String, String> values = new HashMap<>();
  private final boolean firstOfEach;
  private final Set<String> lists;

  /** Number of lists that are being read. */
  private int opened;

  /** Passes over lists. */
  public JsonFields() {
    this(false, Set.of());
  }

  /**
   * Looks into some lists of objects as if they were one object; of a name that occurs in several
   * the first counts.
   *
   * @param lists dotted names of these lists
   */
  public JsonFields(Set<String> lists) {
    this(false, lists);
  }

  private JsonFields(boolean firstOfEach, Set<String> lists) {
    this.firstOfEach = firstOfEach;
    this.lists = Set.copyOf(lists);
  }

  /** Of a list of texts or numbers takes the first, as the value of the list's own name. */
  public static JsonFields takingFirsts() {
    return new JsonFields(true, Set.of());
  }

  /**
   * Reads a line.
   *
   * @return null when it is one JSON object, else what is wrong with it
   */
  public String read(RawLine line) {
    values.clear();
    opened = 0;
    try (JsonParser json = FACTORY.createParser(line.buffer(), line.start(), line.length())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return "the line is no JSON object";
      }
      object(json, "", 0);
      return json.nextToken() == null ? null : "there is more behind the JSON object";
    } catch (IOException e) {
      String message = e.getMessage() == null ? "broken JSON" : e.getMessage();
      int end = message.indexOf('\n');
      return end < 0 ? message : message.substring(0, end);
    }
  }

  private void object(JsonParser json, String prefix, int depth) throws IOException {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = prefix + json.currentName();
      JsonToken token = json.nextToken();
      if (token == JsonToken.START_OBJECT && depth < MAX_DEPTH) {
        object(json, name + ".", depth + 1);
      } else if (token == JsonToken.START_ARRAY && firstOfEach) {
        array(json, name);
      } else if (token == JsonToken.START_ARRAY && depth < MAX_DEPTH && lists.contains(name)) {
        list(json, name + ".", depth + 1);
      } else if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
        json.skipChildren();
      } else if (token == null) {
        throw new IOException("the JSON object is cut off");
      } else if (token != JsonToken.VALUE_NULL && values.size() < MAX_FIELDS) {
        keep(name, json.getText());
      }
    }
  }

  private void array(JsonParser json, String name) throws IOException {
    JsonToken token = json.nextToken();
    if (token != null && token.isScalarValue() && values.size() < MAX_FIELDS) {
      values.put(name, json.getText());
    }
    while (token != null && token != JsonToken.END_ARRAY) {
      json.skipChildren();
      token = json.nextToken();
    }
  }

  private void list(JsonParser json, String prefix, int depth) throws IOException {
    opened++;
    JsonToken token = json.nextToken();
    while (token != JsonToken.END_ARRAY) {
      if (token == null) {
        throw new IOException("the JSON object is cut off");
      }
      if (token == JsonToken.START_OBJECT) {
        object(json, prefix, depth);
      } else {
        json.skipChildren();
      }
      token = json.nextToken();
    }
    opened--;
  }

  private void keep(String name, String value) {
    if (opened > 0) {
      values.putIfAbsent(name, value);
    } else {
      values.put(name, value);
    }
  }

  public Map<String, String> values() {
    return values;
  }

  /** A value; empty when there is none. */
  public String get(String name) {
    return values.getOrDefault(name, "");
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** A whole number; the default when there is none. */
  public long number(String name, long otherwise) {
    String value = get(name);
    try {
      return value.isEmpty()
          ? otherwise
          : Long.parseLong(value.indexOf('.') < 0 ? value : value.substring(0, value.indexOf('.')));
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
