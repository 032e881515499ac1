package io.badhop.ingest.parse.app;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.BlankEvents;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.Tier;

/**
 * PHP-FPM's own log: {@code [22-Nov-2026 06:11:16] WARNING: [pool www] ...}, local time. It knows
 * pools and children, and no request IDs. In containers its access log stands in the same stream.
 */
final class PhpFpmParser implements LineParser {

  private static final int STAMP = 22;

  private final ParseContext context;
  private final LineParser access;
  private boolean began;

  PhpFpmParser(ParseContext context) {
    this.context = context;
    this.access = new FpmAccessParser(context);
  }

  @Override
  public ParseResult parse(RawLine line) {
    String text = line.text();
    if (text.isEmpty()) {
      return new ParseResult.Skipped("empty");
    }
    long time =
        text.length() > STAMP && text.charAt(0) == '['
            ? Timestamps.dashed(text.substring(1), context.zone())
            : Timestamps.NONE;
    int level = text.indexOf("] ") + 2;
    int colon = text.indexOf(": ", level);
    if (time == Timestamps.NONE || level < 2 || colon < 0) {
      return began
          ? further(line)
          : new ParseResult.Rejected("not-the-format", "no [date] and LEVEL at the beginning");
    }
    began = true;
    String message = text.substring(colon + 2);
    ComponentEventKind kind = kind(message);
    return kind == null
        ? new ParseResult.Skipped("process-message")
        : component(line, time, kind, message);
  }

  private ParseResult further(RawLine line) {
    ParseResult request = access.parse(line);
    return request instanceof ParseResult.Event ? request : new ParseResult.Continued();
  }

  private ParseResult component(RawLine line, long time, ComponentEventKind kind, String message) {
    String pool = between(message, "[pool ", "]");
    String path = Requests.withoutQuery(between(message, "(request: \"", "\""));
    int space = path.indexOf(' ');
    return new ParseResult.Component(
        BlankEvents.component(context, line, Tier.APP)
            .setTime(time)
            .setKind(kind)
            .setComponent(pool.isEmpty() ? "php-fpm" : pool)
            .setAddress(
                context
                    .addresses()
                    .address(pool)
                    .or(() -> context.addresses().address("fastcgi"))
                    .orElse(""))
            .setMessage(AppRecords.cut(AppRecords.withoutQueries(message)))
            .setPath(space < 0 ? path : path.substring(space + 1))
            .build());
  }

  private static String between(String text, String before, String after) {
    int from = text.indexOf(before);
    int end = from < 0 ? -1 : text.indexOf(after, from + before.length());
    return end < 0 ? "" : text.substring(from + before.length(), end);
  }

  private static ComponentEventKind kind(String message) {
    // What the script says may hold any of the words below.
    if (message.contains("said into stderr: ")) {
      return PhpErrorParser.kind(message);
    }
    if (message.contains("reached pm.max_children") || message.contains("seems busy")) {
      return ComponentEventKind.POOL_FULL;
    }
    if (message.contains("execution timed out")) {
      return ComponentEventKind.WORKER_TIMEOUT;
    }
    if (message.contains("exited on signal") || isFailure(message)) {
      return ComponentEventKind.WORKER_KILLED;
    }
    if (message.contains("executing too slow")) {
      return ComponentEventKind.SLOW_REQUEST;
    }
    if (message.startsWith("fpm is running")) {
      return ComponentEventKind.STARTED;
    }
    if (message.startsWith("Reloading in progress") || message.startsWith("reloading: ")) {
      return ComponentEventKind.RELOADED;
    }
    boolean stops = message.startsWith("Terminating") || message.startsWith("Finishing");
    return stops ? ComponentEventKind.STOPPED : null;
  }

  /** A child that ends by itself has code 0. */
  private static boolean isFailure(String message) {
    return message.contains("exited with code ") && !message.contains("exited with code 0 ");
  }
}
