package io.badhop.ingest.parse.traefik;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.RequestIds;
import io.badhop.ingest.parse.text.AnyTimes;
import io.badhop.ingest.parse.text.JsonFields;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.ProxyEvent;
import java.util.Locale;
import java.util.Map;

/** The access log in JSON. Durations are nanoseconds, headers are named by where they were seen. */
final class TraefikJson {

  private static final int NANOS = 1_000;
  private static final int MAX_STATUS = 999;
  private static final int MAX_RETRIES = 1_000;
  private static final int SWITCHING_PROTOCOLS = 101;

  private final ParseContext context;

  TraefikJson(ParseContext context) {
    this.context = context;
  }

  ParseResult event(RawLine line, JsonFields json) {
    long status = json.number("DownstreamStatus", -1);
    if (status < 0 || status > MAX_STATUS) {
      return new ParseResult.Rejected(
          "bad-status", "no status in '" + json.get("DownstreamStatus") + "'");
    }
    ProxyEvent event = TraefikEvents.blank(line, context);
    if (!time(event, json)) {
      return new ParseResult.Rejected("bad-timestamp", "neither StartUTC nor time");
    }
    // A connection that goes on as a WebSocket has status 0 or 101 and lasts.
    if (status == 0 || status == SWITCHING_PROTOCOLS) {
      event.setDurationUs(-1);
    }
    event.setStatus(status == 0 ? -1 : (int) status);
    event.setBytesSent(Math.max(-1, json.number("DownstreamContentSize", -1)));
    event.setRetries((int) Math.max(-1, Math.min(MAX_RETRIES, json.number("RetryAttempts", -1))));
    request(event, json);
    ids(event, json);
    attempt(event, json);
    return new ParseResult.Event(event);
  }

  /** The start may be left out of the log; "time" is when the record was written. */
  private boolean time(ProxyEvent event, JsonFields json) {
    long start = AnyTimes.any(first(json, "StartUTC", "StartLocal"), context.zone());
    long written = AnyTimes.any(json.get("time"), context.zone());
    long took = micros(json, "Duration");
    boolean begun = start != Timestamps.NONE;
    event.setTime(begun ? start + Math.max(0, took) : written);
    event.setStartTime(begun ? start : took < 0 ? -1 : written - took);
    event.setDurationUs(took);
    event.setResolution(begun && took >= 0 ? 1 : AnyTimes.resolution(json.get("time")));
    return begun || written != Timestamps.NONE;
  }

  private static void request(ProxyEvent event, JsonFields json) {
    event.setMethod(dashless(json.get("RequestMethod")));
    event.setPath(dashless(Requests.withoutQuery(json.get("RequestPath"))));
    String host = first(json, "RequestHost", "RequestAddr");
    event.setHost(dashless(Requests.host(host)));
    // The host of the client may be the whole list of X-Forwarded-For.
    String client = Requests.firstAddress(first(json, "ClientHost"));
    event.setClientIp(client.isEmpty() ? Requests.host(json.get("ClientAddr")) : client);
  }

  private void ids(ProxyEvent event, JsonFields json) {
    RequestIds.Choice choice =
        context
            .ids()
            .choose(
                header(json, "x-request-id", "x-correlation-id"),
                first(json, "TraceId").isEmpty()
                    ? header(json, "traceparent", "x-b3-traceid")
                    : json.get("TraceId"),
                header(json, "cf-ray"),
                event.getEventId());
    event.setRequestId(choice.key());
    event.setRequestIdKind(choice.kind());
    event.setOtherId(choice.other());
  }

  /** A header by its name in lower case: the request's, else the response's. */
  private static String header(JsonFields json, String... names) {
    for (String name : names) {
      for (String seen : new String[] {"request_", "downstream_", "origin_"}) {
        for (Map.Entry<String, String> field : json.values().entrySet()) {
          String key = field.getKey();
          if (key.length() == seen.length() + name.length()
              && key.toLowerCase(Locale.ROOT).equals(seen + name)) {
            return field.getValue();
          }
        }
      }
    }
    return "";
  }

  private void attempt(ProxyEvent event, JsonFields json) {
    event.setPool(first(json, "ServiceName", "RouterName"));
    String named = first(json, "ServiceURL", "ServiceURL.Host");
    String address = first(json, "ServiceAddr");
    // The URL tells the port where the address has none.
    boolean port = address.lastIndexOf(':') > address.lastIndexOf(']');
    address =
        address.isEmpty() || !port && named.contains("://")
            ? TraefikEvents.address(named)
            : address;
    if (address.isEmpty()) {
      return;
    }
    long status = json.number("OriginStatus", 0);
    // Some versions log 0 for every answer; it then says nothing.
    int told = status < 100 || status > MAX_STATUS ? -1 : (int) status;
    TraefikEvents.attempt(
        event,
        address,
        told,
        json.number("OriginContentSize", -1),
        event.getDurationUs() < 0 ? -1 : micros(json, "OriginDuration"));
  }

  private static long micros(JsonFields json, String name) {
    long nanos = json.number(name, -1);
    return nanos < 0 ? -1 : nanos / NANOS;
  }

  private static String dashless(String value) {
    return value.equals("-") ? "" : value;
  }

  private static String first(JsonFields json, String... names) {
    for (String name : names) {
      String value = dashless(json.get(name));
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }
}
