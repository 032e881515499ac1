package io.badhop.ingest.parse.iis;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.RequestIds;
import io.badhop.ingest.parse.text.ProxyFields;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ProxyEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * W3C log of an IIS site. Its time is the end of the request, in UTC. Application Request Routing
 * appends its ID and the status of the server behind it to the query, which is read before it is
 * dropped.
 */
final class IisAccessParser implements LineParser {

  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int FIRST_SERVER_ERROR = 500;

  /** The client or its connection went while the answer was sent. */
  private static final List<Long> UNSENT = List.of(64L, 995L, 1_229L, 1_236L);

  private final ParseContext context;
  private final W3cTable table = new W3cTable(IisLayouts.SITE);
  private final ProxyFields row = new ProxyFields();

  IisAccessParser(ParseContext context) {
    this.context = context;
  }

  @Override
  public ParseResult parse(RawLine line) {
    String text = line.text().strip();
    if (text.isEmpty()) {
      return new ParseResult.Skipped("empty");
    }
    if (text.charAt(0) == '#' || text.charAt(0) == '\uFEFF') {
      table.directive(text.charAt(0) == '#' ? text : text.substring(1));
      return new ParseResult.Skipped("comment");
    }
    if (text.startsWith("<Event ")) {
      return IisEventXml.read(text, row) ? event(line) : notTheFormat();
    }
    if (!table.ofMicrosoft()) {
      return new ParseResult.Rejected(
          "other-software", "the header names '" + table.software() + "' as the writer");
    }
    return table.read(text, row) && !row.names("s-reason") ? event(line) : notTheFormat();
  }

  private static ParseResult notTheFormat() {
    return new ParseResult.Rejected(
        "not-the-format", "neither the header nor a default layout of IIS fits the row");
  }

  private ParseResult event(RawLine line) {
    long time = IisEvents.time(row, context.zone());
    if (time == Timestamps.NONE) {
      return new ParseResult.Rejected("bad-timestamp", "no time in the row");
    }
    ProxyEvent event = IisEvents.event(line, row, time, context);
    if (event.getStatus() < 0 || event.getMethod().isEmpty() && event.getPath().isEmpty()) {
      return new ParseResult.Rejected("bad-status", "no request or no status in the row");
    }
    String forwarded = Requests.firstAddress(row.get("x-forwarded-for").replace('+', ' '));
    if (!forwarded.isEmpty()) {
      event.setClientIp(IisEvents.withoutZone(forwarded));
    }
    event.setBytesSent(row.number("sc-bytes", "bytessent"));
    event.setCompleted(!UNSENT.contains(row.number("sc-win32-status")));
    event.setTermination(termination(event.getStatus()));
    duration(event);
    ids(event, line);
    attempt(event);
    return new ParseResult.Event(event);
  }

  /** {@code 502.3/12002}; empty for an answer below 500 of which there is nothing to say. */
  private String termination(int status) {
    long sub = row.number("sc-substatus");
    long win32 = row.number("sc-win32-status");
    boolean plain = status < FIRST_SERVER_ERROR && sub <= 0 && win32 <= 0;
    if (plain || sub < 0) {
      return "";
    }
    return status + "." + sub + (win32 > 0 ? "/" + win32 : "");
  }

  /** Milliseconds. A WebSocket is open for as long as it likes. */
  private void duration(ProxyEvent event) {
    long millis = row.number("time-taken", "timetakenms");
    if (millis < 0) {
      return;
    }
    long micros = Math.min(millis, Integer.MAX_VALUE * 1_000L) * 1_000;
    event.setStartTime(event.getTime() - micros);
    event.setDurationUs(event.getStatus() == SWITCHING_PROTOCOLS ? -1 : micros);
  }

  private void ids(ProxyEvent event, RawLine line) {
    String own = row.get("x-request-id", "request-id", "x-correlation-id", "requestid");
    RequestIds.Choice choice =
        context
            .ids()
            .choose(
                own.isEmpty() ? routing("X-ARR-LOG-ID=") : own,
                row.get("traceparent", "b3", "x-b3-traceid", "uber-trace-id"),
                row.get("cf-ray", "x-amzn-trace-id", "x-amz-cf-id"),
                line.identity());
    event.setRequestId(choice.key());
    event.setRequestIdKind(choice.kind());
    event.setOtherId(choice.other());
  }

  /**
   * The server's own answer, as the router saw it. Behind a sub-status of 502 the router failed:
   * then its own status is no answer.
   */
  private void attempt(ProxyEvent event) {
    String logged = routing("SERVER-STATUS=");
    event.setAttemptsLogged(!logged.isEmpty());
    if (logged.isEmpty()
        || logged.length() > 3
        || !logged.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return;
    }
    int status = Integer.parseInt(logged);
    boolean routerFailed = event.getStatus() == 502 && row.number("sc-substatus") > 0;
    Attempt attempt =
        Attempt.newBuilder().setStatus(routerFailed && status == 502 ? 0 : status).build();
    event.setAttempts(new ArrayList<>(List.of(attempt)));
  }

  /** Value that the router appended to the query; empty when it did not. */
  private String routing(String name) {
    String query = row.get("cs-uri-query");
    // The client may have sent such a name too; what the router adds comes last.
    int at = query.lastIndexOf(name);
    if (at < 0 || at > 0 && query.charAt(at - 1) != '&' && query.charAt(at - 1) != '?') {
      return "";
    }
    int from = at + name.length();
    int end = query.indexOf('&', from);
    return query.substring(from, end < 0 ? query.length() : end);
  }
}
