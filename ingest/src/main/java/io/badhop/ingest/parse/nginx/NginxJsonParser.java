package io.badhop.ingest.parse.nginx;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.ProxyFields;
import io.badhop.ingest.parse.text.Timestamps;
import java.util.List;
import java.util.Map;

/**
 * An nginx access log in JSON whose {@code log_format} is not at hand: read by the usual names,
 * which are those of the variables.
 */
final class NginxJsonParser implements LineParser {

  private static final List<String> TIMES = List.of("time", "@timestamp", "timestamp", "ts");

  /**
   * Other names than the variables' own; of several for one variable the first that has a value.
   */
  private static final List<Map.Entry<String, String>> USUAL =
      List.of(
          Map.entry("method", "request_method"),
          Map.entry("uri", "request_uri"),
          Map.entry("path", "request_uri"),
          Map.entry("vhost", "host"),
          Map.entry("duration", "request_time"),
          Map.entry("client_ip", "remote_addr"),
          Map.entry("client", "remote_addr"),
          Map.entry("x_forwarded_for", "http_x_forwarded_for"),
          Map.entry("x_forward_for", "http_x_forwarded_for"),
          Map.entry("x_request_id", "http_x_request_id"),
          Map.entry("rid", "request_id"),
          Map.entry("traceparent", "http_traceparent"),
          Map.entry("cf_ray", "http_cf_ray"),
          Map.entry("upstream", "upstream_addr"),
          Map.entry("upstream_name", "proxy_upstream_name"));

  private final NginxEvent events;
  private final NginxJson json = new NginxJson();
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
    json.values().forEach(fields::put);
    for (Map.Entry<String, String> usual : USUAL) {
      alias(usual.getKey(), usual.getValue());
    }
    for (String time : TIMES) {
      alias(time, variable(fields.get(time)));
    }
    if (!fields.names("upstream_addr")
        && !fields.names("request_time")
        && !fields.names("body_bytes_sent")) {
      return new ParseResult.Rejected(
          "not-the-format", "none of the fields that an nginx access log has");
    }
    return events.event(line, NginxValues.of(fields));
  }

  private void alias(String name, String variable) {
    if (fields.names(name) && fields.get(variable).isEmpty()) {
      fields.put(variable, fields.get(name));
    }
  }

  /** The variable that writes a time like this. */
  private static String variable(String time) {
    if (Timestamps.seconds(time) != Timestamps.NONE) {
      return "msec";
    }
    return time.indexOf('/') > 0 ? "time_local" : "time_iso8601";
  }
}
