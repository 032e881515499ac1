package io.badhop.ingest.parse.caddy;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.RequestIds;
import io.badhop.ingest.parse.text.BlankEvents;
import io.badhop.ingest.parse.text.GoDurations;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ProxyEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * An access record. Its time is the end of the request. It names the upstream only where the
 * configuration makes it so: as a field of its own ({@code log_append}) or as a response header
 * that the proxy sets ({@code header_down}).
 */
final class CaddyAccess {

  private static final int MAX_STATUS = 999;
  private static final int SWITCHING_PROTOCOLS = 101;

  private final ParseContext context;

  CaddyAccess(ParseContext context) {
    this.context = context;
  }

  ParseResult event(RawLine line, CaddyRecord record, long time) {
    long status = record.number("status");
    if (status < 0 || status > MAX_STATUS) {
      return new ParseResult.Rejected("bad-status", "no status in '" + record.get("status") + "'");
    }
    ProxyEvent event = BlankEvents.proxy();
    event.setEventId(line.identity());
    event.setSite(context.site());
    event.setSource(context.source());
    event.setSoftware("caddy");
    event.setTime(time);
    event.setResolution(record.resolution());
    // 0: no handler wrote anything, in most cases because the client had left.
    event.setStatus(status == 0 ? -1 : (int) status);
    event.setBytesSent(record.number("size"));
    long took = record.micros("duration");
    event.setStartTime(took < 0 ? -1 : time - took);
    event.setDurationUs(status == SWITCHING_PROTOCOLS ? -1 : took);
    request(event, record);
    ids(event, record);
    attempt(event, record);
    return new ParseResult.Event(event);
  }

  private static void request(ProxyEvent event, CaddyRecord record) {
    event.setMethod(record.get("request.method"));
    event.setHost(Requests.host(record.get("request.host")));
    event.setPath(Requests.withoutQuery(record.get("request.uri")));
    event.setClientIp(client(record));
    event.setConnection(connection(record));
  }

  /** As Caddy sees it since 2.7; before that what the proxy in front says, if there is one. */
  static String client(CaddyRecord record) {
    String client = record.get("request.client_ip");
    String peer = peer(record);
    if (!client.isEmpty() && !client.equals(peer)) {
      return client;
    }
    String forwarded = Requests.firstAddress(record.any("request.headers.X-Forwarded-For"));
    return forwarded.isEmpty() ? peer : forwarded;
  }

  private static String peer(CaddyRecord record) {
    return record.any("request.remote_ip").isEmpty()
        ? withoutPort(record.get("request.remote_addr"))
        : record.get("request.remote_ip");
  }

  private static String withoutPort(String address) {
    int colon = address.lastIndexOf(':');
    String host = colon < 0 ? address : address.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return bracketed ? host.substring(1, host.length() - 1) : host;
  }

  /** The client's end of the connection, the same in the access record and in the error's. */
  static String connection(CaddyRecord record) {
    String port = record.get("request.remote_port");
    return port.isEmpty()
        ? record.get("request.remote_addr")
        : record.get("request.remote_ip") + ":" + port;
  }

  private void ids(ProxyEvent event, CaddyRecord record) {
    RequestIds.Choice choice =
        context
            .ids()
            .choose(
                record.any(
                    "request.headers.X-Request-Id",
                    "resp_headers.X-Request-Id",
                    "request_id",
                    "request.headers.X-Correlation-Id"),
                record.any("request.headers.Traceparent", "resp_headers.Traceparent", "traceID"),
                record.get("request.headers.Cf-Ray"),
                event.getEventId());
    event.setRequestId(choice.key());
    event.setRequestIdKind(choice.kind());
    event.setOtherId(choice.other());
  }

  /** Caddy writes {@code unix//run/app.sock} for a socket. */
  static String upstream(String dial) {
    return dial.startsWith("unix//") ? "unix:" + dial.substring(5) : dial;
  }

  /** A response header that the proxy sets is there only when the upstream sent a response. */
  private void attempt(ProxyEvent event, CaddyRecord record) {
    boolean field = record.has("upstream");
    String address = upstream(record.any("upstream", "resp_headers.X-Upstream"));
    event.setAttemptsLogged(field);
    if (address.isEmpty()) {
      return;
    }
    boolean answered = record.has("resp_headers.X-Upstream");
    String latency = record.any("upstream_latency", "resp_headers.X-Upstream-Latency");
    long headerUs = GoDurations.micros(latency);
    boolean known = answered || headerUs >= 0;
    String pool = context.addresses().pool(address).orElse("");
    List<Attempt> attempts = new ArrayList<>();
    attempts.add(
        Attempt.newBuilder()
            .setAddress(address)
            .setPool(pool)
            .setStatus(known ? event.getStatus() : -1)
            .setHeaderUs(headerUs)
            .build());
    event.setAttempts(attempts);
    event.setPool(pool);
  }
}
