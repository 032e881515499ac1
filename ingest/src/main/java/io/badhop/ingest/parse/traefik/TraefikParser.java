package io.badhop.ingest.parse.traefik;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.JsonFields;

/** Any line of Traefik's: a request in either format, or a message of the process. */
final class TraefikParser implements LineParser {

  private final JsonFields json = new JsonFields();
  private final TraefikCommon common;
  private final TraefikJson access;
  private final TraefikMessages messages;

  TraefikParser(ParseContext context) {
    this.common = new TraefikCommon(context);
    this.access = new TraefikJson(context);
    this.messages = new TraefikMessages(context);
  }

  @Override
  public ParseResult parse(RawLine line) {
    String text = line.text();
    if (text.isBlank()) {
      return new ParseResult.Skipped("empty");
    }
    if (text.charAt(0) != '{') {
      TraefikMessage message = TraefikMessage.ofText(text);
      return message == null ? common.parse(line, text) : messages.result(line, message);
    }
    String wrong = json.read(line);
    if (wrong != null) {
      return new ParseResult.Rejected("bad-json", wrong);
    }
    if (json.has("DownstreamStatus") || json.has("RequestMethod") && json.has("Duration")) {
      return access.event(line, json);
    }
    TraefikMessage message = TraefikMessage.ofJson(json);
    return message == null
        ? new ParseResult.Rejected("not-the-format", "neither a request nor a message of Traefik's")
        : messages.result(line, message);
  }
}
