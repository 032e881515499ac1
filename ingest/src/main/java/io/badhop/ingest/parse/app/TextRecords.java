package io.badhop.ingest.parse.app;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.ComponentEventKind;
import java.util.Locale;

/**
 * Plain text records of an application: a time, a level, a message. Python's logging, Logback,
 * Log4j, Spring Boot, Tomcat and Laravel write so. A record counts when its text carries an ID.
 */
final class TextRecords {

  private final ParseContext context;
  private final AppRecords records;
  private final RecordTail tail;
  private final TextFields fields = new TextFields();

  /**
   * @param tail learns which record the lines behind it belong to
   */
  TextRecords(ParseContext context, RecordTail tail) {
    this.context = context;
    this.records = new AppRecords(context);
    this.tail = tail;
  }

  /** The outcome of a line; null when it does not begin with a time and a level. */
  ParseResult read(RawLine line, String text) {
    PlainHead head = PlainHead.of(text, context.zone());
    if (head == null && !tail.began() && PlainHead.hasLevel(text)) {
      return new ParseResult.Rejected("no-time", "a level at the beginning, and no time");
    }
    if (head == null) {
      return null;
    }
    fields.read(text);
    int status = AppRecords.status(fields.get("status"));
    boolean closes = status >= 0 && !fields.get("method").isEmpty();
    return fields.identified() || closes
        ? event(line, head, closes ? status : -1)
        : component(line, head);
  }

  private ParseResult event(RawLine line, PlainHead head, int status) {
    AppEvent event =
        records.event(
            line,
            head.time(),
            head.resolution(),
            fields.requestId(),
            fields.trace(),
            fields.edge());
    event.setLevel(head.level());
    event.setMessage(AppRecords.cut(head.message()));
    event.setExceptionType(AppRecords.cut(ExceptionNames.in(head.message())));
    String method = fields.get("method").toUpperCase(Locale.ROOT);
    event.setMethod(Requests.method(method + " "));
    event.setPath(Requests.withoutQuery(fields.get("path")));
    if (status >= 0) {
      AppRecords.close(event, status, duration());
    }
    tail.behind(event);
    return new ParseResult.Event(event);
  }

  /** By the unit in the name or in the value; -1 when neither says it. */
  private long duration() {
    long took = Durations.micros(fields.get("durationms"), Durations.Unit.MILLISECONDS);
    took = took < 0 ? Durations.micros(fields.get("durations"), Durations.Unit.SECONDS) : took;
    took = took < 0 ? Durations.micros(fields.get("elapsedms"), Durations.Unit.MILLISECONDS) : took;
    return took < 0 ? Durations.micros(fields.get("duration"), Durations.Unit.UNKNOWN) : took;
  }

  private ParseResult component(RawLine line, PlainHead head) {
    ComponentEventKind kind = ProcessWords.kind(head.message());
    AppRecords.Moment at = AppRecords.Moment.of(head.time(), head.resolution());
    tail.behind(at, "", kind != null);
    return kind == null
        ? new ParseResult.Skipped("no-request")
        : records.component(line, at, kind, "", head.message());
  }
}
