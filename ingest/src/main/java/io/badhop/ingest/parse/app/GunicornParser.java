package io.badhop.ingest.parse.app;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.BlankEvents;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.Tier;
import java.util.Locale;

/**
 * gunicorn's error log: {@code [2026-11-22 06:04:36 +0000] [pid] [LEVEL] message}, tracebacks on
 * further lines.
 */
final class GunicornParser implements LineParser {

  private final ParseContext context;
  private final AppRecords records;
  private final TextFields fields = new TextFields();
  private final RecordTail tail;
  private String address = "";

  GunicornParser(ParseContext context) {
    this.context = context;
    this.records = new AppRecords(context);
    this.tail = new RecordTail(records);
  }

  @Override
  public ParseResult parse(RawLine line) {
    String text = line.text();
    int close = text.indexOf("] [");
    long time =
        close > 0 && text.charAt(0) == '['
            ? Timestamps.iso(text.substring(1, close), context.zone())
            : Timestamps.NONE;
    int pid = close < 0 ? -1 : text.indexOf("] [", close + 3);
    int level = pid < 0 ? -1 : text.indexOf("] ", pid + 3);
    if (time == Timestamps.NONE || level < 0) {
      return tail.began()
          ? tail.read(line, text)
          : new ParseResult.Rejected("not-the-format", "no [date] [pid] [LEVEL] at the beginning");
    }
    return record(line, time, text.substring(pid + 3, level), text.substring(level + 2));
  }

  private ParseResult record(RawLine line, long time, String level, String message) {
    if (message.startsWith("Listening at: ")) {
      String url = message.substring("Listening at: ".length()).split("[ ,]", 2)[0];
      int scheme = url.indexOf("://");
      boolean known = scheme >= 0 || url.startsWith("unix:");
      address = known ? url.substring(scheme < 0 ? 0 : scheme + 3) : "";
    }
    ComponentEventKind kind = kind(message);
    tail.behind(
        new AppRecords.Moment(time, AppRecords.SECOND, address, ""), "gunicorn", kind != null);
    if (kind == null) {
      return request(line, time, level, message);
    }
    return new ParseResult.Component(
        BlankEvents.component(context, line, Tier.APP)
            .setTime(time)
            .setKind(kind)
            .setComponent("gunicorn")
            .setAddress(address)
            .setMessage(AppRecords.cut(message))
            .build());
  }

  /** The application logs through gunicorn's logger as well; its lines count by their ID. */
  private ParseResult request(RawLine line, long time, String level, String message) {
    fields.read(message);
    if (!fields.identified()) {
      return new ParseResult.Skipped("process-message");
    }
    AppEvent event =
        records.event(line, time, AppRecords.SECOND, fields.requestId(), fields.trace());
    event.setLevel(level.toUpperCase(Locale.ROOT));
    event.setInstance(address);
    event.setMessage(AppRecords.cut(message));
    event.setExceptionType(AppRecords.cut(ExceptionNames.in(message)));
    tail.behind(event);
    return new ParseResult.Event(event);
  }

  private static ComponentEventKind kind(String message) {
    if (message.startsWith("WORKER TIMEOUT")) {
      return ComponentEventKind.WORKER_TIMEOUT;
    }
    if (message.contains("Perhaps out of memory")) {
      return ComponentEventKind.OUT_OF_MEMORY;
    }
    if (isKill(message)) {
      return ComponentEventKind.WORKER_KILLED;
    }
    if (message.startsWith("Listening at")) {
      return ComponentEventKind.STARTED;
    }
    if (message.startsWith("Handling signal: hup")) {
      return ComponentEventKind.RELOADED;
    }
    return isStop(message) ? ComponentEventKind.STOPPED : null;
  }

  /** The words differ from version to version. SIGTERM is what the master itself sends to end. */
  private static boolean isKill(String message) {
    return message.contains("was sent SIG") && !message.contains("was sent SIGTERM")
        || message.contains("was terminated due to signal")
        || message.contains("exited with code ") && !message.contains("exited with code 0")
        || message.contains("Worker failed to boot");
  }

  private static boolean isStop(String message) {
    return message.startsWith("Handling signal: term")
        || message.startsWith("Handling signal: int")
        || message.startsWith("Handling signal: quit");
  }
}
