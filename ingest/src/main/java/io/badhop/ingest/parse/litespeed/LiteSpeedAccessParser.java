package io.badhop.ingest.parse.litespeed;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.RequestIds;
import io.badhop.ingest.parse.text.LineCursor;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.ProxyEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * LiteSpeed's access log: Apache's combined format, with the virtual host before it where the log
 * is the server's, and with the quote of the setting's value left at its beginning.
 */
final class LiteSpeedAccessParser implements LineParser {

  private static final int SECOND = 1_000_000;
  private static final int MOST_WORDS = 16;

  private final ParseContext context;

  LiteSpeedAccessParser(ParseContext context) {
    this.context = context;
  }

  @Override
  public ParseResult parse(RawLine line) {
    String text = line.text();
    if (text.isBlank()) {
      return new ParseResult.Skipped("empty");
    }
    LineCursor cursor = new LineCursor(text, text.charAt(0) == '"' ? 1 : 0);
    List<String> words = new ArrayList<>();
    while (!cursor.atEnd() && !cursor.next('[') && words.size() < MOST_WORDS) {
      words.add(cursor.word());
    }
    long time = Timestamps.clf(cursor.bracketed(), context.zone());
    if (time == Timestamps.NONE) {
      return new ParseResult.Rejected("bad-timestamp", "no time between brackets");
    }
    if (words.size() < 3 || !cursor.next('"')) {
      return new ParseResult.Rejected(
          "not-the-format", "no client before or request after the time");
    }
    String request = cursor.quoted();
    String status = cursor.word();
    if (status.length() != 3 || number(status) < 0) {
      return new ParseResult.Rejected("bad-status", "no status behind the request");
    }
    ProxyEvent event = event(line, time, (int) number(status));
    client(event, words);
    event.setMethod(Requests.method(request));
    event.setPath(Requests.path(request));
    event.setBytesSent(number(cursor.word()));
    return new ParseResult.Event(event);
  }

  private ProxyEvent event(RawLine line, long time, int status) {
    RequestIds.Choice choice = context.ids().choose("", "", "", line.identity());
    ProxyEvent event =
        ProxyEvent.newBuilder()
            .setEventId(line.identity())
            .setTime(time)
            .setRequestId(choice.key())
            .setRequestIdKind(choice.kind())
            .setStatus(status == 0 ? -1 : status)
            .build();
    event.setSite(context.site());
    event.setSource(context.source());
    event.setSoftware("litespeed");
    event.setResolution(SECOND);
    return event;
  }

  /** A virtual host stands before an address, an address before the dash of identd. */
  private static void client(ProxyEvent event, List<String> words) {
    boolean named = words.size() > 3 && isAddress(words.get(1));
    event.setHost(named ? Requests.host(words.get(0)) : "");
    event.setClientIp(words.get(named ? 1 : 0));
  }

  private static boolean isAddress(String word) {
    return word.length() > 1
        && (word.indexOf('.') > 0 || word.indexOf(':') >= 0)
        && word.chars().allMatch(c -> c == '.' || c == ':' || Character.digit(c, 16) >= 0);
  }

  private static long number(String value) {
    boolean digits =
        !value.isEmpty()
            && value.length() < 18
            && value.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? Long.parseLong(value) : -1;
  }
}
