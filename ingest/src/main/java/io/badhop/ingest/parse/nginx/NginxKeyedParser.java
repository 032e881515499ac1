package io.badhop.ingest.parse.nginx;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.LogTemplate;
import io.badhop.ingest.parse.text.ProxyFields;
import io.badhop.ingest.parse.text.Requests;
import java.util.Map;

/**
 * nginx's combined format with {@code name=value} behind it, as many have extended it, read without
 * the {@code log_format}: {@code rt=0.004 ua="10.0.0.1:80" us="200" rid=4bf9}.
 */
final class NginxKeyedParser implements LineParser {

  private static final String TAIL = "tail";

  private static final Map<String, String> USUAL =
      Map.ofEntries(
          Map.entry("rt", "request_time"),
          Map.entry("reqtime", "request_time"),
          Map.entry("ua", "upstream_addr"),
          Map.entry("upstream", "upstream_addr"),
          Map.entry("us", "upstream_status"),
          Map.entry("uct", "upstream_connect_time"),
          Map.entry("ucs", "upstream_cache_status"),
          Map.entry("uht", "upstream_header_time"),
          Map.entry("urt", "upstream_response_time"),
          Map.entry("ubr", "upstream_bytes_received"),
          Map.entry("url", "upstream_response_length"),
          Map.entry("rid", "request_id"),
          Map.entry("reqid", "request_id"),
          Map.entry("id", "request_id"),
          Map.entry("conn", "connection"),
          Map.entry("vhost", "host"),
          Map.entry("sn", "server_name"),
          Map.entry("ray", "http_cf_ray"),
          Map.entry("cf_ray", "http_cf_ray"),
          Map.entry("traceparent", "http_traceparent"),
          Map.entry("xff", "http_x_forwarded_for"));

  private final LogTemplate template;
  private final String[] values;
  private final NginxEvent events;
  private final ProxyFields fields = new ProxyFields();

  /**
   * Compiles the part before the names.
   *
   * @param combined text of the format that the line begins with
   */
  NginxKeyedParser(String combined, ParseContext context) {
    this.template = LogTemplate.nginx(combined + " $" + TAIL);
    this.values = new String[template.size()];
    this.events = new NginxEvent(context, Map.of());
  }

  @Override
  public ParseResult parse(RawLine line) {
    if (line.length() == 0) {
      return new ParseResult.Skipped("empty");
    }
    fields.clear();
    if (!template.read(line.text(), values) || !tail(values[values.length - 1])) {
      return new ParseResult.Rejected(
          "not-the-format", "the line is not nginx's combined format with name=value behind it");
    }
    for (int i = 0; i < values.length - 1; i++) {
      fields.put(template.variables().get(i), Requests.unescape(values[i]));
    }
    return events.event(line, NginxValues.of(fields));
  }

  /** False unless the tail has a name whose meaning is known. */
  private boolean tail(String tail) {
    int at = 0;
    boolean known = false;
    while (at < tail.length()) {
      int equals = tail.indexOf('=', at);
      if (equals < 0) {
        return known;
      }
      String name = tail.substring(tail.lastIndexOf(' ', equals) + 1, equals);
      boolean quoted = tail.startsWith("\"", equals + 1);
      int from = quoted ? equals + 2 : equals + 1;
      int end = tail.indexOf(quoted ? '"' : ' ', from);
      end = end < 0 ? tail.length() : end;
      known |= field(name, tail.substring(from, end));
      at = end + 1;
    }
    return known;
  }

  private boolean field(String name, String value) {
    String variable = USUAL.getOrDefault(name, name);
    fields.put(variable, Requests.unescape(connection(variable, value)));
    return USUAL.containsKey(name) || name.startsWith("upstream_") || name.equals("request_time");
  }

  /** The number of requests on the connection may follow: {@code conn=17/3}. */
  private static String connection(String variable, String value) {
    int slash = variable.equals("connection") ? value.indexOf('/') : -1;
    return slash < 0 ? value : value.substring(0, slash);
  }
}
