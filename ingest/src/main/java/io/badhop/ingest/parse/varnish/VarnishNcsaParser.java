package io.badhop.ingest.parse.varnish;

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
import java.util.Set;

/**
 * varnishncsa: the combined format with an absolute URL, by which it is told from a web server's,
 * and whatever was appended to the format. Its time is that of the request's beginning. Appended
 * values have no names; those count whose form leaves no doubt, and an ID of any form behind {@code
 * request_id=}.
 */
final class VarnishNcsaParser implements LineParser {

  private static final int SECOND = 1_000_000;
  private static final int UUID_LENGTH = 36;
  private static final int HEX_LENGTH = 32;
  private static final String NAMED_ID = "request_id=";
  private static final Set<String> HANDLINGS =
      Set.of("hit", "miss", "pass", "pipe", "synth", "hitpass", "hitmiss", "streaming-hit");

  private final ParseContext context;

  VarnishNcsaParser(ParseContext context) {
    this.context = context;
  }

  @Override
  public ParseResult parse(RawLine line) {
    if (line.length() == 0) {
      return new ParseResult.Skipped("empty");
    }
    LineCursor cursor = new LineCursor(line.text(), 0);
    String client = cursor.word();
    cursor.word();
    // A user's name may hold blanks.
    while (!cursor.atEnd() && !cursor.next('[')) {
      cursor.word();
    }
    long start = Timestamps.clf(cursor.bracketed(), context.zone());
    String request = cursor.quoted();
    String status = cursor.word();
    String host = host(request);
    if (start == Timestamps.NONE) {
      return new ParseResult.Rejected("bad-timestamp", "no time between brackets");
    }
    if (host.isEmpty() || number(status) < 0 || status.length() != 3) {
      return new ParseResult.Rejected("not-the-format", "no absolute URL or no status behind it");
    }
    ProxyEvent event = event(line, start, (int) number(status));
    event.setClientIp(client.equals("-") ? "" : client);
    event.setMethod(Requests.method(request));
    event.setHost(Requests.host(host));
    event.setPath(Requests.path(request));
    return rest(event, cursor, line);
  }

  private ParseResult rest(ProxyEvent event, LineCursor cursor, RawLine line) {
    event.setBytesSent(number(cursor.word()));
    cursor.quoted(); // where the visitor came from
    cursor.quoted(); // the browser
    String id = appended(event, cursor, event.getStartTime());
    RequestIds.Choice choice = context.ids().choose(id, "", "", line.identity());
    event.setRequestId(choice.key());
    event.setRequestIdKind(choice.kind());
    return new ParseResult.Event(event);
  }

  private ProxyEvent event(RawLine line, long start, int status) {
    ProxyEvent event =
        ProxyEvent.newBuilder()
            .setEventId(line.identity())
            .setTime(start)
            .setRequestId("")
            .setStatus(status == 0 ? -1 : status)
            .setErrors(new ArrayList<>())
            .build();
    event.setSite(context.site());
    event.setSource(context.source());
    event.setSoftware("varnish");
    event.setStartTime(start);
    event.setResolution(SECOND);
    return event;
  }

  /**
   * Reads what follows the browser's name; the result is a request ID, empty when there is none.
   */
  private static String appended(ProxyEvent event, LineCursor cursor, long start) {
    String id = "";
    boolean handled = false;
    while (!cursor.atEnd()) {
      String value = cursor.next('"') ? cursor.quoted() : cursor.word();
      if (HANDLINGS.contains(value)) {
        handled = true;
      } else if (isId(value) || value.startsWith(NAMED_ID)) {
        String given = value.startsWith(NAMED_ID) ? value.substring(NAMED_ID.length()) : value;
        id = id.isEmpty() ? given : id;
      } else if (handled && event.getConnection().isEmpty() && number(value) > 0) {
        event.setConnection(value);
      } else if (value.indexOf('.') > 0 && Timestamps.seconds(value) >= 0) {
        firstByte(event, value, start);
      } else if (FetchErrors.isOne(value)) {
        event.getErrors().add(FetchErrors.note("FetchError", value, event.getTime(), ""));
      }
    }
    return id;
  }

  /**
   * Time to the first byte is the only one that varnishncsa writes with a fraction. The request
   * ended then or later.
   */
  private static void firstByte(ProxyEvent event, String value, long start) {
    boolean fraction = value.length() - value.indexOf('.') == 7;
    if (fraction && event.getTime() == start) {
      event.setTime(start + Timestamps.seconds(value));
    }
  }

  /** Host of {@code GET http://host/path HTTP/1.1}; empty when the URL is not absolute. */
  private static String host(String request) {
    int scheme = request.indexOf(" http");
    int from = scheme < 0 ? -1 : request.indexOf("://", scheme);
    if (from < 0 || from > scheme + 6) {
      return "";
    }
    int end = from + 3;
    while (end < request.length() && "/ ?#".indexOf(request.charAt(end)) < 0) {
      end++;
    }
    return request.substring(from + 3, end);
  }

  /** A UUID with its dashes or without, as nginx writes its own IDs. */
  private static boolean isId(String value) {
    boolean dashes =
        value.length() == UUID_LENGTH && value.charAt(8) == '-' && value.charAt(13) == '-';
    return (dashes || value.length() == HEX_LENGTH && value.indexOf('-') < 0)
        && value.chars().allMatch(c -> c == '-' || Character.digit(c, 16) >= 0);
  }

  private static long number(String value) {
    boolean digits =
        !value.isEmpty()
            && value.length() < 18
            && value.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? Long.parseLong(value) : -1;
  }
}
