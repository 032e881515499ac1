package io.badhop.ingest.parse;

import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.Tier;
import java.util.Map;
import java.util.Set;

/**
 * Apache error log, 2.4 ({@code [date] [module:level] [pid 1:tid 2] (errno)text: [client ip:port]
 * AHnnnnn: message}) and 2.2. A worker's own line ({@code AH00957}: the attempt failed) names no
 * client; it belongs to the client's line of the same thread that follows it, and waits for that
 * line by its thread.
 */
final class ApacheErrorParser implements LineParser {

  private static final int MAX_MESSAGE = 512;

  /** An attempt to reach an upstream failed: at an address, at a socket. */
  private static final Set<String> WORKER_LINES = Set.of("AH00957", "AH02454");

  private static final Map<String, ComponentEventKind> COMPONENTS =
      Map.of(
          "AH00489", ComponentEventKind.STARTED,
          "AH00163", ComponentEventKind.STARTED,
          "AH00169", ComponentEventKind.STOPPED,
          "AH00491", ComponentEventKind.STOPPED,
          "AH00493", ComponentEventKind.RELOADED,
          "AH00494", ComponentEventKind.RELOADED,
          "AH00484", ComponentEventKind.CONNECTIONS_EXHAUSTED,
          "AH00288", ComponentEventKind.CONNECTIONS_EXHAUSTED,
          "AH00959", ComponentEventKind.SERVER_DOWN,
          "AH00052", ComponentEventKind.WORKER_KILLED);

  private final ParseContext context;
  private boolean began;

  ApacheErrorParser(ParseContext context) {
    this.context = context;
  }

  @Override
  public ParseResult parse(RawLine line) {
    String text = line.text();
    int close = text.indexOf(']');
    long time =
        close > 0 && text.charAt(0) == '['
            ? Timestamps.asctime(text.substring(1, close), context.zone())
            : Timestamps.NONE;
    if (time == Timestamps.NONE) {
      return began
          ? new ParseResult.Continued()
          : new ParseResult.Rejected("not-the-format", "no [date] at the beginning");
    }
    began = true;
    return record(
        line,
        time,
        text.substring(1, close).indexOf('.') > 0 ? 1 : 1_000_000,
        text.substring(close + 1).strip());
  }

  private ParseResult record(RawLine line, long time, int resolution, String rest) {
    String body = rest;
    String level = bracket(body);
    body = after(body, level);
    String process = bracket(body).startsWith("pid ") ? bracket(body) : "";
    body = after(body, process);
    String error = "";
    int errno = -1;
    int end = body.indexOf(')');
    if (body.startsWith("(")
        && end > 1
        && body.substring(1, end).chars().allMatch(Character::isDigit)
        && end < 9) {
      errno = Integer.parseInt(body.substring(1, end));
      int colon = body.indexOf(": ", end);
      error = colon < 0 ? body : body.substring(0, colon);
      body = colon < 0 ? "" : body.substring(colon + 2);
    }
    String peer = bracket(body);
    boolean client = peer.startsWith("client ");
    boolean remote = peer.startsWith("remote ");
    body = client || remote ? after(body, peer) : body;
    String code =
        body.startsWith("AH") && body.length() > 8 && body.charAt(7) == ':'
            ? body.substring(0, 7)
            : "";
    String message = (error.isEmpty() ? "" : error + ": ") + body;
    boolean ofWorker = remote || WORKER_LINES.contains(code);
    if (!client && !ofWorker) {
      return component(line, time, resolution, code, message);
    }
    ErrorNote note =
        ErrorNote.newBuilder()
            .setTime(time)
            .setLevel(level.substring(level.indexOf(':') + 1))
            .setMessage(cut(withoutReferer(message)))
            .setCode(code)
            .setErrno(errno)
            .setUpstream(remote ? peer.substring("remote ".length()) : upstream(body))
            .build();
    return new ParseResult.ErrorLine(
        new ErrorRecord(
            line.identity(),
            "apache",
            note,
            "",
            client ? withoutPort(peer.substring("client ".length()), process.isEmpty()) : "",
            "",
            "",
            process.replace("pid ", "").replace("tid ", ""),
            resolution));
  }

  private ParseResult component(
      RawLine line, long time, int resolution, String code, String message) {
    ComponentEventKind kind =
        message.contains("exit signal") ? ComponentEventKind.WORKER_KILLED : COMPONENTS.get(code);
    if (kind == null) {
      return new ParseResult.Skipped("server-message");
    }
    String upstream = upstream(message);
    return new ParseResult.Component(
        ComponentEvent.newBuilder()
            .setEventId(line.identity())
            .setSite(context.site())
            .setSource(context.source())
            .setTier(Tier.PROXY)
            .setTime(time)
            .setResolution(resolution)
            .setKind(kind)
            .setComponent("apache")
            .setAddress(upstream)
            .setMessage(cut(message))
            .build());
  }

  private static String bracket(String text) {
    // 2.2 puts nothing between [error] and (111).
    int close = text.startsWith("[") ? text.indexOf(']') : -1;
    return close < 0 ? "" : text.substring(1, close);
  }

  private static String after(String text, String bracket) {
    return bracket.isEmpty() ? text : text.substring(bracket.length() + 2).strip();
  }

  /**
   * {@code attempt to connect to 10.0.0.1:80 (...)}, {@code worker for (10.0.0.1:80)}, {@code
   * remote server 10.0.0.1:80}, {@code connection to backend: 10.0.0.1}.
   */
  private static String upstream(String message) {
    for (String label :
        new String[] {
          "attempt to connect to Unix domain socket ",
          "attempt to connect to ",
          "worker for (",
          "remote server ",
          "connection to backend: "
        }) {
      int from = message.indexOf(label);
      if (from >= 0) {
        int start = from + label.length();
        int end = start;
        while (end < message.length() && " ),".indexOf(message.charAt(end)) < 0) {
          end++;
        }
        String name = message.substring(start, end);
        return name.startsWith("/") ? "unix:" + name : name;
      }
    }
    return "";
  }

  private static String withoutReferer(String message) {
    int referer = message.indexOf(", referer: ");
    return referer < 0 ? message : message.substring(0, referer);
  }

  /** 2.4 puts a port behind every address, 2.2 behind none. */
  private static String withoutPort(String address, boolean old) {
    int colon = address.lastIndexOf(':');
    return !old && colon > 0 && address.substring(colon + 1).chars().allMatch(Character::isDigit)
        ? address.substring(0, colon)
        : address;
  }

  private static String cut(String message) {
    return message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message;
  }
}
