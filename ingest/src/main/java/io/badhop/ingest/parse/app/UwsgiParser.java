package io.badhop.ingest.parse.app;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.ComponentEventKind;

/**
 * uWSGI's log: one line a request, the master's messages, and what the application prints between
 * them. A request's time is its start, in whole seconds. Of the master's messages only some have a
 * time; the others happened after the one before.
 */
final class UwsgiParser implements LineParser {

  private static final int CTIME = 24;
  private static final String REQUEST = "[pid: ";
  private static final String BOUND = " bound to TCP address ";
  private static final String HARAKIRI = "HARAKIRI [core ";

  private final ParseContext context;
  private final AppRecords records;
  private final AppLines application;
  private final TextFields fields = new TextFields();
  private boolean began;
  private long last = Timestamps.NONE;
  private String address = "";

  UwsgiParser(ParseContext context) {
    this.context = context;
    this.records = new AppRecords(context);
    this.application = new AppLines(context, AppLines.Dialect.TEXT);
  }

  @Override
  public ParseResult parse(RawLine line) {
    String text = line.text();
    if (text.isEmpty()) {
      return new ParseResult.Skipped("empty");
    }
    int request = text.indexOf(REQUEST);
    int arrow = request < 0 ? -1 : text.indexOf(" => generated ", request);
    if (arrow > 0) {
      return request(line, text, arrow);
    }
    if (!began && !text.contains("uWSGI")) {
      return new ParseResult.Rejected("not-the-format", "nothing of uWSGI before it");
    }
    began = true;
    learn(text);
    ComponentEventKind kind = kind(text);
    if (kind == null || last == Timestamps.NONE) {
      return other(line, text);
    }
    String path =
        text.contains(HARAKIRI) ? Requests.path(behind(text, " - ", text.indexOf(HARAKIRI))) : "";
    int since = path.lastIndexOf(" since ");
    return records.component(
        line,
        new AppRecords.Moment(
            last, AppRecords.SECOND, address, since < 0 ? path : path.substring(0, since)),
        kind,
        "uwsgi",
        AppRecords.withoutQueries(text));
  }

  private ParseResult request(RawLine line, String text, int arrow) {
    int open = text.lastIndexOf("} [", arrow);
    int close = open < 0 ? -1 : text.indexOf("] ", open);
    long start =
        close < 0 || close > arrow
            ? Timestamps.NONE
            : Timestamps.asctime(text.substring(open + 3, close), context.zone());
    int status = AppRecords.status(between(text, "(HTTP/", ")", arrow).replaceFirst("^.* ", ""));
    if (start == Timestamps.NONE || status < 0) {
      return new ParseResult.Rejected("not-the-format", "no [date] or no (HTTP/x status)");
    }
    began = true;
    fields.read(text.substring(arrow));
    long took = took(between(text, " bytes in ", " (", arrow));
    AppEvent event =
        records.event(
            line, start + Math.max(0, took), AppRecords.SECOND, fields.requestId(), fields.trace());
    last = Math.max(last, event.getTime());
    AppRecords.request(event, text.substring(close + 2, arrow));
    AppRecords.close(event, status, took);
    event.setInstance(address);
    application.interrupted(new AppRecords.Moment(last, AppRecords.SECOND, address, ""), "uwsgi");
    return new ParseResult.Event(event);
  }

  /** {@code 129 msecs} or {@code 68 micros}. */
  private static long took(String text) {
    int blank = text.indexOf(' ');
    long value = blank < 0 ? -1 : AppRecords.whole(text.substring(0, blank));
    if (value < 0) {
      return -1;
    }
    return text.endsWith(" msecs") ? value * 1_000 : text.endsWith(" micros") ? value : -1;
  }

  /** Remembers the time and the address that a message carries. */
  private void learn(String text) {
    int bracket = text.startsWith("*** Starting uWSGI") ? text.indexOf("on [") : -1;
    String stamp =
        bracket > 0
            ? text.substring(bracket + 4)
            : text.startsWith(" - ", CTIME) ? text.substring(0, CTIME) : "";
    long time =
        stamp.length() < CTIME
            ? Timestamps.NONE
            : Timestamps.asctime(stamp.substring(0, CTIME), context.zone());
    last = time == Timestamps.NONE ? last : time;
    if (text.contains(BOUND)) {
      address = behind(text, BOUND, 0).replaceFirst(" .*$", "");
    }
  }

  private static ComponentEventKind kind(String text) {
    if (text.contains("*** HARAKIRI ON WORKER")) {
      return ComponentEventKind.WORKER_TIMEOUT;
    }
    if (text.contains("listen queue of socket") && text.contains("full !!!")) {
      return ComponentEventKind.POOL_FULL;
    }
    if (text.contains("DAMN ! worker ")) {
      return ComponentEventKind.WORKER_KILLED;
    }
    if (text.contains(HARAKIRI)) {
      return ComponentEventKind.SLOW_REQUEST;
    }
    // A worker that comes back is no start of the server.
    if (text.contains("Respawned uWSGI worker")) {
      return ComponentEventKind.OTHER;
    }
    if (text.startsWith("*** Starting uWSGI")) {
      return ComponentEventKind.STARTED;
    }
    if (text.contains("reloading uWSGI")) {
      return ComponentEventKind.RELOADED;
    }
    return text.contains("SIGINT/SIGTERM received") || text.contains("SIGINT/SIGQUIT received")
        ? ComponentEventKind.STOPPED
        : null;
  }

  /** A line of the application's own, which may well name a request. */
  private ParseResult other(RawLine line, String text) {
    ParseResult result = application.parse(line);
    if (result instanceof ParseResult.Event || result instanceof ParseResult.Component) {
      return result;
    }
    return Continuations.looksLike(text) && !text.startsWith(" ***")
        ? new ParseResult.Continued()
        : new ParseResult.Skipped("no-request");
  }

  private static String behind(String text, String before, int from) {
    int at = text.indexOf(before, from);
    return at < 0 ? "" : text.substring(at + before.length());
  }

  private static String between(String text, String before, String after, int from) {
    String rest = behind(text, before, from);
    int end = rest.indexOf(after);
    return end < 0 ? "" : rest.substring(0, end);
  }
}
