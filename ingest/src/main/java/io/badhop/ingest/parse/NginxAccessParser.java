package io.badhop.ingest.parse;

import java.util.List;
import java.util.Map;

/**
 * nginx access log in any {@code log_format}: a text template is scanned, one that builds JSON is
 * read as JSON.
 */
final class NginxAccessParser implements LineParser {

  private final LogTemplate template;
  private final boolean escaped;
  private final List<String> names;
  private final String[] values;
  private final NginxEvent events;
  private final ProxyFields fields = new ProxyFields();

  /**
   * Compiles a format.
   *
   * @param format text of the {@code log_format}
   * @param escape {@code default}, {@code json} or {@code none}
   * @param aliases renamed variables
   */
  NginxAccessParser(
      String format, String escape, Map<String, String> aliases, ParseContext context) {
    this.template = LogTemplate.nginx(format);
    this.escaped = escape.equals("default");
    this.events = new NginxEvent(context, aliases);
    this.names = template.variables().stream().map(events::meaning).toList();
    this.values = new String[names.size()];
  }

  @Override
  public ParseResult parse(RawLine line) {
    if (line.length() == 0) {
      return new ParseResult.Skipped("empty");
    }
    if (!template.read(line.text(), values)) {
      return new ParseResult.Rejected(
          "not-the-format", "the line does not have the form of its log_format");
    }
    fields.clear();
    for (int i = 0; i < values.length; i++) {
      fields.put(names.get(i), escaped ? Requests.unescape(values[i]) : unescapeJson(values[i]));
    }
    return events.event(line, fields);
  }

  private static String unescapeJson(String value) {
    if (value.indexOf('\\') < 0) {
      return value;
    }
    StringBuilder plain = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c != '\\' || i + 1 >= value.length()) {
        plain.append(c);
        continue;
      }
      char kind = value.charAt(++i);
      if (kind == 'u'
          && i + 4 < value.length()
          && value.substring(i + 1, i + 5).chars().allMatch(h -> Character.digit(h, 16) >= 0)) {
        plain.append((char) Integer.parseInt(value.substring(i + 1, i + 5), 16));
        i += 4;
      } else {
        plain.append(kind == 'n' ? '\n' : kind == 't' ? '\t' : kind == 'r' ? '\r' : kind);
      }
    }
    return plain.toString();
  }
}
