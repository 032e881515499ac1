package io.badhop.ingest.parse.app;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.ComponentEventKind;

/**
 * PHP-FPM's slow log: {@code [date] [pool www] pid 12}, the script on the next line, then the
 * frames. The script's line is the event, as it says what is slow; the line before it begins the
 * record.
 */
final class FpmSlowParser implements LineParser {

  private static final int STAMP = 20;
  private static final String POOL = "[pool ";
  private static final String SCRIPT = "script_filename = ";

  private final ParseContext context;
  private final AppRecords records;
  private long time = Timestamps.NONE;
  private String pool = "";

  FpmSlowParser(ParseContext context) {
    this.context = context;
    this.records = new AppRecords(context);
  }

  @Override
  public ParseResult parse(RawLine line) {
    String text = line.text();
    if (text.isBlank()) {
      return new ParseResult.Skipped("empty");
    }
    if (begins(text)) {
      return new ParseResult.Continued();
    }
    if (time == Timestamps.NONE) {
      return new ParseResult.Rejected("not-the-format", "no [date] [pool name] before it");
    }
    return text.startsWith(SCRIPT)
        ? records.component(
            line,
            new AppRecords.Moment(
                time,
                AppRecords.SECOND,
                context
                    .addresses()
                    .address(pool)
                    .or(() -> context.addresses().address("fastcgi"))
                    .orElse(""),
                ""),
            ComponentEventKind.SLOW_REQUEST,
            pool,
            text.substring(SCRIPT.length()))
        : new ParseResult.Continued();
  }

  private boolean begins(String text) {
    int from = text.indexOf(POOL);
    int end = from < 0 ? -1 : text.indexOf(']', from);
    if (end < 0 || from > STAMP + 12 || text.charAt(0) != '[') {
      return false;
    }
    long stamp = Timestamps.dashed(text.substring(1), context.zone());
    if (stamp == Timestamps.NONE) {
      return false;
    }
    time = stamp;
    pool = text.substring(from + POOL.length(), end);
    return true;
  }
}
