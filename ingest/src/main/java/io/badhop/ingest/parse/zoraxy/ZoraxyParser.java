package io.badhop.ingest.parse.zoraxy;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.RequestIds;
import io.badhop.ingest.parse.text.AnyTimes;
import io.badhop.ingest.parse.text.BlankEvents;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.ProxyEvent;

/**
 * {@code [2026-11-22 06:00:10.123456] [router:host-http] [origin:shop.example.com] [client:
 * 192.0.2.9] [useragent: curl] GET /a 502}, behind a second time where Go's logger writes one.
 * Times are local. The router's kind tells whether the request was passed on, not to which server.
 */
final class ZoraxyParser implements LineParser {

  private static final String ROUTER = "] [router:";
  private static final String ORIGIN = "] [origin:";
  private static final String CLIENT = "] [client:";
  private static final String AGENT = "] [useragent:";

  private final ParseContext context;

  ZoraxyParser(ParseContext context) {
    this.context = context;
  }

  /** Where the parts of a line begin; a user agent may hold brackets itself. */
  private record Parts(int open, int router, int origin, int client, int agent, int request) {

    static Parts of(String text) {
      return new Parts(
          text.indexOf('['),
          text.indexOf(ROUTER),
          text.indexOf(ORIGIN),
          text.indexOf(CLIENT),
          text.indexOf(AGENT),
          text.lastIndexOf("] "));
    }

    boolean inOrder() {
      return open >= 0
          && router > open
          && origin > router
          && client > origin
          && agent > client
          && request > agent;
    }
  }

  @Override
  public ParseResult parse(RawLine line) {
    String text = line.text().strip();
    if (text.isEmpty()) {
      return new ParseResult.Skipped("empty");
    }
    Parts parts = Parts.of(text);
    if (!parts.inOrder()) {
      return new ParseResult.Rejected("not-the-format", "no router, origin, client and agent");
    }
    String stamp = text.substring(parts.open() + 1, parts.router());
    long time = AnyTimes.any(stamp, context.zone());
    if (time == Timestamps.NONE) {
      return new ParseResult.Rejected("bad-timestamp", "no time in '" + stamp + "'");
    }
    String said = text.substring(parts.request() + 2);
    int last = said.lastIndexOf(' ');
    int status = last < 0 ? -1 : status(said.substring(last + 1));
    if (status < 0) {
      return new ParseResult.Rejected("bad-status", "no status at the end");
    }
    ProxyEvent event = event(line, time, status);
    event.setResolution(AnyTimes.resolution(stamp));
    event.setMethod(Requests.method(said));
    event.setPath(Requests.path(said.substring(0, last)));
    place(event, text, parts);
    return new ParseResult.Event(event);
  }

  private static void place(ProxyEvent event, String text, Parts parts) {
    event.setPool(text.substring(parts.router() + ROUTER.length(), parts.origin()).strip());
    event.setHost(
        Requests.host(text.substring(parts.origin() + ORIGIN.length(), parts.client()).strip()));
    event.setClientIp(text.substring(parts.client() + CLIENT.length(), parts.agent()).strip());
  }

  private ProxyEvent event(RawLine line, long time, int status) {
    ProxyEvent event = BlankEvents.proxy();
    RequestIds.Choice choice = context.ids().choose("", "", "", line.identity());
    event.setEventId(line.identity());
    event.setSite(context.site());
    event.setSource(context.source());
    event.setSoftware("zoraxy");
    event.setTime(time);
    event.setRequestId(choice.key());
    event.setRequestIdKind(choice.kind());
    event.setStatus(status);
    return event;
  }

  private static int status(String word) {
    boolean three = word.length() == 3 && word.chars().allMatch(c -> c >= '0' && c <= '9');
    return three ? Integer.parseInt(word) : -1;
  }
}
