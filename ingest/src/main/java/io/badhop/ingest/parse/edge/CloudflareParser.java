package io.badhop.ingest.parse.edge;

import static io.badhop.ingest.parse.edge.CloudflareField.CACHE;
import static io.badhop.ingest.parse.edge.CloudflareField.CLIENT;
import static io.badhop.ingest.parse.edge.CloudflareField.END;
import static io.badhop.ingest.parse.edge.CloudflareField.ERROR;
import static io.badhop.ingest.parse.edge.CloudflareField.HOST;
import static io.badhop.ingest.parse.edge.CloudflareField.LOCATION;
import static io.badhop.ingest.parse.edge.CloudflareField.METHOD;
import static io.badhop.ingest.parse.edge.CloudflareField.ORIGIN;
import static io.badhop.ingest.parse.edge.CloudflareField.ORIGIN_CONNECT;
import static io.badhop.ingest.parse.edge.CloudflareField.ORIGIN_HEADER;
import static io.badhop.ingest.parse.edge.CloudflareField.ORIGIN_RESPONSE;
import static io.badhop.ingest.parse.edge.CloudflareField.ORIGIN_STATUS;
import static io.badhop.ingest.parse.edge.CloudflareField.ORIGIN_TIME;
import static io.badhop.ingest.parse.edge.CloudflareField.PARENT_RAY;
import static io.badhop.ingest.parse.edge.CloudflareField.PATH;
import static io.badhop.ingest.parse.edge.CloudflareField.RAY;
import static io.badhop.ingest.parse.edge.CloudflareField.REQUEST_ID;
import static io.badhop.ingest.parse.edge.CloudflareField.START;
import static io.badhop.ingest.parse.edge.CloudflareField.STATUS;
import static io.badhop.ingest.parse.edge.CloudflareField.TRACE;
import static io.badhop.ingest.parse.edge.CloudflareField.URI;
import static io.badhop.ingest.parse.edge.CloudflareField.WORKER;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.RequestIds;
import io.badhop.ingest.parse.text.AnyTimes;
import io.badhop.ingest.parse.text.JsonColumns;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.EdgeEvent;
import java.util.Locale;

/**
 * Cloudflare Logpush, data set http_requests: one JSON object a line, with the fields that the user
 * chose.
 */
final class CloudflareParser implements LineParser {

  private final ParseContext context;
  private final JsonColumns json = new JsonColumns(CloudflareField.keys());
  private final RequestIds.Chosen choice = new RequestIds.Chosen();

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
    if (!has(RAY) && !has(STATUS)) {
      return new ParseResult.Rejected("not-the-format", "neither RayID nor EdgeResponseStatus");
    }
    String parent = shared(PARENT_RAY);
    if (!parent.isEmpty() && !parent.equals("00")) {
      return new ParseResult.Skipped("worker-subrequest");
    }
    return event(line);
  }

  private ParseResult event(RawLine line) {
    CloudflareField stamp = has(END) ? END : START;
    long time = time(stamp);
    if (time == Timestamps.NONE) {
      return new ParseResult.Rejected(
          "bad-timestamp", stamp.key + " '" + text(stamp) + "' is no time");
    }
    long status = number(STATUS);
    if (status < 0 || status > EdgeRecord.MAX_STATUS) {
      return new ParseResult.Rejected("bad-status", "no EdgeResponseStatus");
    }
    long resolution = AnyTimes.resolution(json.look(stamp.ordinal()));
    EdgeEvent event = EdgeRecord.of(context, line, "cloudflare", time, resolution, (int) status);
    long start = time(START);
    boolean known = start != Timestamps.NONE;
    event.setStartTime(known ? start : -1);
    event.setDurationUs(known && resolution < EdgeRecord.SECOND ? time - start : -1);
    request(event);
    origin(event);
    context.ids().choose(text(REQUEST_ID), text(TRACE), text(RAY), event.getEventId(), choice);
    event.setRequestId(choice.key());
    event.setRequestIdKind(choice.kind());
    event.setOtherId(choice.other());
    return new ParseResult.Event(event);
  }

  private void request(EdgeEvent event) {
    event.setMethod(shared(METHOD));
    event.setHost(Requests.host(shared(HOST)));
    event.setPath(Requests.withoutQuery(text(has(PATH) ? PATH : URI)));
    event.setClientIp(text(CLIENT));
    event.setEdgeLocation(shared(LOCATION));
    event.setCacheStatus(shared(CACHE).toLowerCase(Locale.ROOT));
    event.setDetail(detail());
  }

  /**
   * What Cloudflare's error page calls the failure, where the user logs that response header; else
   * the outcome of a Worker that failed.
   */
  private String detail() {
    String error = shared(ERROR);
    if (!error.isEmpty()) {
      return EdgeRecord.cut(error);
    }
    String worker = shared(WORKER);
    return switch (worker) {
      case "", "unknown", "ok" -> "";
      default -> EdgeRecord.cut(worker);
    };
  }

  private void origin(EdgeEvent event) {
    long status = number(ORIGIN_STATUS);
    event.setOriginStatus(status > EdgeRecord.MAX_STATUS ? -1 : (int) status);
    event.setOriginAddress(shared(ORIGIN));
    event.setOriginConnectUs(millis(ORIGIN_CONNECT));
    long header = millis(ORIGIN_HEADER);
    boolean unanswered = status == EdgeRecord.UNANSWERED && header == 0;
    event.setOriginHeaderUs(unanswered ? -1 : header);
    long total = millis(ORIGIN_RESPONSE);
    long nanos = number(ORIGIN_TIME);
    event.setOriginResponseUs(total >= 0 || nanos < 0 ? total : nanos / 1_000);
  }

  private long millis(CloudflareField field) {
    return AnyTimes.duration(json.look(field.ordinal()), 1_000);
  }

  /** RFC 3339, or a number since the epoch in the unit that the user chose. */
  private long time(CloudflareField field) {
    CharSequence stamp = json.look(field.ordinal());
    return stamp.isEmpty() ? Timestamps.NONE : AnyTimes.any(stamp, context.zone());
  }

  private boolean has(CloudflareField field) {
    return json.has(field.ordinal());
  }

  private String text(CloudflareField field) {
    return json.text(field.ordinal());
  }

  private String shared(CloudflareField field) {
    return json.shared(field.ordinal());
  }

  private long number(CloudflareField field) {
    return json.number(field.ordinal(), -1);
  }
}
