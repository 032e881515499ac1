package io.badhop.ingest.parse.app;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.ComponentEventKind;
import java.util.Locale;

/**
 * Plain text log of an application: a time, a level, a message, stack traces on further lines.
 * Python's logging, Logback, Log4j, Spring Boot, Tomcat and Laravel write so. A record counts when
 * its text carries an ID.
 */
final class PlainAppParser implements LineParser {

  private final ParseContext context;
  private final AppRecords records;
  private final TextFields fields = new TextFields();
  private boolean began;

  PlainAppParser(ParseContext context) {
    this.context = context;
    this.records = new AppRecords(context);
  }

  @Override
  public ParseResult parse(RawLine line) {
    String text = line.text();
    if (text.isBlank()) {
      return new ParseResult.Skipped("empty");
    }
    PlainHead head = PlainHead.of(text, context.zone());
    if (head == null && !began && PlainHead.hasLevel(text)) {
      return new ParseResult.Rejected("no-time", "a level at the beginning, and no time");
    }
    if (head == null) {
      // A record may hold anything; only what begins like a record of another kind is none of it.
      boolean other = text.charAt(0) == '{' || Character.isDigit(text.charAt(0)) || !began;
      return other
          ? new ParseResult.Rejected("not-the-format", "no time and level at the beginning")
          : new ParseResult.Continued();
    }
    began = true;
    fields.read(text);
    int status = AppRecords.status(fields.get("status"));
    boolean closes = status >= 0 && !fields.get("method").isEmpty();
    return fields.identified() || closes
        ? event(line, head, closes ? status : -1)
        : component(line, head);
  }

  private ParseResult event(RawLine line, PlainHead head, int status) {
    AppEvent event =
        records.event(line, head.time(), head.resolution(), fields.requestId(), fields.trace());
    event.setLevel(head.level());
    event.setMessage(AppRecords.cut(head.message()));
    event.setExceptionType(AppRecords.cut(ExceptionNames.in(head.message())));
    String method = fields.get("method").toUpperCase(Locale.ROOT);
    event.setMethod(Requests.method(method + " "));
    event.setPath(Requests.withoutQuery(fields.get("path")));
    if (status >= 0) {
      long millis = Timestamps.seconds(fields.get("durationms"));
      AppRecords.close(event, status, millis == Timestamps.NONE ? -1 : millis / 1_000);
    }
    return new ParseResult.Event(event);
  }

  private ParseResult component(RawLine line, PlainHead head) {
    ComponentEventKind kind = ProcessWords.kind(head.message());
    return kind == null
        ? new ParseResult.Skipped("no-request")
        : records.component(
            line, AppRecords.Moment.of(head.time(), head.resolution()), kind, "", head.message());
  }
}
