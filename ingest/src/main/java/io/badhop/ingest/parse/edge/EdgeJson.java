package io.badhop.ingest.parse.edge;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.AnyTimes;
import io.badhop.ingest.parse.text.JsonFields;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.EdgeEvent;
import java.util.Locale;
import java.util.Set;

/** One JSON record of an edge, behind a syslog header or bare, as an event. */
final class EdgeJson {

  private static final int LONGEST_HEADER = 300;

  /** Reasons that a status has by default: no word of the edge's own. */
  private static final Set<String> PLAIN_REASONS =
      Set.of(
          "internal server error",
          "not implemented",
          "bad gateway",
          "service unavailable",
          "gateway timeout",
          "gateway time-out",
          "http version not supported",
          "unknown error");

  private static final Set<String> NO_DETAIL = Set.of("none", "null", "false", "true", "0");

  private final ParseContext context;
  private final JsonFields json = new JsonFields();
  private final EdgeNames names;
  private String header = "";

  EdgeJson(ParseContext context) {
    this.context = context;
    this.names = new EdgeNames(context, json);
  }

  /**
   * Reads a line.
   *
   * @return null when it ends in one JSON object, else what is wrong with it
   */
  String read(RawLine line) {
    int from = line.start();
    int end = from + Math.min(line.length(), LONGEST_HEADER);
    int brace = from;
    while (brace < end && line.buffer()[brace] != '{') {
      brace++;
    }
    int before = brace - from;
    header = before == 0 ? "" : new RawLine(line.buffer(), from, before, 0).text().strip();
    return json.read(new RawLine(line.buffer(), brace, line.length() - before, line.offset()));
  }

  /** Text before the object; empty when there is none. */
  String header() {
    return header;
  }

  JsonFields json() {
    return json;
  }

  String get(String meaning) {
    return names.get(meaning);
  }

  /**
   * The record as an event.
   *
   * @param stampsStart true when a time that does not say so is the beginning of the request
   */
  ParseResult event(RawLine line, String vendor, boolean stampsStart) {
    int status = EdgeRecord.status(get("status"));
    if (status < 0) {
      return new ParseResult.Rejected("bad-status", "no field with the response's status");
    }
    Span span = span(stampsStart);
    if (span == null) {
      return new ParseResult.Rejected("bad-timestamp", "no field that is a time");
    }
    EdgeEvent event = EdgeRecord.of(context, line, vendor, span.end(), span.resolution(), status);
    event.setStartTime(span.start());
    boolean lasting = status == 101 || get("contentType").startsWith("text/event-stream");
    event.setDurationUs(lasting ? -1 : span.took());
    request(event);
    outcome(event);
    EdgeRecord.identify(event, context, get("requestId"), get("traceId"), get("edgeId"));
    return new ParseResult.Event(event);
  }

  /** When a request was handled, all in microseconds; -1 for an unknown start or duration. */
  private record Span(long start, long end, long took, long resolution) {}

  /** From whichever of start, end and duration there are; null when there is no time at all. */
  private Span span(boolean stampsStart) {
    String start = first(get("start"), stampsStart ? get("time") : "");
    String end = first(get("end"), stampsStart ? "" : get("time"));
    long took = duration();
    long begun = AnyTimes.any(start, context.zone());
    long ended = AnyTimes.any(end, context.zone());
    if (begun != Timestamps.NONE && (took >= 0 || ended == Timestamps.NONE)) {
      return new Span(begun, begun + Math.max(0, took), took, AnyTimes.resolution(start));
    }
    String last = ended == Timestamps.NONE ? headerTime() : end;
    ended = AnyTimes.any(last, context.zone());
    if (ended == Timestamps.NONE) {
      return null;
    }
    long resolution = AnyTimes.resolution(last);
    if (begun == Timestamps.NONE || begun > ended) {
      return new Span(took < 0 ? -1 : ended - took, ended, took, resolution);
    }
    return new Span(begun, ended, resolution < EdgeRecord.SECOND ? ended - begun : -1, resolution);
  }

  private static String first(String... texts) {
    for (String text : texts) {
      if (!text.isEmpty()) {
        return text;
      }
    }
    return "";
  }

  /** Time of a syslog header, which is written when the request is over; empty when not ISO. */
  private String headerTime() {
    int from = header.startsWith("<") ? header.indexOf('>') + 1 : 0;
    int blank = header.indexOf(' ', from);
    String stamp = blank < 0 ? "" : header.substring(from, blank);
    return Timestamps.iso(stamp, context.zone()) == Timestamps.NONE ? "" : stamp;
  }

  private long duration() {
    long took = AnyTimes.duration(get("durationUs"), EdgeRecord.SECOND);
    if (took < 0) {
      took = AnyTimes.duration(get("durationMs"), 1_000);
    }
    return took < 0 ? AnyTimes.duration(get("durationS"), 1) : took;
  }

  private void request(EdgeEvent event) {
    // Some formats call the method "request", others put the whole request line there.
    String request = json.get("request");
    boolean whole = request.indexOf(' ') > 0;
    event.setMethod(first(get("method"), whole ? Requests.method(request) : request));
    event.setPath(first(Requests.withoutQuery(get("path")), whole ? Requests.path(request) : ""));
    event.setHost(Requests.host(get("host")));
    event.setClientIp(Requests.firstAddress(get("clientIp")));
    String server = get("server");
    // Fastly's machines are called cache-fra123-FRA.
    String suffix =
        server.startsWith("cache-") ? server.substring(server.lastIndexOf('-') + 1) : "";
    event.setEdgeLocation(first(get("edgeLocation"), suffix));
  }

  private void outcome(EdgeEvent event) {
    String cache = get("cacheStatus");
    event.setCacheStatus(cache.toLowerCase(Locale.ROOT));
    event.setOriginStatus(EdgeRecord.status(get("originStatus")));
    event.setOriginAddress(get("originAddress"));
    event.setOriginResponseUs(AnyTimes.duration(get("originResponseMs"), 1_000));
    String detail = get("detail");
    if (NO_DETAIL.contains(detail.toLowerCase(Locale.ROOT))) {
      detail = "";
    }
    String reason = event.getStatus() < 500 ? "" : get("reason");
    if (PLAIN_REASONS.contains(reason.toLowerCase(Locale.ROOT))) {
      reason = "";
    }
    event.setDetail(EdgeRecord.cut(first(detail, reason, cache.contains("ERROR") ? cache : "")));
  }
}
