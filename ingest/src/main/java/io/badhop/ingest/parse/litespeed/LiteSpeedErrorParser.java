package io.badhop.ingest.parse.litespeed;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.BlankEvents;
import io.badhop.ingest.parse.text.LineCursor;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.Tier;
import java.util.Locale;
import java.util.Set;

/**
 * LiteSpeed's error log: {@code 2026-11-22 06:00:10.774649 [NOTICE] [1226033]
 * [192.0.2.9:45164:HTTP2-41#shop:lsapi] text}. It tells of external applications by their sockets;
 * what they write to standard error stands behind {@code [STDERR]}. The messages are those of
 * OpenLiteSpeed's source.
 */
final class LiteSpeedErrorParser implements LineParser {

  private static final int TIME_LENGTH = 26;
  private static final int SHORTEST_TIME = 19;
  private static final int MOST_BRACKETS = 6;
  private static final int MAX_MESSAGE = 512;
  private static final Set<String> SERIOUS =
      Set.of("error", "err", "crit", "critical", "alert", "emerg", "fatal");

  private final ParseContext context;

  LiteSpeedErrorParser(ParseContext context) {
    this.context = context;
  }

  @Override
  public ParseResult parse(RawLine line) {
    String text = line.text();
    if (text.isBlank()) {
      return new ParseResult.Skipped("empty");
    }
    int bracket = text.indexOf(" [");
    boolean begins = bracket >= SHORTEST_TIME && bracket <= TIME_LENGTH;
    long time =
        begins ? Timestamps.iso(text.substring(0, bracket), context.zone()) : Timestamps.NONE;
    if (time == Timestamps.NONE) {
      return new ParseResult.Rejected("bad-timestamp", "no time at the beginning");
    }
    LineCursor cursor = new LineCursor(text, bracket);
    String level = cursor.bracketed().toLowerCase(Locale.ROOT);
    String host = "";
    boolean stderr = level.equals("stderr");
    int at = 0;
    while (cursor.next('[') && at++ < MOST_BRACKETS && !stderr) {
      String inside = cursor.bracketed();
      stderr = inside.equals("STDERR");
      host = inside.indexOf('#') >= 0 ? host(inside) : host;
    }
    String message = cursor.rest();
    String cut = message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message;
    ComponentEventKind kind = kind(cut.toLowerCase(Locale.ROOT));
    if (kind == ComponentEventKind.OTHER && !stderr && !SERIOUS.contains(level)) {
      return new ParseResult.Skipped("no-trouble");
    }
    return component(line, time, level, host, cut, kind);
  }

  private ParseResult component(
      RawLine line, long time, String level, String host, String message, ComponentEventKind kind) {
    String address = address(message);
    boolean upstream = kind == ComponentEventKind.UPSTREAM_ERROR;
    return new ParseResult.Component(
        BlankEvents.component(context, line, Tier.PROXY)
            .setTime(time)
            .setResolution(1)
            .setKind(kind)
            .setComponent(host)
            .setAddress(address)
            .setMessage(message)
            .setNote(
                upstream
                    ? ErrorNote.newBuilder()
                        .setTime(time)
                        .setLevel(level)
                        .setMessage(message)
                        .setUpstream(address)
                        .build()
                    : null)
            .build());
  }

  private static ComponentEventKind kind(String message) {
    if (message.contains("reached max children process limit")) {
      return ComponentEventKind.POOL_FULL;
    }
    if (message.contains("out of memory") || message.contains("cannot allocate memory")) {
      return ComponentEventKind.OUT_OF_MEMORY;
    }
    if (message.contains("too many open files")) {
      return ComponentEventKind.CONNECTIONS_EXHAUSTED;
    }
    boolean connection = message.startsWith("connection to [") && message.contains("error:");
    return connection || message.startsWith("extconn timed out")
        ? ComponentEventKind.UPSTREAM_ERROR
        : ComponentEventKind.OTHER;
  }

  /** Virtual host of {@code 192.0.2.9:45164:HTTP2-41#shop:lsapi}. */
  private static String host(String inside) {
    int from = inside.indexOf('#') + 1;
    int colon = inside.indexOf(':', from);
    return inside.substring(from, colon < 0 ? inside.length() : colon);
  }

  /** Socket of {@code connection to [uds://tmp/lshttpd/x.sock] ...}; empty when none is named. */
  private static String address(String message) {
    int open = message.indexOf(" to [");
    int close = open < 0 ? -1 : message.indexOf(']', open);
    if (close < 0) {
      return "";
    }
    String socket = message.substring(open + 5, close);
    boolean unix = socket.toLowerCase(Locale.ROOT).startsWith("uds://");
    return unix ? "unix:/" + socket.substring(6) : socket;
  }
}
