package io.badhop.ingest.parse.heroku;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.RequestIds;
import io.badhop.ingest.parse.text.BlankEvents;
import io.badhop.ingest.parse.text.LogfmtFields;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ProxyEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Heroku's router: {@code time heroku[router]: at=error code=H12 desc="Request timeout" method=GET
 * path="/" host=... request_id=... dyno=web.1 connect=0ms service=30000ms status=503}, or {@code
 * <158>1 time host heroku router - at=...} as a drain gets it. The line is written at the end. With
 * a code the router made the status itself; without one it is the dyno's.
 *
 * @see <a href="https://devcenter.heroku.com/articles/http-routing">HTTP routing</a>
 * @see <a href="https://devcenter.heroku.com/articles/error-codes">Error codes</a>
 */
final class HerokuRouterParser implements LineParser {

  private static final List<String> ROUTERS = List.of(" heroku[router]: ", " heroku router - ");
  private static final int STAMP = 19;
  private static final int SECOND = 1_000_000;
  private static final int MILLISECOND = 1_000;

  private final ParseContext context;
  private final LogfmtFields fields = new LogfmtFields();

  HerokuRouterParser(ParseContext context) {
    this.context = context;
  }

  @Override
  public ParseResult parse(RawLine line) {
    String text = line.text();
    if (text.isBlank()) {
      return new ParseResult.Skipped("empty");
    }
    String stamp = stamp(text);
    long time = stamp.length() < STAMP ? Timestamps.NONE : Timestamps.iso(stamp, context.zone());
    int behind = behindRouter(text);
    if (time == Timestamps.NONE || behind < 0) {
      boolean dyno =
          time != Timestamps.NONE && (text.contains(" app[") || text.contains(" heroku["));
      return dyno
          ? new ParseResult.Skipped("other-process")
          : new ParseResult.Rejected(
              "not-the-format", "no time and 'heroku[router]:' before the pairs");
    }
    byte[] pairs = text.substring(behind).getBytes(StandardCharsets.UTF_8);
    boolean read = fields.read(new RawLine(pairs, 0, pairs.length, line.offset()));
    int status = read ? status(fields.get("status")) : 0;
    if (status == 0) {
      return new ParseResult.Rejected("bad-status", "no status of HTTP among the pairs");
    }
    return new ParseResult.Event(event(line, time, stamp.indexOf('.') > 0, status));
  }

  /** The time, which a drain has behind priority and version. */
  private static String stamp(String text) {
    int from = text.startsWith("<") ? text.indexOf(' ') + 1 : 0;
    int end = text.indexOf(' ', from);
    return end < 0 ? "" : text.substring(from, end);
  }

  private static int behindRouter(String text) {
    for (String router : ROUTERS) {
      int at = text.indexOf(router);
      if (at > 0) {
        return at + router.length();
      }
    }
    return -1;
  }

  private ProxyEvent event(RawLine line, long time, boolean fine, int status) {
    RequestIds.Choice choice =
        context.ids().choose(fields.get("request_id"), "", "", line.identity());
    ProxyEvent event = BlankEvents.proxy();
    event.setEventId(line.identity());
    event.setSite(context.site());
    event.setSource(context.source());
    event.setTime(time);
    event.setResolution(fine ? MILLISECOND : SECOND);
    event.setRequestId(choice.key());
    event.setRequestIdKind(choice.kind());
    event.setOtherId(choice.other());
    event.setSoftware("heroku");
    event.setStatus(status);
    event.setMethod(fields.get("method"));
    event.setHost(Requests.host(fields.get("host")));
    event.setPath(Requests.withoutQuery(fields.get("path")));
    event.setClientIp(Requests.firstAddress(fields.get("fwd")));
    event.setBytesSent(number(fields.get("bytes")));
    event.setTermination((fields.get("code") + " " + fields.get("desc")).strip());
    upstream(event, time);
    return event;
  }

  private void upstream(ProxyEvent event, long time) {
    long connect = millis(fields.get("connect"));
    long service = millis(fields.get("service"));
    if (service >= 0) {
      long took = Math.max(0, connect) + service;
      event.setDurationUs(event.getStatus() == 101 ? -1 : took);
      event.setStartTime(time - took);
    }
    event.setAttemptsLogged(true);
    String dyno = fields.get("dyno");
    if (dyno.isEmpty()) {
      return;
    }
    Attempt attempt = new Attempt();
    attempt.setAddress(dyno);
    int dot = dyno.indexOf('.');
    attempt.setPool(dot < 0 ? dyno : dyno.substring(0, dot));
    attempt.setStatus(fields.get("code").isEmpty() ? event.getStatus() : 0);
    attempt.setConnectUs(connect);
    attempt.setHeaderUs(-1);
    attempt.setResponseUs(service);
    attempt.setBytesReceived(-1);
    event.setPool(attempt.getPool());
    event.setAttempts(List.of(attempt));
  }

  /** {@code 30000ms}; -1 when empty. */
  private static long millis(String text) {
    long value = text.endsWith("ms") ? number(text.substring(0, text.length() - 2)) : -1;
    return value < 0 ? -1 : value * MILLISECOND;
  }

  private static long number(String text) {
    boolean digits =
        !text.isEmpty() && text.length() < 13 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? Long.parseLong(text) : -1;
  }

  private static int status(String text) {
    long status = number(text);
    return status >= 100 && status < 600 ? (int) status : 0;
  }
}
