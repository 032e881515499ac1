package io.badhop.ingest.parse.edge;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.AnyTimes;
import io.badhop.ingest.parse.text.JsonFields;
import io.badhop.ingest.parse.text.ProxyFields;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.EdgeEvent;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/**
 * CloudFront: standard logs as text or JSON, and real-time logs, whose records have no header. Both
 * are stamped, in UTC, when the edge has finished the response. The columns are those of the last
 * {@code #Fields} line, else those that the user or AWS's documentation lists.
 */
final class CloudFrontParser implements LineParser {

  /** Up to the status and the path; rows may end early. */
  private static final int DATE_LENGTH = 10;

  private static final int LEAST_COLUMNS = 5;

  private final ParseContext context;
  private final JsonFields json = new JsonFields();
  private final ProxyFields fields = new ProxyFields();
  private List<String> columns;

  /**
   * A parser.
   *
   * @param columns names of the columns until a {@code #Fields} line says otherwise
   */
  CloudFrontParser(ParseContext context, List<String> columns) {
    this.context = context;
    this.columns = columns;
  }

  @Override
  public ParseResult parse(RawLine line) {
    String text = line.text();
    if (text.isBlank()) {
      return new ParseResult.Skipped("empty");
    }
    if (text.startsWith("#")) {
      return comment(text);
    }
    fields.clear();
    String wrong = text.startsWith("{") ? object(line) : row(text);
    if (wrong != null) {
      return new ParseResult.Rejected("not-the-format", wrong);
    }
    boolean edge =
        fields.names("x-edge-location")
            || fields.names("x-edge-request-id")
            || fields.names("x-edge-result-type");
    return edge
        ? event(line)
        : new ParseResult.Rejected("not-the-format", "no column with the name x-edge-...");
  }

  private ParseResult comment(String text) {
    String label = "#Fields:";
    if (text.startsWith(label)) {
      String[] names = text.substring(label.length()).strip().split("\\s+");
      columns = List.of(names);
    }
    return new ParseResult.Skipped("comment");
  }

  private String object(RawLine line) {
    String wrong = json.read(line);
    json.values().forEach(fields::put);
    return wrong;
  }

  private String row(String text) {
    char separator = text.indexOf('\t') < 0 ? ' ' : '\t';
    int from = 0;
    int column = 0;
    while (from <= text.length() && column < columns.size()) {
      int end = text.indexOf(separator, from);
      end = end < 0 ? text.length() : end;
      fields.put(columns.get(column++), text.substring(from, end).strip());
      from = end + 1;
    }
    return column < LEAST_COLUMNS ? "only " + column + " columns" : null;
  }

  private ParseResult event(RawLine line) {
    // Logs of the second version may have either or both of these.
    String stamp = fields.get("timestamp(ms)", "timestamp");
    boolean standard = stamp.isEmpty();
    long time = standard ? standard() : AnyTimes.any(stamp, ZoneOffset.UTC);
    int status = EdgeRecord.status(fields.get("sc-status"));
    if (time == Timestamps.NONE) {
      String seen = standard ? fields.get("date") + " " + fields.get("time") : stamp;
      return new ParseResult.Rejected("bad-timestamp", "'" + EdgeRecord.cut(seen) + "' is no time");
    }
    if (status < 0) {
      return new ParseResult.Rejected("bad-status", "no sc-status");
    }
    long resolution = standard ? EdgeRecord.SECOND : AnyTimes.resolution(stamp);
    EdgeEvent event = EdgeRecord.of(context, line, "cloudfront", time, resolution, status);
    duration(event);
    request(event);
    outcome(event);
    EdgeRecord.identify(event, context, "", "", fields.get("x-edge-request-id"));
    return new ParseResult.Event(event);
  }

  /** A whole time in the first column is another log's. */
  private long standard() {
    String date = fields.get("date");
    return date.length() == DATE_LENGTH
        ? Timestamps.iso(date + " " + fields.get("time") + "Z", ZoneOffset.UTC)
        : Timestamps.NONE;
  }

  private void duration(EdgeEvent event) {
    long taken = fields.micros("time-taken");
    if (taken < 0) {
      return;
    }
    event.setStartTime(event.getTime() - taken);
    boolean lasting =
        event.getStatus() == 101
            || fields.get("cs-protocol").startsWith("ws")
            || fields.get("sc-content-type").startsWith("text/event-stream");
    event.setDurationUs(lasting ? -1 : taken);
  }

  private void request(EdgeEvent event) {
    event.setMethod(fields.get("cs-method"));
    event.setHost(Requests.host(fields.get("x-host-header", "cs(Host)", "cs-host")));
    event.setPath(Requests.withoutQuery(asSent(fields.get("cs-uri-stem"))));
    event.setClientIp(fields.get("c-ip"));
    event.setEdgeLocation(fields.get("x-edge-location"));
  }

  /**
   * CloudFront encodes what it logs, so an escape that the viewer sent stands there as {@code
   * %2520}. The path as it was sent is what the origin's own log has.
   */
  private static String asSent(String path) {
    return path.indexOf("%25") < 0 ? path : path.replace("%25", "%");
  }

  private void outcome(EdgeEvent event) {
    String detail = fields.get("x-edge-detailed-result-type", "x-edge-result-type");
    event.setDetail(EdgeRecord.cut(detail));
    event.setCacheStatus(
        cached(fields.get("x-edge-result-type"), fields.get("x-edge-response-result-type")));
    // The log does not have the origin's status, but these types say that none came.
    boolean unanswered =
        switch (detail) {
          case "OriginConnectError", "OriginDnsError", "OriginCommError" -> true;
          default -> false;
        };
    event.setOriginStatus(unanswered ? EdgeRecord.UNANSWERED : -1);
    event.setOriginHeaderUs(unanswered ? -1 : fields.micros("origin-fbl"));
    event.setOriginResponseUs(fields.micros("origin-lbl"));
  }

  /** The first of the result types that is about the cache and not an error. */
  private static String cached(String... types) {
    for (String type : types) {
      if (type.endsWith("Hit") || type.equals("Miss") || type.equals("Redirect")) {
        return type.toLowerCase(Locale.ROOT);
      }
    }
    return "";
  }
}
