package io.badhop.ingest.parse.app;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.ComponentEventKind;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Rails: {@code Started GET "/x" for ip at time}, {@code Completed 500 ... in 12ms} and what stands
 * between them, lograge's one line a request, and Puma's messages. Requests are told apart by their
 * tag, else by the process of Ruby's logger; where several run in one process without tags, the
 * latest is taken.
 */
final class RailsParser implements LineParser {

  private static final int MAX_OPEN = 1_000;
  private static final String STARTED = "Started ";
  private static final String COMPLETED = "Completed ";
  private static final String PROCESSING = "Processing by ";

  /** A request that began. */
  private record Open(long time, String method, String path, String route) {}

  private final ParseContext context;
  private final AppRecords records;
  private final TextFields fields = new TextFields();
  private final Map<String, Open> open = new LinkedHashMap<>();
  private boolean began;
  private long last = Timestamps.NONE;

  RailsParser(ParseContext context) {
    this.context = context;
    this.records = new AppRecords(context);
  }

  @Override
  public ParseResult parse(RawLine line) {
    String text = line.text();
    if (text.isBlank()) {
      return new ParseResult.Skipped("empty");
    }
    RailsHead head = RailsHead.of(text, context.zone());
    last = head.time() == Timestamps.NONE ? last : head.time();
    String message = head.message();
    String key = head.tag().isEmpty() ? head.process() : head.tag();
    if (message.startsWith(STARTED) && message.contains(" for ")) {
      return started(line, head, key);
    }
    if (message.startsWith(COMPLETED)) {
      return completed(line, head, open.remove(key));
    }
    if (message.startsWith("method=") && message.contains(" status=")) {
      return lograge(line, head);
    }
    if (message.startsWith(PROCESSING)) {
      Open request = open.get(key);
      if (request != null) {
        open.put(key, routed(request, message));
      }
    }
    return other(line, head);
  }

  private static Open routed(Open request, String message) {
    String rest = message.substring(PROCESSING.length());
    int as = rest.indexOf(' ');
    return new Open(
        request.time(), request.method(), request.path(), as < 0 ? rest : rest.substring(0, as));
  }

  private ParseResult started(RawLine line, RailsHead head, String key) {
    String message = head.message();
    int at = message.lastIndexOf(" at ");
    int quote = message.indexOf(" \"");
    int end = quote < 0 ? -1 : message.indexOf('"', quote + 2);
    long stamp =
        at < 0 ? Timestamps.NONE : Timestamps.iso(message.substring(at + 4), context.zone());
    if (end < 0 || stamp == Timestamps.NONE) {
      return new ParseResult.Rejected("bad-timestamp", "no path or time behind 'Started'");
    }
    began = true;
    boolean own = head.time() != Timestamps.NONE;
    long time = own ? head.time() : stamp;
    last = time;
    String method = Requests.method(message.substring(STARTED.length()));
    String path = Requests.withoutQuery(message.substring(quote + 2, end));
    remember(key, new Open(time, method, path, ""));
    if (head.tag().isEmpty()) {
      return new ParseResult.Skipped("no-request");
    }
    AppEvent event =
        records.event(line, time, own ? head.resolution() : AppRecords.SECOND, head.tag(), "");
    event.setMethod(method);
    event.setPath(path);
    event.setLevel(head.level());
    event.setMessage(STARTED + method + " " + path);
    return new ParseResult.Event(event);
  }

  /** Of too many that never ended the oldest is forgotten. */
  private void remember(String key, Open request) {
    open.remove(key);
    open.put(key, request);
    if (open.size() > MAX_OPEN) {
      open.remove(open.keySet().iterator().next());
    }
  }

  private ParseResult completed(RawLine line, RailsHead head, Open request) {
    String[] words = head.message().split(" ", 3);
    int status = words.length < 2 ? -1 : AppRecords.status(words[1]);
    int in = head.message().indexOf(" in ");
    int unit = in < 0 ? -1 : head.message().indexOf("ms", in);
    long took = unit < 0 ? -1 : millis(head.message().substring(in + 4, unit));
    boolean own = head.time() != Timestamps.NONE;
    if (status < 0 || !own && request == null) {
      return new ParseResult.Rejected(
          status < 0 ? "bad-status" : "no-time", "no status, or no 'Started' before it");
    }
    began = true;
    long time = own ? head.time() : request.time() + Math.max(0, took);
    AppEvent event =
        records.event(line, time, own ? head.resolution() : AppRecords.SECOND, head.tag(), "");
    event.setLevel(head.level());
    if (request != null) {
      event.setMethod(request.method());
      event.setPath(request.path());
      event.setRoute(request.route());
    }
    AppRecords.close(event, status, took);
    return new ParseResult.Event(event);
  }

  private ParseResult lograge(RawLine line, RailsHead head) {
    if (head.time() == Timestamps.NONE) {
      return new ParseResult.Rejected("no-time", "lograge's line has no time before it");
    }
    began = true;
    fields.read(head.message());
    int status = AppRecords.status(fields.get("status"));
    if (status < 0) {
      return new ParseResult.Rejected("bad-status", "'" + fields.get("status") + "' is no status");
    }
    String id = fields.requestId().isEmpty() ? head.tag() : fields.requestId();
    AppEvent event = records.event(line, head.time(), head.resolution(), id, fields.trace());
    event.setMethod(Requests.method(fields.get("method") + " "));
    event.setPath(Requests.withoutQuery(fields.get("path")));
    event.setRoute(route(fields.get("controller"), fields.get("action")));
    event.setLevel(head.level());
    String error = fields.get("error");
    event.setMessage(AppRecords.cut(error));
    event.setExceptionType(RubyErrors.before(error, ":"));
    AppRecords.close(event, status, millis(fields.get("duration")));
    return new ParseResult.Event(event);
  }

  private static String route(String controller, String action) {
    return controller.isEmpty() || action.isEmpty() ? controller : controller + "#" + action;
  }

  private static long millis(String text) {
    long value = Timestamps.seconds(text);
    return value == Timestamps.NONE ? -1 : value / 1_000;
  }

  private ParseResult other(RawLine line, RailsHead head) {
    String message = head.message();
    String error = RubyErrors.before(message, " (");
    if (!error.isEmpty() && !head.tag().isEmpty() && last != Timestamps.NONE) {
      AppEvent event = records.event(line, last, head.resolution(), head.tag(), "");
      event.setLevel(head.level());
      event.setMessage(AppRecords.cut(message));
      event.setExceptionType(error);
      return new ParseResult.Event(event);
    }
    ComponentEventKind kind = ProcessWords.kind(message);
    if (kind != null && head.tag().isEmpty() && last != Timestamps.NONE) {
      began = true;
      return records.component(
          line, AppRecords.Moment.of(last, AppRecords.SECOND), kind, "puma", message);
    }
    if (!began && !head.message().startsWith(PROCESSING)) {
      return new ParseResult.Rejected("not-the-format", "no request of Rails before it");
    }
    return open.isEmpty() ? new ParseResult.Skipped("no-request") : new ParseResult.Continued();
  }
}
