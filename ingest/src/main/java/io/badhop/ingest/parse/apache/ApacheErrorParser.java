package io.badhop.ingest.parse.apache;

import io.badhop.ingest.parse.ErrorRecord;
import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.BlankEvents;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.Tier;
import java.util.Map;
import java.util.Set;

/**
 * Apache error log, 2.4 ({@code [date] [module:level] [pid 1:tid 2] (errno)text: [client ip:port]
 * AHnnnnn: message}) and 2.2. A worker's own line (AH00957: the attempt failed) names no client;
 * the binder finds its request by the thread.
 */
final class ApacheErrorParser implements LineParser {

  private static final int MAX_MESSAGE = 512;
  private static final int SECOND = 1_000_000;

  private static final Map<String, ComponentEventKind> COMPONENTS =
      Map.ofEntries(
          Map.entry("AH00163", ComponentEventKind.STARTED),
          Map.entry("AH00489", ComponentEventKind.STARTED),
          Map.entry("AH00169", ComponentEventKind.STOPPED),
          Map.entry("AH00491", ComponentEventKind.STOPPED),
          Map.entry("AH00171", ComponentEventKind.RELOADED),
          Map.entry("AH00052", ComponentEventKind.WORKER_KILLED),
          Map.entry("AH00493", ComponentEventKind.RELOADED),
          Map.entry("AH00494", ComponentEventKind.RELOADED),
          Map.entry("AH00161", ComponentEventKind.CONNECTIONS_EXHAUSTED),
          Map.entry("AH00288", ComponentEventKind.CONNECTIONS_EXHAUSTED),
          Map.entry("AH00484", ComponentEventKind.CONNECTIONS_EXHAUSTED),
          Map.entry("AH03490", ComponentEventKind.CONNECTIONS_EXHAUSTED),
          Map.entry("AH10159", ComponentEventKind.OTHER),
          Map.entry("AH00959", ComponentEventKind.SERVER_DOWN));

  /** Words of Apache 2.2, which has no codes. */
  private static final Map<String, ComponentEventKind> WORDS =
      Map.of(
          "exit signal", ComponentEventKind.WORKER_KILLED,
          "server reached MaxClients", ComponentEventKind.CONNECTIONS_EXHAUSTED,
          "Too many open files", ComponentEventKind.CONNECTIONS_EXHAUSTED,
          "resuming normal operations", ComponentEventKind.STARTED,
          "Graceful restart requested", ComponentEventKind.RELOADED,
          "caught SIGTERM", ComponentEventKind.STOPPED);

  /**
   * What Apache says of a failed TLS handshake with an upstream at level info, and nowhere else.
   */
  private static final Set<String> TELLING_INFO =
      Set.of("AH01961", "AH01997", "AH02003", "AH02004", "AH02005", "AH02039", "AH02276");

  private final ParseContext context;
  private boolean began;

  ApacheErrorParser(ParseContext context) {
    this.context = context;
  }

  @Override
  public ParseResult parse(RawLine line) {
    String text = line.text();
    if (text.isBlank()) {
      return new ParseResult.Skipped("empty");
    }
    int close = text.charAt(0) == '[' ? text.indexOf(']') : -1;
    String date = close < 0 ? "" : text.substring(1, close);
    long time = Timestamps.asctime(date, context.zone());
    if (time == Timestamps.NONE) {
      return headless(text);
    }
    began = true;
    int resolution = date.indexOf('.') > 0 ? 1 : SECOND;
    return record(line, time, resolution, new ApacheErrorLine(text, close + 1));
  }

  /** A further line of a message, unless it is plainly something else. */
  private ParseResult headless(String text) {
    if (!began) {
      return new ParseResult.Rejected("not-the-format", "no [date] at the beginning");
    }
    return Requests.isAccessLine(text)
        ? new ParseResult.Rejected("access-line", "a line of an access log among errors")
        : new ParseResult.Continued();
  }

  private ParseResult record(RawLine line, long time, int resolution, ApacheErrorLine said) {
    boolean quiet = said.level().equals("info") || said.level().equals("debug");
    if (quiet && !TELLING_INFO.contains(said.code())) {
      return new ParseResult.Skipped(said.level() + "-message");
    }
    ComponentEventKind kind = said.client().isEmpty() ? kind(said) : null;
    if (kind != null) {
      return new ParseResult.Component(component(line, time, resolution, kind, said));
    }
    boolean ofWorker = said.module().startsWith("proxy") || !said.remote().isEmpty();
    if (said.client().isEmpty() && !ofWorker) {
      return new ParseResult.Skipped("server-message");
    }
    return new ParseResult.ErrorLine(
        new ErrorRecord(
            line.identity(),
            "apache",
            note(time, said),
            said.logId(),
            said.client(),
            "",
            "",
            said.process(),
            resolution));
  }

  private static ComponentEventKind kind(ApacheErrorLine said) {
    ComponentEventKind kind = COMPONENTS.get(said.code());
    if (kind != null) {
      return kind;
    }
    String message = said.message();
    return WORDS.entrySet().stream()
        .filter(word -> message.contains(word.getKey()))
        .map(Map.Entry::getValue)
        .min(ComponentEventKind::compareTo)
        .orElse(null);
  }

  private static ErrorNote note(long time, ApacheErrorLine said) {
    return ErrorNote.newBuilder()
        .setTime(time)
        .setLevel(said.level())
        .setMessage(cut(said.message()))
        .setCode(said.code())
        .setErrno(said.errno())
        .setUpstream(upstream(said))
        .build();
  }

  private ComponentEvent component(
      RawLine line, long time, int resolution, ComponentEventKind kind, ApacheErrorLine said) {
    String upstream = upstream(said);
    return BlankEvents.component(context, line, Tier.PROXY)
        .setTime(time)
        .setResolution(resolution)
        .setKind(kind)
        .setComponent("apache")
        .setAddress(upstream)
        .setMessage(cut(said.message()))
        .build();
  }

  /**
   * {@code attempt to connect to 10.0.0.1:80 (...)}, {@code worker for (10.0.0.1:80)}, {@code
   * remote server 10.0.0.1:80}, {@code connection to backend: 10.0.0.1}; a socket by its path.
   */
  private static String upstream(ApacheErrorLine said) {
    if (!said.remote().isEmpty()) {
      return said.remote();
    }
    String message = said.message();
    String socket = behind(message, "Unix domain socket ");
    if (!socket.isEmpty()) {
      return "unix:" + socket;
    }
    for (String label :
        new String[] {
          "attempt to connect to ",
          "worker for (",
          "remote server ",
          "connection to backend: ",
          "request body failed to "
        }) {
      String address = behind(message, label);
      // AH00898 says "Error reading from remote server returned by /path", and no address.
      if (!address.isEmpty() && !address.equals("returned")) {
        return address;
      }
    }
    return "";
  }

  private static String behind(String message, String label) {
    int from = message.indexOf(label);
    if (from < 0) {
      return "";
    }
    int start = from + label.length();
    int end = start;
    while (end < message.length() && " ),".indexOf(message.charAt(end)) < 0) {
      end++;
    }
    return message.substring(start, end);
  }

  private static String cut(String message) {
    return message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message;
  }
}
