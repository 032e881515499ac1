package io.badhop.ingest.ship;

import io.badhop.ingest.parse.Format;
import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.source.LineSource;
import io.badhop.ingest.source.SourceException;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lines of one file as what they say. Gives every line, and every one of several records in a
 * line, exactly one outcome and counts it; hands on those that say something.
 */
final class Pump implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pump.class);
  private static final byte[] NOTHING = new byte[0];

  /** 2000-01-01, before which no log is of interest: a clock that was never set says 1970. */
  private static final long EARLIEST = 946_684_800 * Times.SECOND;

  /**
   * Where the lines come from.
   *
   * @param source ID of the source
   * @param file name of the file for messages
   * @param format format that its lines are read as
   */
  record Origin(String source, String file, Format format) {}

  private final Origin origin;
  private final LineSource lines;
  private final LineParser parser;
  private final Rejection.Listener listener;
  private final LongSupplier latest;
  private final Tally tally = new Tally();

  /** Records of the last line that are still to be handed on; the line is valid until they are. */
  private Iterator<ParseResult> records = Collections.emptyIterator();

  private RawLine line;
  private int record;
  private boolean shown;
  private long offset = -1;
  private long time;
  private boolean broken;

  /**
   * A pump over an open source, which it closes.
   *
   * @param latest latest time that a record may have, microseconds since the epoch
   */
  Pump(
      Origin origin,
      LineSource lines,
      LineParser parser,
      Rejection.Listener listener,
      LongSupplier latest) {
    this.origin = origin;
    this.lines = lines;
    this.parser = parser;
    this.listener = listener;
    this.latest = latest;
  }

  /**
   * The next record that says something: a line, or one of several in a line.
   *
   * @return an Event, Component or ErrorLine; null when there is none, or none now
   */
  ParseResult next() throws IOException {
    ParseResult result;
    while ((result = nextRecord()) != null) {
      tally.line();
      time = timeOf(result);
      result = judge(result);
      if (result instanceof ParseResult.Rejected rejected) {
        reject(rejection(rejected));
        continue;
      }
      tally.count(result);
      if (time != Long.MIN_VALUE) {
        return result;
      }
    }
    return null;
  }

  /** The outcome of the next line, or of the next record of a line that holds several. */
  private ParseResult nextRecord() throws IOException {
    if (records.hasNext()) {
      record++;
      return records.next();
    }
    record = -1;
    shown = false;
    line = read();
    if (line == null) {
      return null;
    }
    offset = line.offset();
    ParseResult result = lines.cut() ? tooLong() : parsed(line);
    if (result instanceof ParseResult.Several several) {
      records = several.results().iterator();
      record = 0;
      return records.next();
    }
    return result;
  }

  /** Whether the last line holds records that were not handed on. */
  boolean isWithinLine() {
    return records.hasNext();
  }

  /** Of a line's rejections the first alone has the line with it: there may be ten thousand. */
  private Rejection rejection(ParseResult.Rejected rejected) {
    if (record < 0) {
      return Rejection.of(origin, line, lines.cut(), rejected.reason(), rejected.detail());
    }
    String detail = "record " + record + " of the line: " + rejected.detail();
    if (shown) {
      RawLine nothing = new RawLine(NOTHING, 0, 0, line.offset());
      return Rejection.of(origin, nothing, true, rejected.reason(), detail);
    }
    shown = true;
    return Rejection.of(origin, line, false, rejected.reason(), detail);
  }

  private RawLine read() throws IOException {
    if (broken) {
      return null;
    }
    try {
      return lines.next();
    } catch (SourceException e) {
      broken = true;
      LOG.warn(
          "log breaks off: file={} reason={} message={}",
          origin.file(),
          e.reason(),
          e.getMessage());
      // The half line at the end counts as a line, so that the loss shows in the figures.
      tally.line();
      reject(
          new Rejection(
              origin.source(),
              origin.file(),
              origin.format().name(),
              e.offset(),
              e.reason(),
              e.getMessage(),
              NOTHING,
              true));
      return null;
    }
  }

  private static ParseResult tooLong() {
    return new ParseResult.Rejected(
        "line-too-long", "longer than " + LineSource.MAX_LINE + " bytes; the rest was passed over");
  }

  private ParseResult judge(ParseResult result) {
    if (time != Long.MIN_VALUE && time < EARLIEST) {
      return new ParseResult.Rejected(
          "clock-not-set",
          "its time " + instant(time) + " is before 2000: check the clock of that machine");
    }
    long limit = latest.getAsLong();
    if (time <= limit) {
      return result;
    }
    return new ParseResult.Rejected(
        "ahead-of-clock",
        "its time "
            + instant(time)
            + " is later than "
            + instant(limit)
            + ", five minutes from now: check the clock of that machine and the log's time zone");
  }

  /** A parser does not throw; if one has a defect, it costs the line and not the log. */
  private ParseResult parsed(RawLine line) {
    try {
      return parser.parse(line);
    } catch (RuntimeException e) {
      LOG.warn(
          "parser failed: file={} offset={} format={}",
          origin.file(),
          line.offset(),
          origin.format().name(),
          e);
      return new ParseResult.Rejected("parser-failure", e.toString());
    }
  }

  private static long timeOf(ParseResult result) {
    if (result instanceof ParseResult.Event event) {
      return Times.of(event.event());
    }
    if (result instanceof ParseResult.Component component) {
      return component.event().getTime();
    }
    return result instanceof ParseResult.ErrorLine error
        ? error.error().note().getTime()
        : Long.MIN_VALUE;
  }

  private static String instant(long micros) {
    return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L)).toString();
  }

  private void reject(Rejection rejection) {
    tally.reject(rejection.example());
    listener.rejected(rejection);
  }

  /** Time of what {@link #next} last gave. */
  long time() {
    return time;
  }

  /** Offset of the line last read; -1 before the first. */
  long offset() {
    return offset;
  }

  Origin origin() {
    return origin;
  }

  Tally tally() {
    return tally;
  }

  LineSource lines() {
    return lines;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
