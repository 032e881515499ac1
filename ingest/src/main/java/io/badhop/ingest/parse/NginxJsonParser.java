package io.badhop.ingest.parse;

import java.util.Map;

/**
 * An nginx access log in JSON whose {@code log_format} is not at hand: read by the usual names,
 * which are those of the variables.
 */
final class NginxJsonParser implements LineParser {

  private static final Map<String, String> USUAL =
      Map.of(
          "time",
          "time_iso8601",
          "timestamp",
          "time_iso8601",
          "method",
          "request_method",
          "uri",
          "request_uri",
          "client_ip",
          "remote_addr",
          "x_request_id",
          "http_x_request_id",
          "cf_ray",
          "http_cf_ray");

  private final NginxEvent events;
  private final JsonFields json = new JsonFields();
  private final ProxyFields fields = new ProxyFields();

  NginxJsonParser(ParseContext context) {
    this.events = new NginxEvent(context, Map.of());
  }

  @Override
  public ParseResult parse(RawLine line) {
    if (line.length() == 0) {
      return new ParseResult.Skipped("empty");
    }
    String wrong = json.read(line);
    if (wrong != null) {
      return new ParseResult.Rejected("bad-json", wrong);
    }
    fields.clear();
    json.values().forEach((name, value) -> fields.put(USUAL.getOrDefault(name, name), value));
    if (!fields.names("upstream_addr")
        && !fields.names("request_time")
        && !fields.names("body_bytes_sent")) {
      return new ParseResult.Rejected(
          "not-the-format", "none of the fields that an nginx access log has");
    }
    return events.event(line, fields);
  }
}
