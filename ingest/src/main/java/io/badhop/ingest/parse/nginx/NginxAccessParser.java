package io.badhop.ingest.parse.nginx;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.LogTemplate;
import io.badhop.ingest.parse.text.ProxyFields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * nginx access log in any {@code log_format}. A template is scanned, also one that builds JSON; a
 * JSON line that a shipper has written anew, with its fields in another order, is read by the names
 * that the template gives them.
 */
final class NginxAccessParser implements LineParser {

  private final NginxScan scan;
  private final NginxEvent events;
  private final ProxyFields fields = new ProxyFields();
  private final NginxJson json = new NginxJson();
  private final Map<String, String> meaningOfKey = new HashMap<>();

  /**
   * Compiles a format.
   *
   * @param format text of the {@code log_format}
   * @param escape {@code default}, {@code json} or {@code none}
   * @param aliases renamed variables
   */
  NginxAccessParser(
      String format, String escape, Map<String, String> aliases, ParseContext context) {
    this.events = new NginxEvent(context, aliases);
    LogTemplate template = LogTemplate.nginx(format);
    List<String> meanings = template.variables().stream().map(events::meaning).toList();
    this.scan = new NginxScan(template, meanings, escape);
    if (json.readLoosely(format)) {
      json.values().forEach(this::key);
    }
  }

  /** A field that holds one variable has its meaning. */
  private void key(String name, String value) {
    if (value.startsWith("$") && value.indexOf('$', 1) < 0) {
      String variable =
          value.startsWith("${") ? value.substring(2, value.length() - 1) : value.substring(1);
      meaningOfKey.put(name, events.meaning(variable));
    }
  }

  @Override
  public ParseResult parse(RawLine line) {
    if (line.length() == 0) {
      return new ParseResult.Skipped("empty");
    }
    if (scan.read(line)) {
      return events.event(line, scan);
    }
    fields.clear();
    if (meaningOfKey.isEmpty() || json.read(line) != null || !byKey()) {
      return new ParseResult.Rejected(
          "not-the-format", "the line does not have the form of its log_format");
    }
    return events.event(line, NginxValues.of(fields));
  }

  private boolean byKey() {
    json.values()
        .forEach(
            (key, value) -> {
              String meaning = meaningOfKey.get(key);
              if (meaning != null) {
                fields.put(meaning, value);
              }
            });
    return fields.names("status");
  }
}
