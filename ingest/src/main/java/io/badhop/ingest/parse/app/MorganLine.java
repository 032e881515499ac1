package io.badhop.ingest.parse.app;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.AppEvent;

/**
 * morgan's formats {@code dev}, {@code tiny} and {@code short}. They have no time of their own; a
 * container's or a logger's ISO time before them is taken.
 */
final class MorganLine {

  private final ParseContext context;
  private final AppRecords records;

  MorganLine(ParseContext context) {
    this.context = context;
    this.records = new AppRecords(context);
  }

  ParseResult parse(RawLine line, String text) {
    String[] tokens = uncoloured(text).strip().split(" +");
    int method = method(tokens);
    int status = method < 0 ? -1 : method + 2;
    if (status > 0 && status < tokens.length && tokens[status].startsWith("HTTP/")) {
      status++;
    }
    int code = status < 0 || status >= tokens.length ? -1 : AppRecords.status(tokens[status]);
    int millis = code < 0 ? -1 : millis(tokens, status);
    if (millis < 0) {
      return new ParseResult.Rejected("not-the-format", "no line of morgan's formats");
    }
    long time = Timestamps.iso(tokens[0], context.zone());
    if (time == Timestamps.NONE) {
      return new ParseResult.Rejected(
          "no-time", "morgan's dev, tiny and short have no time; log 'combined' or add :date[iso]");
    }
    AppEvent event = records.event(line, time, 1_000, "", "");
    event.setMethod(tokens[method]);
    event.setPath(Requests.withoutQuery(tokens[method + 1]));
    long took = Timestamps.seconds(tokens[millis]);
    AppRecords.close(event, code, took == Timestamps.NONE ? -1 : took / 1_000);
    return new ParseResult.Event(event);
  }

  /** The method stands first, or behind a time, or behind address and user. */
  private static int method(String[] tokens) {
    for (int i = 0; i < Math.min(4, tokens.length - 2); i++) {
      if (!Requests.method(tokens[i] + " ").isEmpty() && tokens[i + 1].startsWith("/")) {
        return i;
      }
    }
    return -1;
  }

  private static int millis(String[] tokens, int from) {
    for (int i = from + 1; i + 1 < tokens.length; i++) {
      if (tokens[i + 1].equals("ms")) {
        return i;
      }
    }
    return -1;
  }

  /** Without the colours that {@code dev} writes. */
  private static String uncoloured(String text) {
    if (text.indexOf('\u001b') < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\u001b') {
        int end = text.indexOf('m', i);
        i = end < 0 ? text.length() : end;
      } else {
        plain.append(text.charAt(i));
      }
    }
    return plain.toString();
  }
}
