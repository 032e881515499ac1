package io.badhop.ingest.parse.app;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.RequestIds;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.RequestIdKind;
import java.util.Locale;
import java.util.Map;

/**
 * What a record of names and values says, be it JSON or logfmt: it closes a request, was written
 * while one was handled, tells of the process, or says nothing.
 */
final class NamedRecords {

  private static final String EVENT_STREAM = "text/event-stream";

  private final ParseContext context;
  private final AppRecords records;
  private final NamedValues values;
  private final NamedIds ids;
  private final RecordTail tail;

  /**
   * @param tail learns which record the lines behind it belong to
   */
  NamedRecords(ParseContext context, RecordTail tail) {
    this.context = context;
    this.records = new AppRecords(context);
    this.values = new NamedValues(context.fields());
    this.ids = new NamedIds(context.ids());
    this.tail = tail;
  }

  /**
   * The outcome of one record.
   *
   * @param aloneCloses whether a status closes a request although neither method nor path nor
   *     duration stands beside it
   */
  ParseResult read(RawLine line, Map<String, String> record, boolean aloneCloses) {
    values.read(record);
    NamedTime time = NamedTime.of(values, context.zone());
    if (time.micros() == Timestamps.NONE) {
      String detail =
          time.stamp().isEmpty()
              ? "none of the usual time fields"
              : "'" + AppRecords.cut(time.stamp()) + "' is no time";
      return new ParseResult.Rejected("bad-timestamp", detail);
    }
    String message = NamedMessage.of(values);
    RequestIds.Choice choice = ids.choose(values, message, line);
    NamedStatus status = NamedStatus.of(values, aloneCloses);
    return choice.kind() != RequestIdKind.NONE || status.closes()
        ? event(line, time, choice, status, message)
        : component(line, time, message);
  }

  private ParseResult event(
      RawLine line, NamedTime time, RequestIds.Choice choice, NamedStatus status, String message) {
    AppEvent event = records.event(line, time.micros(), time.resolution(), choice);
    request(event);
    event.setService(service());
    event.setInstance(values.get("instance"));
    event.setLevel(level());
    event.setExceptionType(NamedErrors.type(values));
    event.setMessage(NamedErrors.message(values, message));
    status.describe(event);
    long took = NamedStatus.duration(values);
    if (took >= 0) {
      event.setStartTime(time.micros() - took);
      event.setDurationUs(took);
    }
    if (status.closes()) {
      AppRecords.close(event, status.http(), took);
    }
    if (values.get("contentType").startsWith(EVENT_STREAM)) {
      // It lasts as long as somebody listens.
      event.setDurationUs(-1);
    }
    tail.behind(event);
    return new ParseResult.Event(event);
  }

  private void request(AppEvent event) {
    event.setMethod(Requests.method(values.get("method") + " "));
    event.setHost(Requests.host(values.get("host")));
    String path = Requests.withoutQuery(values.get("path"));
    String service = values.named("grpc.service");
    String route = values.get("route");
    String controller = values.named("controller");
    String action = values.named("action");
    boolean rails = route.isEmpty() && !controller.isEmpty() && !action.isEmpty();
    event.setRoute(rails ? controller + "#" + action : route);
    event.setPath(
        path.isEmpty() && !service.isEmpty()
            ? "/" + service + "/" + values.named("grpc.method")
            : path);
  }

  /** bunyan, known by its version, has the application's name at the top. */
  private String service() {
    String service = values.get("service");
    return service.isEmpty() && values.has("v") && values.has("pid")
        ? values.named("name")
        : service;
  }

  /** pino and bunyan number their levels; GELF has those of syslog. */
  private String level() {
    String level = values.get("level");
    return switch (level) {
      case "10" -> "TRACE";
      case "20" -> "DEBUG";
      case "30" -> "INFO";
      case "40" -> "WARN";
      case "50" -> "ERROR";
      case "60" -> "FATAL";
      case "0", "1", "2" -> "CRITICAL";
      case "3" -> "ERROR";
      case "4" -> "WARN";
      case "5" -> "NOTICE";
      case "6" -> "INFO";
      case "7" -> "DEBUG";
      default -> level.toUpperCase(Locale.ROOT);
    };
  }

  private ParseResult component(RawLine line, NamedTime time, String message) {
    String said = NamedErrors.message(values, message);
    String type = NamedErrors.type(values);
    ComponentEventKind kind = ProcessWords.kind(said);
    if (kind == null && !type.isEmpty()) {
      kind = ProcessWords.kind(type + ": " + said);
    }
    String instance = values.get("instance");
    String service = service();
    String component = service.isEmpty() ? instance : service;
    String address =
        instance.contains(":") ? instance : context.addresses().address(service).orElse("");
    AppRecords.Moment moment = new AppRecords.Moment(time.micros(), time.resolution(), address, "");
    tail.behind(moment, component, kind != null);
    return kind == null
        ? new ParseResult.Skipped("no-request")
        : records.component(line, moment, kind, component, said);
  }
}
