package io.badhop.ingest.parse.app;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.JsonFields;
import io.badhop.ingest.parse.text.LogfmtFields;
import java.util.Set;

/**
 * Log of an application in one of three dialects: JSON, logfmt, or plain text with a time and a
 * level. Once a record of the log's own dialect has come, those of the other two are read as well,
 * since libraries and the process itself write as they like; lines behind a record may be its stack
 * trace.
 */
final class AppLines implements LineParser {

  /** How the records of a log are written. */
  enum Dialect {
    /** One JSON object a line. */
    JSON,
    /** {@code name=value} pairs. */
    LOGFMT,
    /** A time, a level and a message. */
    TEXT
  }

  /** structlog's exceptions, spans of Rust's tracing, scopes of .NET. */
  private static final Set<String> LISTS = Set.of("exception", "spans", "Scopes");

  private final Dialect own;
  private final JsonFields json = new JsonFields(LISTS);
  private final LogfmtFields pairs = new LogfmtFields();
  private final RecordTail tail;
  private final NamedRecords named;
  private final TextRecords texts;
  private boolean began;

  AppLines(ParseContext context, Dialect own) {
    this.own = own;
    this.tail = new RecordTail(new AppRecords(context));
    this.named = new NamedRecords(context, tail);
    this.texts = new TextRecords(context, tail);
  }

  /** Something else was written between: a trace behind it belongs to no record before it. */
  void interrupted(AppRecords.Moment at, String component) {
    tail.behind(at, component, false);
  }

  @Override
  public ParseResult parse(RawLine line) {
    if (line.length() == 0) {
      return new ParseResult.Skipped("empty");
    }
    if (!began) {
      ParseResult result = inOwn(line);
      began = !(result instanceof ParseResult.Rejected) && tail.began();
      return result;
    }
    ParseResult result = line.buffer()[line.start()] == '{' ? json(line) : written(line);
    return result == null ? other(line) : result;
  }

  /** Before the first record of its own dialect a log may be anything. */
  private ParseResult inOwn(RawLine line) {
    ParseResult result =
        switch (own) {
          case JSON -> json(line);
          case LOGFMT -> logfmt(line);
          case TEXT -> texts.read(line, line.text());
        };
    boolean blank = own != Dialect.JSON && line.text().isBlank();
    return blank ? new ParseResult.Skipped("empty") : result == null ? notTheFormat() : result;
  }

  private ParseResult json(RawLine line) {
    String wrong = json.read(line);
    if (wrong == null) {
      ParseResult result = named.read(line, json.values(), true);
      return own == Dialect.TEXT && result instanceof ParseResult.Rejected ? null : result;
    }
    return own == Dialect.JSON ? new ParseResult.Rejected("bad-json", wrong) : null;
  }

  private ParseResult logfmt(RawLine line) {
    if (!pairs.read(line)) {
      return null;
    }
    return ProxyRecords.isOne(pairs.values())
        ? new ParseResult.Rejected("proxy-record", "the names are those of a proxy's access log")
        : named.read(line, pairs.values(), false);
  }

  /** A record of logfmt or text; null when the line is neither. */
  private ParseResult written(RawLine line) {
    String text = line.text();
    ParseResult result = texts.read(line, text);
    if (result == null && own != Dialect.TEXT) {
      result = logfmt(line);
      // A message may well have pairs; a record also has a time.
      boolean timeless = result instanceof ParseResult.Rejected && own != Dialect.LOGFMT;
      result = timeless ? null : result;
    } else if (result == null) {
      ParseResult record = logfmt(line);
      result = record instanceof ParseResult.Rejected ? null : record;
    }
    return result;
  }

  /** A line that begins no record. */
  private ParseResult other(RawLine line) {
    String text = line.text();
    if (text.isBlank()) {
      return new ParseResult.Skipped("empty");
    }
    if (own == Dialect.TEXT) {
      // A record may hold anything; only what begins like a record of another kind is none of it.
      boolean another = text.charAt(0) == '{' || Character.isDigit(text.charAt(0));
      return another ? notTheFormat() : tail.read(line, text);
    }
    if (tail.isMine(text)) {
      return tail.read(line, text);
    }
    return own == Dialect.JSON
        ? new ParseResult.Rejected("bad-json", "the line is no JSON object")
        : notTheFormat();
  }

  private ParseResult notTheFormat() {
    return new ParseResult.Rejected(
        "not-the-format",
        own == Dialect.LOGFMT
            ? "no name=value pairs at the beginning"
            : "no time and level at the beginning");
  }
}
