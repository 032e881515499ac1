package io.badhop.ingest.parse.envoy;

import io.badhop.ingest.parse.AddressBook;
import io.badhop.ingest.parse.ServerConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The access log formats of a configuration in YAML: Envoy's own, or Istio's mesh settings.
 *
 * @param name name of the file, for messages
 * @param texts format strings in the order in which they stand there
 * @param jsons for each JSON format its keys and their values
 */
public record EnvoyConfig(String name, List<String> texts, List<Map<String, String>> jsons)
    implements ServerConfig {

  private static final Pattern ENTRY =
      Pattern.compile("(\\s*(?:- )?\\s*)\"?([^\"#\\s{}][^\"#{}]{0,200}?)\"?\\s*:(?:\\s+(.*))?");
  private static final Pattern FLOW =
      Pattern.compile("\"?([\\w:@.-]{1,200})\"?\\s*:\\s*[\"']([^\"']{1,500})[\"']");
  private static final int MAX_FORMATS = 32;

  /** Copies the lists. */
  public EnvoyConfig {
    texts = List.copyOf(texts);
    jsons = List.copyOf(jsons);
  }

  /** No names: clusters and their addresses stand in the log itself. */
  @Override
  public AddressBook addresses() {
    return AddressBook.EMPTY;
  }

  /**
   * Reads a configuration; what it does not know is passed over.
   *
   * @param includes not used: there are no includes
   */
  public static EnvoyConfig parse(
      String name, String text, Function<String, Optional<String>> includes) {
    List<String> texts = new ArrayList<>();
    List<Map<String, String>> jsons = new ArrayList<>();
    String[] lines = text.split("\r?\n", -1);
    for (int i = 0; i < lines.length && texts.size() + jsons.size() < MAX_FORMATS; i++) {
      Matcher entry = ENTRY.matcher(lines[i]);
      if (!entry.matches()) {
        continue;
      }
      String value = entry.group(3) == null ? "" : entry.group(3).strip();
      switch (entry.group(2)) {
        case "format", "inline_string", "text_format", "accessLogFormat", "text" ->
            text(scalar(value, lines, i), texts, jsons);
        case "json_format", "typed_json_format", "json", "labels" ->
            json(value.isEmpty() ? block(lines, i) : flow(value), jsons);
        default -> {
          // Not about logs.
        }
      }
    }
    return new EnvoyConfig(name, texts, jsons);
  }

  private static void text(String format, List<String> texts, List<Map<String, String>> jsons) {
    if (format.startsWith("{") && EnvoyFormat.isFormat(format)) {
      json(flow(format), jsons);
    } else if (EnvoyFormat.isFormat(format)) {
      texts.add(format);
    }
  }

  private static void json(Map<String, String> keys, List<Map<String, String>> jsons) {
    if (!keys.isEmpty()) {
      jsons.add(keys);
    }
  }

  /** A value in quotes, bare, or as a block below its key. */
  private static String scalar(String value, String[] lines, int at) {
    if (value.startsWith("|") || value.startsWith(">")) {
      String joint = value.startsWith("|") ? "\n" : " ";
      List<String> parts = new ArrayList<>();
      int depth = indent(lines[at]);
      for (int i = at + 1; i < lines.length && indent(lines[i]) > depth; i++) {
        parts.add(lines[i].strip());
      }
      return String.join(joint, parts).strip();
    }
    return unquoted(value);
  }

  private static String unquoted(String value) {
    if (value.length() >= 2 && value.startsWith("\"") && value.lastIndexOf('"') > 0) {
      String inner = value.substring(1, value.lastIndexOf('"'));
      return inner.replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\").stripTrailing();
    }
    boolean single = value.length() >= 2 && value.startsWith("'") && value.lastIndexOf('\'') > 0;
    return single ? value.substring(1, value.lastIndexOf('\'')).replace("''", "'") : value;
  }

  /** Keys below a line, deeper than it; those of objects in the object by their last part. */
  private static Map<String, String> block(String[] lines, int at) {
    Map<String, String> keys = new LinkedHashMap<>();
    int depth = indent(lines[at]);
    for (int i = at + 1; i < lines.length; i++) {
      if (lines[i].isBlank()) {
        continue;
      }
      if (indent(lines[i]) <= depth) {
        break;
      }
      Matcher entry = ENTRY.matcher(lines[i]);
      if (entry.matches() && entry.group(3) != null) {
        put(keys, entry.group(2), unquoted(entry.group(3).strip()));
      }
    }
    return keys;
  }

  private static Map<String, String> flow(String value) {
    Map<String, String> keys = new LinkedHashMap<>();
    Matcher entry = FLOW.matcher(value);
    while (entry.find()) {
      put(keys, entry.group(1), entry.group(2));
    }
    return keys;
  }

  private static void put(Map<String, String> keys, String key, String value) {
    String meaning = EnvoyFormat.single(value);
    if (!meaning.isEmpty()) {
      keys.put(key, meaning);
    }
  }

  private static int indent(String line) {
    int indent = 0;
    while (indent < line.length() && (line.charAt(indent) == ' ' || line.charAt(indent) == '-')) {
      indent++;
    }
    return line.isBlank() ? Integer.MAX_VALUE : indent;
  }
}
