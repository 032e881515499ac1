package io.badhop.ingest.parse.traefik;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.RequestIds;
import io.badhop.ingest.parse.text.LineCursor;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.ProxyEvent;

/**
 * The common format: {@code client - user [start] "request" status size "referer" "agent" count
 * "router" "server" Nms}. Status and size are those that the server sent, dashes where none was
 * asked. Without what stands behind the agent it is nobody's own, and taken only in a log that has
 * shown itself to be Traefik's.
 */
final class TraefikCommon {

  private static final int SECOND = 1_000_000;
  private static final String UNIT = "ms";

  private final ParseContext context;
  private boolean known;

  TraefikCommon(ParseContext context) {
    this.context = context;
  }

  /** The fields behind the request line. */
  private record Tail(String status, long size, String router, String server, long millis) {}

  ParseResult parse(RawLine line, String text) {
    LineCursor cursor = new LineCursor(text, 0);
    String client = client(cursor);
    long start = Timestamps.clf(cursor.bracketed(), context.zone());
    if (start == Timestamps.NONE) {
      return new ParseResult.Rejected("bad-timestamp", "no time between brackets");
    }
    String request = cursor.quoted();
    Tail tail = tail(cursor);
    if (tail == null) {
      return new ParseResult.Rejected(
          "not-the-format", "no router, server and milliseconds at the end");
    }
    if (tail.status().equals("-") || tail.status().equals("0")) {
      return new ParseResult.Skipped("no-status");
    }
    long status = number(tail.status());
    if (status < 100 || status > 999) {
      return new ParseResult.Rejected("bad-status", "no status behind the request");
    }
    return new ParseResult.Event(event(line, client, start, request, (int) status, tail));
  }

  /** The client; leaves the cursor behind the user, whose name may hold blanks. */
  private static String client(LineCursor cursor) {
    String client = cursor.word();
    while (!cursor.next('[') && !cursor.atEnd()) {
      cursor.word();
    }
    return client;
  }

  private Tail tail(LineCursor cursor) {
    String status = cursor.word();
    long size = number(cursor.word());
    cursor.quoted();
    cursor.quoted();
    if (cursor.atEnd()) {
      return known ? new Tail(status, size, "", "", -1) : null;
    }
    long count = number(cursor.word());
    String router = cursor.next('"') ? cursor.quoted() : cursor.word();
    String server = cursor.next('"') ? cursor.quoted() : cursor.word();
    String took = cursor.word();
    boolean whole = count >= 0 && took.endsWith(UNIT) && cursor.atEnd();
    long millis = whole ? number(took.substring(0, took.length() - UNIT.length())) : -1;
    known |= millis >= 0;
    return millis < 0 ? null : new Tail(status, size, router, server, millis);
  }

  private ProxyEvent event(
      RawLine line, String client, long start, String request, int status, Tail tail) {
    ProxyEvent event = TraefikEvents.blank(line, context);
    RequestIds.Choice choice = context.ids().choose("", "", "", line.identity());
    event.setRequestId(choice.key());
    event.setRequestIdKind(choice.kind());
    long took = tail.millis() < 0 ? -1 : tail.millis() * 1_000;
    event.setStartTime(start);
    event.setTime(start + Math.max(0, took));
    event.setResolution(SECOND);
    event.setDurationUs(took);
    event.setStatus(status);
    event.setBytesSent(tail.size());
    event.setClientIp(client.equals("-") ? "" : Requests.firstAddress(client));
    event.setMethod(Requests.method(request));
    event.setPath(Requests.path(request));
    event.setPool(tail.router().equals("-") ? "" : tail.router());
    event.setAttemptsLogged(tail.millis() >= 0);
    String address = TraefikEvents.address(tail.server());
    if (!address.isEmpty()) {
      TraefikEvents.attempt(event, address, status, tail.size(), took);
    }
    return event;
  }

  private static long number(String value) {
    boolean digits =
        !value.isEmpty()
            && value.length() < 16
            && value.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? Long.parseLong(value) : -1;
  }
}
