package io.badhop.ingest.parse.app;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.AppEvent;

/**
 * Access logs of application servers in the common or combined format, with a duration and an ID
 * behind it. gunicorn, morgan and Tomcat stamp a line when the answer is done.
 */
final class AccessLogParser implements LineParser {

  /** Who wrote the log, which decides what the numbers behind a line mean. */
  enum Writer {
    GUNICORN,
    MORGAN,
    TOMCAT
  }

  private static final String NO_FORM = "no access line of this server";

  private final ParseContext context;
  private final AppRecords records;
  private final MorganLine morgan;
  private final Writer writer;
  private final boolean marked;

  /**
   * Sets up.
   *
   * @param marked whether lines count only with what no proxy writes: gunicorn's {@code <pid>},
   *     morgan's {@code ms}
   */
  AccessLogParser(ParseContext context, Writer writer, boolean marked) {
    this.context = context;
    this.records = new AppRecords(context);
    this.morgan = new MorganLine(context);
    this.writer = writer;
    this.marked = marked;
  }

  @Override
  public ParseResult parse(RawLine line) {
    if (line.length() == 0) {
      return new ParseResult.Skipped("empty");
    }
    String text = line.text();
    AccessLine access = AccessLine.of(text);
    if (access == null) {
      return writer == Writer.MORGAN
          ? morgan.parse(line, text)
          : new ParseResult.Rejected("not-the-format", NO_FORM);
    }
    AccessTail tail = AccessTail.of(access.tail(), writer == Writer.GUNICORN);
    if (marked && !(writer == Writer.GUNICORN ? tail.process() : tail.millis())) {
      return new ParseResult.Rejected("not-the-format", NO_FORM);
    }
    int status = AppRecords.status(access.status());
    if (status < 0 && !access.status().equals("-")) {
      return new ParseResult.Rejected("bad-status", "'" + access.status() + "' is no status");
    }
    return event(line, access, tail, status);
  }

  private ParseResult event(RawLine line, AccessLine access, AccessTail tail, int status) {
    // morgan's combined format has CLF dates, and ISO dates where the user asked for them.
    long time = Timestamps.clf(access.date(), context.zone());
    int resolution = AppRecords.SECOND;
    if (time == Timestamps.NONE) {
      time = Timestamps.iso(access.date(), context.zone());
      resolution = access.date().indexOf('.') > 0 ? 1_000 : AppRecords.SECOND;
    }
    if (time == Timestamps.NONE) {
      return new ParseResult.Rejected("bad-timestamp", "'" + access.date() + "' is no time");
    }
    AppEvent event = records.event(line, time, resolution, tail.requestId(), tail.trace());
    AppRecords.request(event, access.request());
    if (status >= 0) {
      AppRecords.close(event, status, tail.durationUs());
    }
    return new ParseResult.Event(event);
  }
}
