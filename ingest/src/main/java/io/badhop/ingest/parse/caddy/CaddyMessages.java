package io.badhop.ingest.parse.caddy;

import io.badhop.ingest.parse.ErrorRecord;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.BlankEvents;
import io.badhop.ingest.parse.text.GoErrors;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.Tier;
import java.util.Locale;

/**
 * Records that are no access records. An error of a request quotes the request and is bound to its
 * access record; the rest is about the server or its upstreams. The messages are those of Caddy's
 * source and of version 2.6.2 as it ran.
 */
final class CaddyMessages {

  private static final int MAX_MESSAGE = 512;
  private static final int SERVER_ERROR = 500;

  private final ParseContext context;

  CaddyMessages(ParseContext context) {
    this.context = context;
  }

  /** Whether a message without a logger is one of Caddy's own. */
  static boolean isOfTheServer(String message) {
    return kind(message) != ComponentEventKind.OTHER
        || message.startsWith("autosaved config")
        || message.startsWith("using ")
        || message.startsWith("adapted config")
        || message.startsWith("exiting")
        || message.startsWith("shutdown complete")
        || message.startsWith("redirected default logger");
  }

  ParseResult result(RawLine line, CaddyRecord record, long time) {
    if (record.has("request.method")) {
      return ofRequest(line, record, time);
    }
    String message = record.message();
    if (message.equals("reading from backend")) {
      return new ParseResult.Skipped("told-by-the-next");
    }
    ComponentEventKind kind = kind(message);
    boolean severe =
        switch (record.level()) {
          case "error", "fatal", "panic", "dpanic" -> true;
          default -> false;
        };
    if (kind == ComponentEventKind.OTHER && !severe) {
      return new ParseResult.Skipped("process-message");
    }
    return component(line, record, time, kind);
  }

  /** Errors, tries of the proxy that failed, and tries that the upstream answered with an error. */
  private ParseResult ofRequest(RawLine line, CaddyRecord record, long time) {
    String error = record.get("error");
    long status = record.number("status");
    boolean proxy = record.has("upstream");
    boolean failed = proxy ? !error.isEmpty() || status >= SERVER_ERROR : status >= SERVER_ERROR;
    if (!failed) {
      return new ParseResult.Skipped("no-trouble");
    }
    String message = message(record, error);
    String upstream =
        proxy ? CaddyAccess.upstream(record.get("upstream")) : GoErrors.upstream(message);
    String path = Requests.withoutQuery(record.get("request.uri"));
    return new ParseResult.ErrorLine(
        new ErrorRecord(
            line.identity(),
            "caddy",
            note(record, time, message, upstream),
            CaddyAccess.connection(record),
            CaddyAccess.client(record),
            record.get("request.method") + " " + path + " " + record.get("request.proto"),
            Requests.host(record.get("request.host")),
            "",
            record.resolution()));
  }

  private static String message(CaddyRecord record, String error) {
    boolean one = record.message().equals("upstream roundtrip");
    if (error.isEmpty()) {
      return one ? "upstream roundtrip: status " + record.get("status") : record.message();
    }
    return one ? error : record.message() + ": " + error;
  }

  private ParseResult component(
      RawLine line, CaddyRecord record, long time, ComponentEventKind kind) {
    String error = record.get("error");
    String text = record.message() + (error.isEmpty() ? "" : ": " + error);
    boolean upstream = kind == ComponentEventKind.UPSTREAM_ERROR;
    String named = record.any("host", "upstream", "address");
    String address = named.isEmpty() ? GoErrors.upstream(text) : CaddyAccess.upstream(named);
    return new ParseResult.Component(
        BlankEvents.component(context, line, Tier.PROXY)
            .setTime(time)
            .setResolution(record.resolution())
            .setKind(kind)
            .setComponent("caddy")
            .setAddress(address)
            .setMessage(plain(text))
            .setNote(upstream ? note(record, time, text, address) : null)
            .build());
  }

  private static ErrorNote note(CaddyRecord record, long time, String message, String upstream) {
    return ErrorNote.newBuilder()
        .setTime(time)
        .setLevel(record.level())
        .setMessage(plain(message))
        .setUpstream(upstream)
        .build();
  }

  /** A firewall's messages go on with the request's target and what was found in it. */
  private static String plain(String message) {
    int client = message.startsWith("[client ") ? message.indexOf("] ") + 2 : 0;
    int details = message.indexOf(" [file ");
    String text = message.substring(client, details < client ? message.length() : details);
    return text.length() > MAX_MESSAGE ? text.substring(0, MAX_MESSAGE) : text;
  }

  private static ComponentEventKind kind(String message) {
    String text = message.toLowerCase(Locale.ROOT);
    if (text.contains("too many open files")) {
      return ComponentEventKind.CONNECTIONS_EXHAUSTED;
    }
    return switch (text) {
      case "aborting with incomplete response" -> ComponentEventKind.UPSTREAM_ERROR;
      case "host is down" -> ComponentEventKind.SERVER_DOWN;
      case "host is up" -> ComponentEventKind.SERVER_UP;
      case "serving initial configuration" -> ComponentEventKind.STARTED;
      case "load complete" -> ComponentEventKind.RELOADED;
      case "shutting down apps, then terminating" -> ComponentEventKind.STOPPED;
      default -> ComponentEventKind.OTHER;
    };
  }
}
