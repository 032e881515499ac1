package io.badhop.ingest.parse.app;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.AppEvent;

/**
 * PHP-FPM's access log: {@code %R - %u %t "%m %r" %s} by default, and with {@code %f
 * %{milliseconds}d %{kilo}M %C%%} behind it as its sample configuration proposes. {@code %t} is
 * when the request was accepted. Requests whose child was killed are missing.
 */
final class FpmAccessParser implements LineParser {

  private static final int STAMP = 26;

  private final ParseContext context;
  private final AppRecords records;

  FpmAccessParser(ParseContext context) {
    this.context = context;
    this.records = new AppRecords(context);
  }

  @Override
  public ParseResult parse(RawLine line) {
    if (line.length() == 0) {
      return new ParseResult.Skipped("empty");
    }
    String text = line.text();
    int quote = text.indexOf(" \"");
    int from = quote - STAMP;
    // The common log format has brackets around the time, this one has none.
    long start =
        from < 1 || text.charAt(from - 1) != ' '
            ? Timestamps.NONE
            : Timestamps.clf(text.substring(from, quote), context.zone());
    int end = start == Timestamps.NONE ? -1 : text.indexOf("\" ", quote + 2);
    if (end < 0) {
      return new ParseResult.Rejected("not-the-format", "no time before a quoted request");
    }
    String[] after = text.substring(end + 2).split(" ");
    int status = AppRecords.status(after[0]);
    if (status < 0) {
      return new ParseResult.Rejected("bad-status", "'" + after[0] + "' is no status");
    }
    return event(line, start, text.substring(quote + 2, end), status, after);
  }

  private ParseResult event(RawLine line, long start, String request, int status, String[] after) {
    long took = took(after);
    AccessTail ids = AccessTail.of(after.length > 1 ? after[after.length - 1] : "", false);
    AppEvent event =
        records.event(
            line, start + Math.max(0, took), AppRecords.SECOND, ids.requestId(), ids.trace());
    AppRecords.request(event, request);
    AppRecords.close(event, status, took);
    return new ParseResult.Event(event);
  }

  /** The sample configuration's order tells the unit: script, milliseconds, kilobytes, percent. */
  private static long took(String[] after) {
    boolean sample =
        after.length >= 5
            && after[1].startsWith("/")
            && AppRecords.whole(after[3]) >= 0
            && after[4].endsWith("%");
    long millis = sample ? Timestamps.seconds(after[2]) : Timestamps.NONE;
    return millis == Timestamps.NONE ? -1 : millis / 1_000;
  }
}
