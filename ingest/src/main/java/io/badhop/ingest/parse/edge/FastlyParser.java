package io.badhop.ingest.parse.edge;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.EdgeEvent;
import java.util.List;
import java.util.Locale;

/**
 * Fastly: JSON as its guides and those of log services suggest it, by syslog or bare, and the
 * default text behind a syslog header, which is Apache's common log. Times are those of the
 * request's beginning unless a field says that it is the end.
 */
final class FastlyParser implements LineParser {

  /** Names of Fastly's machines begin so. */
  private static final String MACHINE = "cache-";

  private final ParseContext context;
  private final EdgeJson record;

  FastlyParser(ParseContext context) {
    this.context = context;
    this.record = new EdgeJson(context);
  }

  @Override
  public ParseResult parse(RawLine line) {
    String text = line.text();
    if (text.isBlank()) {
      return new ParseResult.Skipped("empty");
    }
    if (text.indexOf('{') < 0) {
      return common(line, text);
    }
    String wrong = record.read(line);
    if (wrong != null) {
      return new ParseResult.Rejected("bad-json", wrong);
    }
    if (!isFastly()) {
      return new ParseResult.Rejected("not-the-format", "nothing in the line names Fastly");
    }
    if (record.json().get("fastly_is_edge").equals("false")) {
      // The shield logs the same request once more.
      return new ParseResult.Skipped("shield-request");
    }
    return record.event(line, "fastly", true);
  }

  private boolean isFastly() {
    boolean named =
        record.json().values().keySet().stream()
            .anyMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("fastly"));
    String state = record.get("cacheStatus");
    return named
        || record.header().contains(" " + MACHINE)
        || record.get("server").startsWith(MACHINE)
        || state.contains("-CLUSTER")
        || state.startsWith("HITPASS")
        || record.json().has("service_id") && record.json().has("service_version");
  }

  /** {@code <134>time cache-fra123 name[1]: address "-" "-" [time] "GET / HTTP/1.1" 200 12}. */
  private ParseResult common(RawLine line, String text) {
    int machine = text.indexOf(" " + MACHINE);
    int body = machine < 0 ? -1 : text.indexOf("]: ", machine);
    int open = body < 0 ? -1 : text.indexOf('[', body);
    int close = open < 0 ? -1 : text.indexOf(']', open);
    if (close < 0) {
      return new ParseResult.Rejected(
          "not-the-format", "neither JSON nor a common log behind the name of a cache");
    }
    long stamp = Timestamps.clf(text.substring(open + 1, close), context.zone());
    List<String> rest = QuotedColumns.of(text.substring(close + 1));
    int status = rest.size() < 2 ? -1 : EdgeRecord.status(rest.get(1));
    if (stamp == Timestamps.NONE) {
      return new ParseResult.Rejected("bad-timestamp", "no time in brackets");
    }
    if (status < 0) {
      return new ParseResult.Rejected("bad-status", "no status behind the request");
    }
    EdgeEvent event = EdgeRecord.of(context, line, "fastly", stamp, EdgeRecord.SECOND, status);
    event.setStartTime(stamp);
    String client = text.substring(body + 3);
    int blank = client.indexOf(' ');
    event.setClientIp(blank < 0 ? "" : client.substring(0, blank));
    event.setMethod(Requests.method(rest.get(0)));
    event.setPath(Requests.path(rest.get(0)));
    EdgeRecord.identify(event, context, "", "", "");
    return new ParseResult.Event(event);
  }
}
