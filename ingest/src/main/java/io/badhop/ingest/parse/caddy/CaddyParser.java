package io.badhop.ingest.parse.caddy;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.Timestamps;

/** Any line of Caddy's: an access record, an error of a request, or a word about the server. */
final class CaddyParser implements LineParser {

  private final ParseContext context;
  private final CaddyRecord record = new CaddyRecord();
  private final CaddyAccess access;
  private final CaddyMessages messages;

  CaddyParser(ParseContext context) {
    this.context = context;
    this.access = new CaddyAccess(context);
    this.messages = new CaddyMessages(context);
  }

  @Override
  public ParseResult parse(RawLine line) {
    if (line.text().isBlank()) {
      return new ParseResult.Skipped("empty");
    }
    String wrong = record.read(line);
    if (wrong != null) {
      return new ParseResult.Rejected("bad-json", wrong);
    }
    if (!record.isWhole() || !isCaddys(record)) {
      return new ParseResult.Rejected("not-the-format", "no record of Caddy's");
    }
    long time = record.time(context.zone());
    if (time == Timestamps.NONE) {
      return new ParseResult.Rejected("bad-timestamp", "no field that is a time");
    }
    return record.logger().startsWith("http.log.access")
        ? access.event(line, record, time)
        : messages.result(line, record, time);
  }

  /** Loggers are named after modules; the few messages without one are known. */
  private static boolean isCaddys(CaddyRecord record) {
    String logger = record.logger();
    int dot = logger.indexOf('.');
    String module = dot < 0 ? logger : logger.substring(0, dot);
    return switch (module) {
      case "http", "tls", "admin", "pki", "layer4", "docker-proxy", "caddy", "watcher", "events" ->
          true;
      case "" -> CaddyMessages.isOfTheServer(record.message());
      default -> false;
    };
  }
}
