package io.badhop.ingest.parse.app;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.ComponentEventKind;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;

/**
 * PHP's {@code error_log}: {@code [22-Nov-2026 06:04:37 UTC] PHP Fatal error: Uncaught X: ...},
 * stack traces on further lines. The zone is a name of the tz database.
 */
final class PhpErrorParser implements LineParser {

  private static final int STAMP = 20;
  private static final int LONGEST_STAMP = 70;
  private static final String PHP = "PHP ";

  private final AppRecords records;
  private final TextFields fields = new TextFields();
  private boolean began;

  PhpErrorParser(ParseContext context) {
    this.records = new AppRecords(context);
  }

  @Override
  public ParseResult parse(RawLine line) {
    String text = line.text();
    if (text.isEmpty()) {
      return new ParseResult.Skipped("empty");
    }
    int close = text.indexOf("] ");
    boolean stamped = text.charAt(0) == '[' && close > STAMP && close < LONGEST_STAMP;
    ZoneId zone = stamped ? zone(text.substring(STAMP + 1, close).strip()) : null;
    long time = zone == null ? Timestamps.NONE : Timestamps.dashed(text.substring(1), zone);
    if (time == Timestamps.NONE) {
      return began
          ? new ParseResult.Continued()
          : new ParseResult.Rejected("not-the-format", "no [date zone] at the beginning");
    }
    began = true;
    return record(line, time, text.substring(close + 2));
  }

  /** The zone that is named; null when what stands there is none, as in PHP-FPM's own log. */
  private static ZoneId zone(String name) {
    try {
      return name.isEmpty() ? null : ZoneId.of(name);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private ParseResult record(RawLine line, long time, String message) {
    ComponentEventKind kind = kind(message);
    if (kind != null) {
      return records.component(
          line, AppRecords.Moment.of(time, AppRecords.SECOND), kind, "php", message);
    }
    fields.read(message);
    if (!fields.identified()) {
      return new ParseResult.Skipped("no-request");
    }
    AppEvent event =
        records.event(line, time, AppRecords.SECOND, fields.requestId(), fields.trace());
    event.setLevel(level(message));
    event.setMessage(AppRecords.cut(message));
    event.setExceptionType(ExceptionNames.in(message));
    return new ParseResult.Event(event);
  }

  private static String level(String message) {
    int colon = message.indexOf(':');
    if (!message.startsWith(PHP) || colon < 0 || colon > 32) {
      return "";
    }
    return message.substring(PHP.length(), colon).toUpperCase(Locale.ROOT);
  }

  /** What a script's fatal error says of its worker; null when it says nothing. */
  static ComponentEventKind kind(String message) {
    if (message.contains("Allowed memory size of ") || message.contains("Out of memory")) {
      return ComponentEventKind.OUT_OF_MEMORY;
    }
    return message.contains("Maximum execution time of ")
        ? ComponentEventKind.WORKER_TIMEOUT
        : null;
  }
}
