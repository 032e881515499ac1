package io.badhop.ingest.parse.nginx;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.RequestIds;
import io.badhop.ingest.parse.text.ProxyFields;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ProxyEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes an event of the variables of an nginx access record. */
final class NginxEvent {

  private static final int SECOND = 1_000_000;
  private static final int MAX_ATTEMPTS = 32;
  private static final int MAX_STATUS = 999;

  private final ParseContext context;
  private final Map<String, String> aliases;

  NginxEvent(ParseContext context, Map<String, String> aliases) {
    this.context = context;
    this.aliases = aliases;
  }

  /**
   * Name under which a variable's value is kept: a renamed variable counts as what it stands for.
   */
  String meaning(String variable) {
    String name = variable;
    for (int i = 0; i < 4 && aliases.containsKey(name); i++) {
      name = aliases.get(name);
    }
    return name;
  }

  ParseResult event(RawLine line, ProxyFields fields) {
    long status = fields.number("status");
    if (status < 0 || status > MAX_STATUS) {
      return new ParseResult.Rejected("bad-status", "no status in '" + fields.get("status") + "'");
    }
    ProxyEvent event =
        ProxyEvent.newBuilder()
            .setEventId(line.identity())
            .setTime(0)
            .setRequestId("")
            .setStatus(status == 0 ? -1 : (int) status)
            .build();
    if (!time(event, fields)) {
      return new ParseResult.Rejected(
          "bad-timestamp", "no time among time_local, time_iso8601 and msec");
    }
    event.setSite(context.site());
    event.setSource(context.source());
    event.setSoftware("nginx");
    request(event, fields);
    ids(event, fields, line);
    attempts(event, fields);
    return new ParseResult.Event(event);
  }

  private boolean time(ProxyEvent event, ProxyFields fields) {
    long time = Timestamps.seconds(fields.get("msec"));
    event.setResolution(1000);
    if (time == Timestamps.NONE) {
      time = Timestamps.iso(fields.get("time_iso8601"), context.zone());
      event.setResolution(SECOND);
    }
    if (time == Timestamps.NONE) {
      time = Timestamps.clf(fields.get("time_local"), context.zone());
    }
    if (time == Timestamps.NONE) {
      return false;
    }
    long took = fields.micros("request_time");
    event.setTime(time);
    event.setDurationUs(took);
    event.setStartTime(took < 0 ? -1 : time - took);
    return true;
  }

  private static void request(ProxyEvent event, ProxyFields fields) {
    String line = fields.get("request");
    event.setMethod(
        fields.get("request_method").isEmpty()
            ? Requests.method(line)
            : fields.get("request_method"));
    // The path as the client sent it stands in the error log too; $uri may have been rewritten.
    String raw = fields.get("request_uri");
    String path = raw.isEmpty() ? Requests.path(line) : Requests.withoutQuery(raw);
    event.setPath(path.isEmpty() ? Requests.withoutQuery(fields.get("uri")) : path);
    event.setHost(Requests.host(fields.get("host", "http_host", "server_name")));
    String forwarded =
        Requests.firstAddress(fields.get("http_cf_connecting_ip", "http_x_forwarded_for"));
    event.setClientIp(
        fields.names("realip_remote_addr") || forwarded.isEmpty()
            ? fields.get("remote_addr")
            : forwarded);
    event.setProxy(fields.get("server_addr", "hostname"));
    event.setConnection(fields.get("connection"));
    event.setBytesSent(fields.number("bytes_sent", "body_bytes_sent"));
    event.setCompleted(
        !fields.names("request_completion") || fields.get("request_completion").equals("OK"));
  }

  private void ids(ProxyEvent event, ProxyFields fields, RawLine line) {
    RequestIds.Choice choice =
        context
            .ids()
            .choose(
                fields.get(
                    "http_x_request_id",
                    "req_id",
                    "request_id",
                    "sent_http_x_request_id",
                    "upstream_http_x_request_id",
                    "http_x_correlation_id"),
                fields.get("http_traceparent", "http_x_b3_traceid", "opentelemetry_trace_id"),
                fields.get("http_cf_ray", "http_x_amzn_trace_id", "http_x_amz_cf_id"),
                line.identity());
    event.setRequestId(choice.key());
    event.setRequestIdKind(choice.kind());
    event.setOtherId(choice.other());
  }

  private void attempts(ProxyEvent event, ProxyFields fields) {
    event.setAttemptsLogged(fields.names("upstream_addr"));
    event.setPool(fields.get("proxy_upstream_name", "upstream_name"));
    String addresses = fields.get("upstream_addr");
    if (addresses.isEmpty()) {
      return;
    }
    List<String> address = list(addresses);
    List<String> status = list(fields.raw("upstream_status"));
    List<String> connect = list(fields.get("upstream_connect_time"));
    List<String> header = list(fields.get("upstream_header_time"));
    List<String> response = list(fields.get("upstream_response_time"));
    List<String> bytes = list(fields.get("upstream_bytes_received", "upstream_response_length"));
    List<Attempt> attempts = new ArrayList<>();
    for (int i = 0; i < Math.min(address.size(), MAX_ATTEMPTS); i++) {
      String to = address.get(i);
      if (to.isEmpty() && at(status, i).isEmpty()) {
        // A group that ended without choosing a server.
        continue;
      }
      String pool = context.addresses().pool(to).orElse(to.contains(":") ? event.getPool() : to);
      attempts.add(
          new Attempt(
              to,
              pool,
              status(at(status, i)),
              micros(at(connect, i)),
              micros(at(header, i)),
              micros(at(response, i)),
              number(at(bytes, i))));
    }
    event.setAttempts(attempts);
    if (event.getPool().isEmpty() && !attempts.isEmpty()) {
      event.setPool(attempts.get(attempts.size() - 1).getPool());
    }
  }

  /**
   * Attempts in one group are joined by {@code ", "}, groups after an internal redirect by {@code "
   * : "}.
   */
  private static List<String> list(String value) {
    List<String> values = new ArrayList<>();
    for (String group : value.split(" : ", -1)) {
      for (String one : group.split(", ", -1)) {
        values.add(one.trim());
      }
    }
    return values;
  }

  /** A dash says that no response came; nothing at all that the log does not tell. */
  private static int status(String value) {
    long status = value.equals("-") ? 0 : number(value);
    return status > MAX_STATUS ? -1 : (int) status;
  }

  private static String at(List<String> values, int index) {
    return index < values.size() ? values.get(index) : "";
  }

  private static long micros(String value) {
    long micros = Timestamps.seconds(value);
    return micros == Timestamps.NONE ? -1 : micros;
  }

  private static long number(String value) {
    boolean digits =
        !value.isEmpty()
            && value.length() < 18
            && value.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? Long.parseLong(value) : -1;
  }
}
