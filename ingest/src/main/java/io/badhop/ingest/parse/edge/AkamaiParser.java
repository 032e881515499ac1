package io.badhop.ingest.parse.edge;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.AnyTimes;
import io.badhop.ingest.parse.text.JsonFields;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.EdgeEvent;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * Akamai DataStream 2 as JSON, with the fields that the user chose. A record is stamped when the
 * edge accepts the request; the phases after that add up to the handling time.
 */
final class AkamaiParser implements LineParser {

  private final ParseContext context;
  private final JsonFields json = new JsonFields();

  AkamaiParser(ParseContext context) {
    this.context = context;
  }

  @Override
  public ParseResult parse(RawLine line) {
    if (line.text().isBlank()) {
      return new ParseResult.Skipped("empty");
    }
    String wrong = json.read(line);
    if (wrong != null) {
      return new ParseResult.Rejected("bad-json", wrong);
    }
    if (!json.has("reqTimeSec")) {
      return new ParseResult.Rejected("not-the-format", "no reqTimeSec");
    }
    if (json.get("isMidgress").equals("1")) {
      // From one machine of the edge to another.
      return new ParseResult.Skipped("midgress");
    }
    return event(line);
  }

  private ParseResult event(RawLine line) {
    String stamp = json.get("reqTimeSec");
    long start = AnyTimes.any(stamp, ZoneOffset.UTC);
    int status = EdgeRecord.status(value("statusCode"));
    if (start == Timestamps.NONE) {
      return new ParseResult.Rejected(
          "bad-timestamp", "reqTimeSec '" + EdgeRecord.cut(stamp) + "' is no time");
    }
    if (status < 0) {
      return new ParseResult.Rejected("bad-status", "no statusCode");
    }
    long took = duration();
    EdgeEvent event =
        EdgeRecord.of(
            context, line, "akamai", start + Math.max(0, took), AnyTimes.resolution(stamp), status);
    event.setStartTime(start);
    boolean lasting = status == 101 || value("rspContentType").startsWith("text/event-stream");
    event.setDurationUs(lasting ? -1 : took);
    request(event);
    event.setCacheStatus(cacheStatus());
    event.setDetail(EdgeRecord.cut(value("errorCode")));
    // The global request number holds the ID of the request and is unique for longer.
    String id = value("grn").isEmpty() ? value("reqId") : value("grn");
    EdgeRecord.identify(event, context, "", "", id);
    return new ParseResult.Event(event);
  }

  /** Receiving the request, working on it, sending the response; -1 when the work is not logged. */
  private long duration() {
    long turnAround = millis("turnAroundTimeMSec");
    return turnAround < 0
        ? -1
        : turnAround
            + Math.max(0, millis("reqEndTimeMSec"))
            + Math.max(0, millis("transferTimeMSec"));
  }

  private void request(EdgeEvent event) {
    event.setMethod(value("reqMethod"));
    event.setHost(Requests.host(value("reqHost")));
    String path = Requests.withoutQuery(value("reqPath").replace("%2F", "/").replace("%2f", "/"));
    // The log has paths with and without their first slash.
    event.setPath(path.isEmpty() || path.startsWith("/") ? path : "/" + path);
    event.setClientIp(value("cliIP"));
    event.setEdgeLocation(value("serverCountry"));
  }

  /** 1 when the object was in the cache, 0 when not. */
  private String cacheStatus() {
    String status = value("cacheStatus");
    return switch (status) {
      case "0" -> "miss";
      case "1" -> "hit";
      default -> status.toLowerCase(Locale.ROOT);
    };
  }

  private long millis(String field) {
    return AnyTimes.duration(value(field), 1_000);
  }

  private String value(String field) {
    String value = json.get(field);
    return value.equals("-") ? "" : value;
  }
}
