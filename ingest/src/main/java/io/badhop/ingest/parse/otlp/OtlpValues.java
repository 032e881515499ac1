package io.badhop.ingest.parse.otlp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * OTLP's AnyValue and lists of KeyValue as names and texts. What is nested gets dotted names; of an
 * array the first value counts, as header attributes are arrays of one.
 */
final class OtlpValues {

  private static final int MAX_DEPTH = 16;

  private OtlpValues() {}

  /** A list of KeyValue; the parser stands on its beginning. */
  static void attributes(JsonParser json, String prefix, Map<String, String> into)
      throws IOException {
    attributes(json, prefix, into, 0);
  }

  private static void attributes(
      JsonParser json, String prefix, Map<String, String> into, int depth) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        attribute(json, prefix, into, depth);
      } else {
        json.skipChildren();
      }
    }
  }

  /** One KeyValue, whose value may stand before its key. */
  private static void attribute(JsonParser json, String prefix, Map<String, String> into, int depth)
      throws IOException {
    String key = null;
    Map<String, String> early = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken token = json.nextToken();
      if (name.equals("key") && token.isScalarValue()) {
        key = json.getText();
      } else if (name.equals("value") && key != null) {
        value(json, joined(prefix, key), into, depth);
      } else if (name.equals("value")) {
        early = new LinkedHashMap<>();
        value(json, "", early, depth);
      } else {
        json.skipChildren();
      }
    }
    if (early != null && key != null) {
      String named = joined(prefix, key);
      early.forEach((rest, text) -> into.putIfAbsent(joined(named, rest), text));
    }
  }

  private static String joined(String prefix, String name) {
    return prefix.isEmpty() || name.isEmpty() ? prefix + name : prefix + "." + name;
  }

  /** One AnyValue; the parser stands on its beginning. */
  static void value(JsonParser json, String name, Map<String, String> into, int depth)
      throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT || depth > MAX_DEPTH) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String kind = json.currentName();
      JsonToken token = json.nextToken();
      switch (kind) {
        case "arrayValue", "array_value" -> values(json, name, into, depth, true);
        case "kvlistValue", "kvlist_value" -> values(json, name, into, depth, false);
        case "bytesValue", "bytes_value" -> put(into, name, token, unpacked(json.getText()));
        case "stringValue", "string_value", "boolValue", "bool_value" ->
            put(into, name, token, json.getText());
        case "intValue", "int_value", "doubleValue", "double_value" ->
            put(into, name, token, json.getText());
        default -> json.skipChildren();
      }
      if (json.currentToken().isStructStart()) {
        json.skipChildren();
      }
    }
  }

  private static void put(Map<String, String> into, String name, JsonToken token, String text) {
    if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
      into.putIfAbsent(name, text);
    }
  }

  /** {@code {"values": [...]}} of an array or of a list of KeyValue. */
  private static void values(
      JsonParser json, String name, Map<String, String> into, int depth, boolean array)
      throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      return;
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      boolean values = json.currentName().equals("values");
      json.nextToken();
      if (values && array) {
        elements(json, name, into, depth + 1);
      } else if (values) {
        attributes(json, name, into, depth + 1);
      } else {
        json.skipChildren();
      }
    }
  }

  private static void elements(JsonParser json, String name, Map<String, String> into, int depth)
      throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      value(json, name, into, depth);
    }
  }

  private static String unpacked(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return base64;
    }
  }
}
