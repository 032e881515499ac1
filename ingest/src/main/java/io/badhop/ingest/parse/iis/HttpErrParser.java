package io.badhop.ingest.parse.iis;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.RequestIds;
import io.badhop.ingest.parse.text.ProxyFields;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.ProxyEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * HTTPERR log: requests that http.sys answered or dropped itself, so that no site's log has them.
 */
final class HttpErrParser implements LineParser {

  private final ParseContext context;
  private final W3cTable table = new W3cTable(IisLayouts.REFUSALS);
  private final ProxyFields row = new ProxyFields();

  HttpErrParser(ParseContext context) {
    this.context = context;
  }

  @Override
  public ParseResult parse(RawLine line) {
    String text = line.text().strip();
    if (text.isEmpty()) {
      return new ParseResult.Skipped("empty");
    }
    if (text.charAt(0) == '#' || text.charAt(0) == '\uFEFF') {
      table.directive(text.charAt(0) == '#' ? text : text.substring(1));
      return new ParseResult.Skipped("comment");
    }
    if (!table.read(text, row) || !row.names("s-reason")) {
      return new ParseResult.Rejected("not-the-format", "the row has no column for a reason");
    }
    String reason = row.get("s-reason");
    if (HttpErrReasons.harmless(reason)) {
      return new ParseResult.Skipped("idle-connection");
    }
    return event(line, reason);
  }

  private ParseResult event(RawLine line, String reason) {
    long time = IisEvents.time(row, context.zone());
    if (time == Timestamps.NONE) {
      return new ParseResult.Rejected("bad-timestamp", "no time in the row");
    }
    ProxyEvent event = IisEvents.event(line, row, time, context);
    if (event.getStatus() < 0 && event.getPath().isEmpty()) {
      return new ParseResult.Skipped("no-request");
    }
    event.setPool(row.get("s-queuename").replace('+', ' '));
    event.setCompleted(event.getStatus() >= 0);
    event.setTermination(event.getStatus() == 503 ? HttpErrReasons.substatus(reason) : "");
    if (!reason.isEmpty()) {
      event.setErrors(new ArrayList<>(List.of(note(reason, time))));
    }
    RequestIds.Choice choice = context.ids().choose("", "", "", line.identity());
    event.setRequestId(choice.key());
    event.setRequestIdKind(choice.kind());
    return new ParseResult.Event(event);
  }

  private static ErrorNote note(String reason, long time) {
    String code = reason.length() > 64 ? reason.substring(0, 64) : reason;
    return ErrorNote.newBuilder()
        .setTime(time)
        .setLevel("error")
        .setCode(code)
        .setMessage(code + ": " + HttpErrReasons.words(code))
        .build();
  }
}
