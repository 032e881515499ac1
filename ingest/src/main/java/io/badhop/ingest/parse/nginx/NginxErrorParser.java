package io.badhop.ingest.parse.nginx;

import io.badhop.ingest.parse.ErrorRecord;
import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.BlankEvents;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.Tier;
import java.util.Locale;
import java.util.Set;

/**
 * nginx error log: {@code time [level] pid#tid: *conn message while action, client: ..., upstream:
 * ...}. A record holds at most 2048 bytes and is cut anywhere, and nothing in it is escaped, so
 * every part may be missing or odd.
 */
final class NginxErrorParser implements LineParser {

  private static final int TIME_LENGTH = 19;
  private static final int MAX_MESSAGE = 512;
  private static final int SECOND = 1_000_000;

  /** Levels at which nginx tells of connections that come and go. */
  private static final Set<String> QUIET = Set.of("debug", "info", "notice");

  private final ParseContext context;
  private boolean began;

  NginxErrorParser(ParseContext context) {
    this.context = context;
  }

  @Override
  public ParseResult parse(RawLine line) {
    String text = line.text();
    long time =
        text.length() < TIME_LENGTH
            ? Timestamps.NONE
            : Timestamps.slashed(text.substring(0, TIME_LENGTH), context.zone());
    int open = text.indexOf('[');
    int close = text.indexOf(']');
    if (time == Timestamps.NONE || open != TIME_LENGTH + 1 || close < open) {
      return headless(text);
    }
    began = true;
    return record(
        line,
        time,
        text.substring(open + 1, close).toLowerCase(Locale.ROOT),
        text.substring(close + 1).trim());
  }

  /** A further line of a message, unless it is plainly something else. */
  private ParseResult headless(String text) {
    if (!began) {
      return new ParseResult.Rejected("not-the-format", "no time and [level] at the beginning");
    }
    return Requests.isAccessLine(text)
        ? new ParseResult.Rejected("access-line", "a line of an access log among errors")
        : new ParseResult.Continued();
  }

  private ParseResult record(RawLine line, long time, String level, String rest) {
    int colon = rest.indexOf(": ");
    String process = colon < 0 ? "" : rest.substring(0, colon);
    String body = colon < 0 ? rest : rest.substring(colon + 2);
    String connection = "";
    if (body.startsWith("*")) {
      int space = body.indexOf(' ');
      connection = space < 0 ? body.substring(1) : body.substring(1, space);
      body = space < 0 ? "" : body.substring(space + 1);
    }
    int client = body.indexOf(", client: ");
    boolean loud = !QUIET.contains(level);
    if (client < 0 && (connection.isEmpty() || !loud)) {
      return component(line, time, level, body);
    }
    if (body.contains(" is buffered to a temporary file")) {
      return new ParseResult.Skipped("buffered-to-file");
    }
    if (!loud && !body.contains(", request: \"")) {
      return new ParseResult.Skipped(level + "-without-request");
    }
    // What an application wrote to its standard error may go on over lines; the last has the
    // client.
    client = client < 0 ? body.length() : client;
    return error(
        line, time, level, body.substring(0, client), body.substring(client), connection, process);
  }

  private ParseResult error(
      RawLine line,
      long time,
      String level,
      String said,
      String about,
      String connection,
      String process) {
    int action = said.lastIndexOf(" while ");
    String message = action < 0 ? said : said.substring(0, action);
    ErrorNote note =
        ErrorNote.newBuilder()
            .setTime(time)
            .setLevel(level)
            .setMessage(cut(message))
            .setAction(action < 0 ? "" : said.substring(action + " while ".length()))
            .setErrno(errno(message))
            .setUpstream(upstream(quoted(about, ", upstream: \"")))
            .build();
    String client = about.isEmpty() ? "" : about.substring(", client: ".length());
    int end = client.indexOf(", ");
    return new ParseResult.ErrorLine(
        new ErrorRecord(
            line.identity(),
            "nginx",
            note,
            connection,
            end < 0 ? client : client.substring(0, end),
            quoted(about, ", request: \""),
            quoted(about, ", host: \""),
            process,
            SECOND));
  }

  /** A value up to its closing quote, or to the cut end of the record. */
  private static String quoted(String about, String label) {
    int from = about.indexOf(label);
    if (from < 0) {
      return "";
    }
    int start = from + label.length();
    int end = about.indexOf("\", ", start);
    if (end < 0) {
      end = about.endsWith("\"") ? about.length() - 1 : about.length();
    }
    return about.substring(start, Math.max(start, end));
  }

  /**
   * {@code http://10.0.0.1:80/x} and {@code fastcgi://unix:/run/a.sock:/x} name their address; a
   * group stands alone.
   */
  private static String upstream(String url) {
    int scheme = url.indexOf("://");
    String rest = scheme < 0 ? url : url.substring(scheme + 3);
    if (rest.startsWith("unix:")) {
      int end = rest.indexOf(':', "unix:".length());
      return end < 0 ? rest : rest.substring(0, end);
    }
    int slash = rest.indexOf('/');
    return slash < 0 ? rest : rest.substring(0, slash);
  }

  /** The number in {@code (111: Connection refused)}; -1 when there is none. */
  private static int errno(String message) {
    for (int open = message.indexOf('('); open >= 0; open = message.indexOf('(', open + 1)) {
      int end = open + 1;
      while (end < message.length() && Character.isDigit(message.charAt(end)) && end - open < 8) {
        end++;
      }
      if (end > open + 1 && end < message.length() && message.charAt(end) == ':') {
        return Integer.parseInt(message.substring(open + 1, end));
      }
    }
    return -1;
  }

  private static String cut(String message) {
    return message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message;
  }

  private ParseResult component(RawLine line, long time, String level, String message) {
    ComponentEventKind kind = kind(message);
    if (kind == null) {
      return new ParseResult.Skipped(level + "-without-request");
    }
    return new ParseResult.Component(
        BlankEvents.component(context, line, Tier.PROXY)
            .setTime(time)
            .setResolution(SECOND)
            .setKind(kind)
            .setComponent("nginx")
            .setMessage(cut(message))
            .build());
  }

  private static ComponentEventKind kind(String message) {
    if (message.contains("worker_connections are not enough")
        || message.contains("Too many open files")) {
      return ComponentEventKind.CONNECTIONS_EXHAUSTED;
    }
    if (message.contains("exited on signal")) {
      return ComponentEventKind.WORKER_KILLED;
    }
    if (message.contains("reconfiguring") || message.contains("signal 1 (SIGHUP)")) {
      return ComponentEventKind.RELOADED;
    }
    if (message.contains("start worker processes")) {
      return ComponentEventKind.STARTED;
    }
    if (message.startsWith("exit") || message.contains("shutting down")) {
      return ComponentEventKind.STOPPED;
    }
    return message.contains("host not found in upstream")
        ? ComponentEventKind.UPSTREAM_ERROR
        : null;
  }
}
