package io.badhop.ingest.parse.apache;

import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.JsonFields;
import io.badhop.ingest.parse.text.LogTemplate;
import java.util.ArrayList;
import java.util.List;

/**
 * A LogFormat that builds a flat JSON object, read by its keys: a shipper that parsed the line may
 * have written it again with the keys in another order and with some of its own.
 */
final class ApacheJson {

  /** A key and the format of its value. */
  private record Part(String key, LogTemplate value) {}

  private final List<Part> parts;
  private final JsonFields json = new JsonFields();

  private ApacheJson(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /** Compiles a format; null when it is no flat JSON object. */
  static ApacheJson compile(String format) {
    String text = format.strip();
    if (!text.startsWith("{") || !text.endsWith("}")) {
      return null;
    }
    List<Part> parts = new ArrayList<>();
    int at = 1;
    while (at < text.length() - 1) {
      int open = text.indexOf('"', at);
      int close = open < 0 ? -1 : text.indexOf('"', open + 1);
      int colon = close < 0 ? -1 : text.indexOf(':', close);
      if (colon < 0) {
        break;
      }
      int from = skipBlanks(text, colon + 1);
      boolean quoted = from < text.length() && text.charAt(from) == '"';
      int end = quoted ? quote(text, from + 1) : bare(text, from);
      if (end < 0 || !quoted && text.startsWith("{", from)) {
        return null;
      }
      String value = text.substring(quoted ? from + 1 : from, end).strip();
      parts.add(new Part(text.substring(open + 1, close), ApacheFormats.compile(value)));
      at = quoted ? end + 1 : end;
    }
    return parts.isEmpty() ? null : new ApacheJson(parts);
  }

  private static int skipBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at;
  }

  /** The quote that ends a string; -1 when there is none. */
  private static int quote(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return at < text.length() ? at : -1;
  }

  /** End of a value without quotes; a directive's argument may hold anything. */
  private static int bare(String text, int from) {
    int at = from;
    while (at < text.length() - 1 && text.charAt(at) != ',') {
      int close = text.charAt(at) == '{' ? text.indexOf('}', at) : at;
      at = (close < 0 ? at : close) + 1;
    }
    return Math.min(at, text.length() - 1);
  }

  /** Directives in the order of the format. */
  List<String> variables() {
    return parts.stream().flatMap(part -> part.value().variables().stream()).toList();
  }

  /**
   * Reads a line.
   *
   * @param values gets the value of each directive in the format's order; empty where the line
   *     lacks the key
   * @return false when the line is no JSON object, or a value does not have its form
   */
  boolean read(RawLine line, String[] values) {
    if (json.read(line) != null) {
      return false;
    }
    int at = 0;
    for (Part part : parts) {
      int size = part.value().size();
      String[] own = new String[size];
      boolean present = json.has(part.key());
      if (present && size > 0 && !part.value().read(json.get(part.key()), own)) {
        return false;
      }
      for (int i = 0; i < size; i++) {
        values[at++] = present ? own[i] : "";
      }
    }
    return true;
  }
}
