package io.badhop.ingest.parse.wrap;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;

/**
 * Takes the wrappers off, has the inner parser read the rest, and adds what the wrappers know. The
 * identity of an event is that of the inner line at the offset of the outer one.
 */
final class WrappedParser implements LineParser {

  private final Unwrapper unwrapper;
  private final LineParser inner;
  private final Timeless timeless;

  WrappedParser(Unwrapper unwrapper, LineParser inner, ParseContext context) {
    this.unwrapper = unwrapper;
    this.inner = inner;
    this.timeless = new Timeless(context);
  }

  @Override
  public ParseResult parse(RawLine line) {
    return switch (unwrapper.unwrap(line)) {
      case PART -> new ParseResult.Continued();
      case PARTS_TOO_LONG ->
          new ParseResult.Rejected("partial-too-long", "the parts make more than 1 MiB");
      case TOO_LONG -> new ParseResult.Rejected("line-too-long", "the line has more than 1 MiB");
      case LINE -> completed(unwrapper.envelope());
    };
  }

  private ParseResult completed(Envelope envelope) {
    ParseResult result = read(envelope);
    new Surroundings(envelope.instance(), envelope.service()).completes(result);
    return result;
  }

  private ParseResult read(Envelope envelope) {
    RawLine expected = timeless.expected(envelope);
    if (expected != null) {
      ParseResult result = inner.parse(expected);
      if (!(result instanceof ParseResult.Rejected)) {
        return result;
      }
    }
    ParseResult result = inner.parse(envelope.line());
    RawLine stamped = timeless.stamped(result, envelope);
    if (stamped == null) {
      return result;
    }
    boolean text = result instanceof ParseResult.Rejected r && r.reason().equals("no-time");
    ParseResult timed = inner.parse(stamped);
    timeless.understood(timed, text);
    return timed instanceof ParseResult.Rejected ? result : timed;
  }
}
