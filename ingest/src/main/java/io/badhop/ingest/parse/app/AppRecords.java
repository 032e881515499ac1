package io.badhop.ingest.parse.app;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.RequestIds;
import io.badhop.ingest.parse.text.BlankEvents;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.AppEventKind;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.Tier;

/** Builds what the text formats of applications say, with all that the source is known to be. */
final class AppRecords {

  static final int SECOND = 1_000_000;

  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int MAX_MESSAGE = 512;

  private final ParseContext context;

  AppRecords(ParseContext context) {
    this.context = context;
  }

  /** A record about a request, of kind LOG until a status is known. */
  AppEvent event(RawLine line, long time, int resolution, String requestId, String trace) {
    return event(line, time, resolution, requestId, trace, "");
  }

  /** The same with the ID that an edge gave the request. */
  AppEvent event(
      RawLine line, long time, int resolution, String requestId, String trace, String edge) {
    return event(
        line, time, resolution, context.ids().choose(requestId, trace, edge, line.identity()));
  }

  /** The same with IDs that are chosen. */
  AppEvent event(RawLine line, long time, int resolution, RequestIds.Choice choice) {
    AppEvent event = BlankEvents.app();
    event.setEventId(line.identity());
    event.setTime(time);
    event.setRequestId(choice.key());
    event.setSite(context.site());
    event.setSource(context.source());
    event.setResolution(resolution);
    event.setRequestIdKind(choice.kind());
    event.setOtherId(choice.other());
    return event;
  }

  /** A further record of the request of another, written at the same time by the same service. */
  AppEvent like(AppEvent head, RawLine line) {
    AppEvent event = BlankEvents.app();
    event.setEventId(line.identity());
    event.setTime(head.getTime());
    event.setRequestId(head.getRequestId());
    event.setSite(head.getSite());
    event.setSource(head.getSource());
    event.setResolution(head.getResolution());
    event.setRequestIdKind(head.getRequestIdKind());
    event.setOtherId(head.getOtherId());
    event.setService(head.getService());
    event.setInstance(head.getInstance());
    event.setLevel(head.getLevel());
    return event;
  }

  /** Makes a record the one that closes its request. */
  static void close(AppEvent event, int status, long durationUs) {
    event.setKind(AppEventKind.REQUEST);
    event.setStatus(status);
    if (durationUs >= 0) {
      event.setStartTime(event.getTime() - durationUs);
      // A WebSocket lasts as long as somebody listens, which says nothing of the handling.
      event.setDurationUs(status == SWITCHING_PROTOCOLS ? -1 : durationUs);
    }
  }

  static void request(AppEvent event, String requestLine) {
    event.setMethod(Requests.method(requestLine));
    event.setPath(Requests.path(requestLine));
  }

  /** What happened to a component; the address comes from the address book when none is given. */
  ParseResult component(
      RawLine line, Moment at, ComponentEventKind kind, String component, String message) {
    return new ParseResult.Component(
        BlankEvents.component(context, line, Tier.APP)
            .setTime(at.time())
            .setResolution(at.resolution())
            .setKind(kind)
            .setComponent(component)
            .setAddress(
                at.address().isEmpty()
                    ? context.addresses().address(component).orElse("")
                    : at.address())
            .setMessage(cut(message))
            .setPath(at.path())
            .build());
  }

  /**
   * When and where something happened.
   *
   * @param time microseconds since the epoch
   * @param resolution of the time, in microseconds
   * @param address of the component; empty when unknown
   * @param path of the request that is named; empty when none
   */
  record Moment(long time, int resolution, String address, String path) {

    static Moment of(long time, int resolution) {
      return new Moment(time, resolution, "", "");
    }
  }

  static String cut(String text) {
    return text.length() > MAX_MESSAGE ? text.substring(0, MAX_MESSAGE) : text;
  }

  /** A message without the query strings of the requests in it, which may hold secrets. */
  static String withoutQueries(String message) {
    int query = message.indexOf('?');
    if (query < 0) {
      return message;
    }
    StringBuilder plain = new StringBuilder(message.length());
    int at = 0;
    while (query >= 0) {
      plain.append(message, at, query);
      at = query;
      boolean asked = query + 1 < message.length() && message.charAt(query + 1) > ' ';
      while (asked && at < message.length() && " \t\"'".indexOf(message.charAt(at)) < 0) {
        at++;
      }
      query = message.indexOf('?', asked ? at : query + 1);
    }
    return plain.append(message, at, message.length()).toString();
  }

  /** A status of HTTP; -1 when the text is none. */
  static int status(String text) {
    if (text.length() != 3 || text.charAt(0) < '1' || text.charAt(0) > '5') {
      return -1;
    }
    int status = whole(text);
    return status < 100 ? -1 : status;
  }

  /** A whole number of at most nine digits; -1 when the text is none. */
  static int whole(String text) {
    if (text.isEmpty() || text.length() > 9) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
