package io.badhop.ingest.parse.nginx;

import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.JsonEscapes;
import io.badhop.ingest.parse.text.JsonFields;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads one line of an nginx log that is built as JSON. What is no proper JSON is read all the same
 * where its sense is plain: {@code log_format} puts values in as they are, so numbers may be {@code
 * -}, {@code 009} or unquoted lists, and the default escaping writes {@code \x22}.
 */
final class NginxJson {

  private static final int MAX_FIELDS = 300;

  private final JsonFields proper = new JsonFields();
  private final Map<String, String> values = new HashMap<>();
  private String text = "";
  private int at;

  /**
   * Reads a line.
   *
   * @return null when it could be read, else what is wrong with it
   */
  String read(RawLine line) {
    values.clear();
    String wrong = proper.read(line);
    if (wrong == null) {
      return null;
    }
    return readLoosely(line.text()) ? null : wrong;
  }

  /** Values of the last line by name; of a list in brackets nothing. */
  Map<String, String> values() {
    return values.isEmpty() ? proper.values() : values;
  }

  /** Reads a text that looks like a flat JSON object; also the template of one. */
  boolean readLoosely(String object) {
    values.clear();
    text = object.strip();
    at = 1;
    if (!text.startsWith("{") || !text.endsWith("}")) {
      return false;
    }
    skipBlanks();
    while (at < text.length() - 1) {
      if (values.size() >= MAX_FIELDS || !field()) {
        values.clear();
        return false;
      }
    }
    return !values.isEmpty();
  }

  private boolean field() {
    String name = text.charAt(at) == '"' ? quoted() : null;
    skipBlanks();
    if (name == null || at >= text.length() || text.charAt(at) != ':') {
      return false;
    }
    at++;
    skipBlanks();
    String value = at < text.length() && text.charAt(at) == '"' ? quoted() : bare();
    skipBlanks();
    if (value == null || at >= text.length()) {
      return false;
    }
    values.put(name, value);
    boolean last = at == text.length() - 1;
    if (!last && text.charAt(at) != ',') {
      return false;
    }
    at += last ? 0 : 1;
    skipBlanks();
    return true;
  }

  /** A string from its opening quote; null when it does not end. */
  private String quoted() {
    int from = ++at;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    if (at >= text.length()) {
      return null;
    }
    return JsonEscapes.resolve(text.substring(from, at++));
  }

  /** A value without quotes: up to the comma before the next name, or to the end of the object. */
  private String bare() {
    int from = at;
    while (at < text.length() - 1 && !isBeforeName(at)) {
      at++;
    }
    return text.substring(from, at).strip();
  }

  private boolean isBeforeName(int comma) {
    if (text.charAt(comma) != ',') {
      return false;
    }
    int next = comma + 1;
    while (next < text.length() && text.charAt(next) == ' ') {
      next++;
    }
    return next < text.length() && text.charAt(next) == '"';
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }
}
