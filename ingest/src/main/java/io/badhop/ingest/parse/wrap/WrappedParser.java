package io.badhop.ingest.parse.wrap;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ProxyEvent;
import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;

/**
 * Takes the wrappers off, has the inner parser read the rest, and adds what the wrappers know. The
 * identity of an event is that of the inner line at the offset of the outer one.
 */
final class WrappedParser implements LineParser {

  private final Unwrapper unwrapper;
  private final LineParser inner;

  WrappedParser(Unwrapper unwrapper, LineParser inner) {
    this.unwrapper = unwrapper;
    this.inner = inner;
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
    ParseResult result = inner.parse(envelope.line());
    if (isTimeless(result, envelope)) {
      result = inner.parse(stamped(envelope));
    }
    if (result instanceof ParseResult.Event event) {
      complete(event.event(), envelope);
    } else if (result instanceof ParseResult.Component component) {
      complete(component.event(), envelope);
    }
    return result;
  }

  private static boolean isTimeless(ParseResult result, Envelope envelope) {
    return result instanceof ParseResult.Rejected rejected
        && rejected.reason().equals("bad-timestamp")
        && !envelope.stamp().isEmpty()
        && envelope.stamp().chars().noneMatch(c -> c == '"' || c == '\\' || c < ' ')
        && envelope.length() > 2
        && envelope.bytes()[envelope.start()] == '{';
  }

  /**
   * JSON without a time gets the envelope's; in front, so that a field of that name is the last.
   */
  private static RawLine stamped(Envelope envelope) {
    byte[] time =
        ("{\"@timestamp\":\"" + envelope.stamp() + "\",").getBytes(StandardCharsets.UTF_8);
    byte[] line = new byte[time.length + envelope.length() - 1];
    System.arraycopy(time, 0, line, 0, time.length);
    System.arraycopy(
        envelope.bytes(), envelope.start() + 1, line, time.length, envelope.length() - 1);
    return new RawLine(line, 0, line.length, envelope.offset());
  }

  private static void complete(SpecificRecord event, Envelope envelope) {
    if (event instanceof AppEvent app) {
      if (app.getInstance().isEmpty()) {
        app.setInstance(envelope.instance());
      }
      if (app.getService().isEmpty()) {
        app.setService(envelope.service());
      }
    } else if (event instanceof ProxyEvent proxy && proxy.getProxy().isEmpty()) {
      proxy.setProxy(envelope.instance());
    } else if (event instanceof ComponentEvent component && component.getComponent().isEmpty()) {
      component.setComponent(
          envelope.service().isEmpty() ? envelope.instance() : envelope.service());
    }
  }
}
