package io.badhop.ingest.parse.edge;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.RequestIds;
import io.badhop.ingest.parse.text.JsonFields;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.EdgeEvent;
import java.util.Locale;

/**
 * Cloudflare Logpush, data set http_requests: one JSON object a line, with the fields that the user
 * chose.
 */
final class CloudflareParser implements LineParser {

  private static final long SECOND = 1_000_000;
  private static final int NONE_SEEN = 0;

  private final ParseContext context;
  private final JsonFields json = new JsonFields();

  CloudflareParser(ParseContext context) {
    this.context = context;
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
    if (!json.has("RayID") && !json.has("EdgeResponseStatus")) {
      return new ParseResult.Rejected("not-the-format", "neither RayID nor EdgeResponseStatus");
    }
    if (!json.get("ParentRayID").isEmpty() && !json.get("ParentRayID").equals("00")) {
      return new ParseResult.Skipped("worker-subrequest");
    }
    return event(line);
  }

  private ParseResult event(RawLine line) {
    String end =
        json.has("EdgeEndTimestamp")
            ? json.get("EdgeEndTimestamp")
            : json.get("EdgeStartTimestamp");
    long time = time(end);
    long status = json.number("EdgeResponseStatus", -1);
    if (time == Timestamps.NONE) {
      return new ParseResult.Rejected("bad-timestamp", "EdgeEndTimestamp '" + end + "' is no time");
    }
    if (status < 0) {
      return new ParseResult.Rejected("bad-status", "no EdgeResponseStatus");
    }
    EdgeEvent event =
        EdgeEvent.newBuilder()
            .setEventId(line.identity())
            .setTime(time)
            .setRequestId("")
            .setStatus((int) status)
            .build();
    event.setSite(context.site());
    event.setSource(context.source());
    event.setVendor("cloudflare");
    event.setResolution(resolution(end));
    long start = time(json.get("EdgeStartTimestamp"));
    event.setStartTime(start == Timestamps.NONE ? -1 : start);
    event.setDurationUs(
        start == Timestamps.NONE || event.getResolution() >= SECOND ? -1 : time - start);
    request(event);
    origin(event);
    RequestIds.Choice choice =
        context
            .ids()
            .choose(
                json.get("RequestHeaders.x-request-id"),
                json.get("RequestHeaders.traceparent"),
                json.get("RayID"),
                line.identity());
    event.setRequestId(choice.key());
    event.setRequestIdKind(choice.kind());
    event.setOtherId(choice.other());
    return new ParseResult.Event(event);
  }

  private void request(EdgeEvent event) {
    event.setMethod(json.get("ClientRequestMethod"));
    event.setHost(Requests.host(json.get("ClientRequestHost")));
    event.setPath(
        Requests.withoutQuery(
            json.has("ClientRequestPath")
                ? json.get("ClientRequestPath")
                : json.get("ClientRequestURI")));
    event.setClientIp(json.get("ClientIP"));
    event.setEdgeLocation(json.get("EdgeColoCode"));
    event.setCacheStatus(json.get("CacheCacheStatus").toLowerCase(Locale.ROOT));
    event.setDetail(detail());
  }

  /**
   * What Cloudflare's error page calls the failure, where the user logs that response header; else
   * the outcome of a Worker that failed.
   */
  private String detail() {
    String error = json.get("ResponseHeaders.cf-error-type");
    if (!error.isEmpty()) {
      return EdgeRecord.cut(error);
    }
    String worker = json.get("WorkerStatus");
    return switch (worker) {
      case "", "unknown", "ok" -> "";
      default -> EdgeRecord.cut(worker);
    };
  }

  private void origin(EdgeEvent event) {
    event.setOriginStatus((int) json.number("OriginResponseStatus", -1));
    event.setOriginAddress(json.get("OriginIP"));
    event.setOriginConnectUs(millis("OriginTCPHandshakeDurationMs"));
    long header = millis("OriginResponseHeaderReceiveDurationMs");
    event.setOriginHeaderUs(event.getOriginStatus() == NONE_SEEN && header == 0 ? -1 : header);
    long total = millis("OriginResponseDurationMs");
    long nanos = json.number("OriginResponseTime", -1);
    event.setOriginResponseUs(total >= 0 || nanos < 0 ? total : nanos / 1_000);
  }

  private long millis(String field) {
    long millis = json.number(field, -1);
    return millis < 0 ? -1 : millis * 1_000;
  }

  /**
   * RFC 3339, or a number of seconds, milliseconds, microseconds or nanoseconds since the epoch,
   * told apart by its size.
   */
  private long time(String text) {
    if (text.isEmpty()) {
      return Timestamps.NONE;
    }
    boolean number = text.length() <= 19 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!number) {
      return Timestamps.iso(text, context.zone());
    }
    long value = Long.parseLong(text);
    if (value > 100_000_000_000_000_000L) {
      return value / 1_000;
    }
    if (value > 100_000_000_000_000L) {
      return value;
    }
    return value > 100_000_000_000L ? value * 1_000 : value * SECOND;
  }

  private static int resolution(String text) {
    boolean number = text.chars().allMatch(c -> c >= '0' && c <= '9');
    boolean seconds = number ? text.length() <= 11 : text.indexOf('.') < 0;
    return seconds ? (int) SECOND : 1_000;
  }
}
