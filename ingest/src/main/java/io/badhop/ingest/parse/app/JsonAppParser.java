package io.badhop.ingest.parse.app;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.RequestIds;
import io.badhop.ingest.parse.text.JsonFields;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.AppEventKind;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.RequestIdKind;
import io.badhop.schemas.event.Tier;
import java.util.Locale;

/**
 * JSON log of an application: records that close a request, records written while one is handled,
 * and what the process says of itself.
 */
final class JsonAppParser implements LineParser {

  private static final long SECOND = 1_000_000;
  private static final int MAX_MESSAGE = 512;
  private static final String PYTHON = "Traceback (most recent call last)";

  private final ParseContext context;
  private final JsonFields json = new JsonFields();

  JsonAppParser(ParseContext context) {
    this.context = context;
  }

  @Override
  public ParseResult parse(RawLine line) {
    if (line.length() == 0) {
      return new ParseResult.Skipped("empty");
    }
    String wrong = json.read(line);
    if (wrong != null) {
      return new ParseResult.Rejected("bad-json", wrong);
    }
    String stamp = field("time");
    long time = time(stamp);
    if (time == Timestamps.NONE) {
      return new ParseResult.Rejected(
          "bad-timestamp",
          stamp.isEmpty() ? "none of the usual time fields" : "'" + stamp + "' is no time");
    }
    RequestIds.Choice choice =
        context
            .ids()
            .choose(field("requestId"), field("traceId"), field("edgeId"), line.identity());
    boolean identified = !choice.other().isEmpty() || choice.kind() != RequestIdKind.NONE;
    long status = json.number(name("status"), -1);
    boolean request = status >= 100 && status < 600 || status == 0;
    return identified || request
        ? event(line, time, choice, request ? (int) status : -1)
        : component(line, time);
  }

  private ParseResult event(RawLine line, long time, RequestIds.Choice choice, int status) {
    AppEvent event =
        AppEvent.newBuilder()
            .setEventId(line.identity())
            .setTime(time)
            .setRequestId(choice.key())
            .build();
    event.setSite(context.site());
    event.setSource(context.source());
    event.setResolution(resolution(field("time")));
    event.setRequestIdKind(choice.kind());
    event.setOtherId(choice.other());
    event.setKind(status >= 0 ? AppEventKind.REQUEST : AppEventKind.LOG);
    event.setStatus(status);
    long took = duration();
    event.setDurationUs(took);
    event.setStartTime(took < 0 ? -1 : time - took);
    event.setService(field("service"));
    event.setInstance(field("instance"));
    event.setMethod(field("method"));
    event.setHost(Requests.host(field("host")));
    event.setPath(Requests.withoutQuery(field("path")));
    event.setRoute(field("route"));
    event.setLevel(level(field("level")));
    event.setMessage(cut(field("message")));
    event.setExceptionType(exceptionType());
    return new ParseResult.Event(event);
  }

  private ParseResult component(RawLine line, long time) {
    String message = field("message");
    ComponentEventKind kind = kind(message.toLowerCase(Locale.ROOT));
    if (kind == null) {
      return new ParseResult.Skipped("no-request");
    }
    String instance = field("instance");
    return new ParseResult.Component(
        ComponentEvent.newBuilder()
            .setEventId(line.identity())
            .setSite(context.site())
            .setSource(context.source())
            .setTier(Tier.APP)
            .setTime(time)
            .setResolution(resolution(field("time")))
            .setKind(kind)
            .setComponent(field("service").isEmpty() ? instance : field("service"))
            .setAddress(
                instance.contains(":")
                    ? instance
                    : context.addresses().address(field("service")).orElse(""))
            .setMessage(cut(message))
            .build());
  }

  private static ComponentEventKind kind(String message) {
    if (message.contains("out of memory") || message.contains("outofmemory")) {
      return ComponentEventKind.OUT_OF_MEMORY;
    }
    if (message.contains("worker timeout")) {
      return ComponentEventKind.WORKER_TIMEOUT;
    }
    if (message.contains("sigterm")
        || message.contains("shutting down")
        || message.startsWith("stopping")
        || message.startsWith("shutdown")) {
      return ComponentEventKind.STOPPED;
    }
    if (message.startsWith("listening on")
        || message.startsWith("server started")
        || message.startsWith("started ")
        || message.contains("server listening")) {
      return ComponentEventKind.STARTED;
    }
    boolean full =
        message.contains("pool")
            && (message.contains("exhausted")
                || message.contains("limit") && message.contains("reached"));
    return full ? ComponentEventKind.POOL_FULL : null;
  }

  private String name(String meaning) {
    for (String name : context.fields().of(meaning)) {
      if (json.has(name)) {
        return name;
      }
    }
    return "";
  }

  private String field(String meaning) {
    return json.get(name(meaning));
  }

  private long duration() {
    String millis = name("durationMs");
    String field = millis.isEmpty() ? name("durationS") : millis;
    if (field.isEmpty()) {
      return -1;
    }
    long micros = Timestamps.seconds(json.get(field));
    if (micros == Timestamps.NONE) {
      return -1;
    }
    return millis.isEmpty() ? micros : micros / 1_000;
  }

  private String exceptionType() {
    String type = field("exceptionType");
    if (!type.isEmpty()) {
      return cut(type);
    }
    String trace = field("exception").strip();
    if (trace.isEmpty()) {
      return "";
    }
    // Python names the exception behind the frames, Java and JavaScript in the first line.
    String said =
        trace.startsWith(PYTHON) ? behindFrames(trace) : trace.lines().findFirst().orElse("");
    int colon = said.indexOf(':');
    return cut(colon < 0 ? said : said.substring(0, colon));
  }

  /** Of chained exceptions the last one left the handler; its message may have several lines. */
  private static String behindFrames(String trace) {
    return trace
        .substring(trace.lastIndexOf(PYTHON))
        .lines()
        .skip(1)
        .filter(line -> !line.isEmpty() && !Character.isWhitespace(line.charAt(0)))
        .findFirst()
        .orElse("");
  }

  private long time(String text) {
    boolean number =
        !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.');
    if (!number) {
      return Timestamps.iso(text, context.zone());
    }
    long value = Timestamps.seconds(text);
    int whole = text.indexOf('.') < 0 ? text.length() : text.indexOf('.');
    if (whole <= 11) {
      return value;
    }
    if (text.length() > 19) {
      return Timestamps.NONE;
    }
    long units = Long.parseLong(text.substring(0, whole));
    return whole <= 14 ? units * 1_000 : whole <= 17 ? units : units / 1_000;
  }

  private static int resolution(String text) {
    boolean fine =
        text.indexOf('.') >= 0
            || text.indexOf(',') >= 0
            || text.length() > 11 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return fine ? 1_000 : (int) SECOND;
  }

  /** pino and bunyan number their levels. */
  private static String level(String level) {
    return switch (level) {
      case "10" -> "TRACE";
      case "20" -> "DEBUG";
      case "30" -> "INFO";
      case "40" -> "WARN";
      case "50" -> "ERROR";
      case "60" -> "FATAL";
      default -> level.toUpperCase(Locale.ROOT);
    };
  }

  private static String cut(String text) {
    return text.length() > MAX_MESSAGE ? text.substring(0, MAX_MESSAGE) : text;
  }
}
