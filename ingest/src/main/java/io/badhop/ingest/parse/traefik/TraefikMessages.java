package io.badhop.ingest.parse.traefik;

import io.badhop.ingest.parse.ErrorRecord;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.AnyTimes;
import io.badhop.ingest.parse.text.BlankEvents;
import io.badhop.ingest.parse.text.GoErrors;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.Tier;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the process says. The cause of a failed request stands here and nowhere else, without the
 * request: {@code '502 Bad Gateway' caused by: dial tcp ...}, in version 3 {@code 502 Bad Gateway}
 * with the cause as a field. The notation is that of many other programs, so the log is Traefik's
 * only when its words or fields are.
 */
final class TraefikMessages {

  private static final int MAX_MESSAGE = 512;

  private static final Pattern CAUSED =
      Pattern.compile("'?(499|50[0-9]) ([A-Z][A-Za-z ]+?)'?(?: caused by: (.+))?");
  private static final Pattern URL = Pattern.compile("URL: \\\\?\"([^\"\\\\]+)");

  private static final List<String> OWN_FIELDS =
      List.of("entryPointName", "routerName", "middlewareName", "providerName");
  private static final List<String> OWN_WORDS =
      List.of(
          "traefik version",
          "configuration loaded from",
          "configuration received",
          "starting provider",
          "stats collection is",
          "server configuration reloaded",
          "health check",
          "i have to go",
          "stopping server gracefully",
          "server stopped",
          "testing certificate renew",
          "error while starting server",
          "skipping same configuration");

  private final ParseContext context;
  private boolean known;

  TraefikMessages(ParseContext context) {
    this.context = context;
  }

  ParseResult result(RawLine line, TraefikMessage message) {
    long time = AnyTimes.any(message.time(), context.zone());
    if (time == Timestamps.NONE) {
      return new ParseResult.Rejected("bad-timestamp", "no time in the message");
    }
    Matcher caused = CAUSED.matcher(message.text());
    String cause = caused.matches() ? cause(caused, message) : "";
    if (!cause.isEmpty()) {
      known = true;
      return error(line, message, time, caused.group(1), cause);
    }
    ComponentEventKind kind = kind(message);
    known |= isOwn(message);
    if (!known) {
      return new ParseResult.Rejected("not-the-format", "nothing in the message names Traefik");
    }
    return kind == ComponentEventKind.OTHER
        ? new ParseResult.Skipped("process-message")
        : component(line, message, time, kind);
  }

  private static String cause(Matcher caused, TraefikMessage message) {
    String inText = caused.group(3);
    return inText == null ? message.get("error") : inText;
  }

  private static boolean isOwn(TraefikMessage message) {
    String text = message.text().toLowerCase(Locale.ROOT);
    return OWN_FIELDS.stream().anyMatch(message.fields()::containsKey)
        || OWN_WORDS.stream().anyMatch(text::startsWith);
  }

  private ParseResult error(
      RawLine line, TraefikMessage message, long time, String status, String cause) {
    ErrorNote note =
        ErrorNote.newBuilder()
            .setTime(time)
            .setLevel(message.level())
            .setMessage(cut(cause))
            .setCode(status)
            .setUpstream(GoErrors.upstream(cause))
            .build();
    return new ParseResult.ErrorLine(
        new ErrorRecord(line.identity(), "traefik", note, "", "", "", "", "", resolution(message)));
  }

  private ParseResult component(
      RawLine line, TraefikMessage message, long time, ComponentEventKind kind) {
    String error = message.get("error");
    String text = message.text() + (error.isEmpty() ? "" : ": " + error);
    return new ParseResult.Component(
        BlankEvents.component(context, line, Tier.PROXY)
            .setTime(time)
            .setResolution(resolution(message))
            .setKind(kind)
            .setComponent("traefik")
            .setAddress(server(message))
            .setMessage(cut(text))
            .build());
  }

  /** The server that a health check is about; empty when none is named. */
  private static String server(TraefikMessage message) {
    Matcher url = URL.matcher(message.text());
    String named = url.find() ? url.group(1) : message.get("targetURL");
    return TraefikEvents.address(named);
  }

  private static int resolution(TraefikMessage message) {
    return AnyTimes.resolution(message.time());
  }

  private static ComponentEventKind kind(TraefikMessage message) {
    String text = message.text().toLowerCase(Locale.ROOT);
    if (text.startsWith("health check failed") || text.startsWith("health check still failing")) {
      return ComponentEventKind.SERVER_DOWN;
    }
    if (text.startsWith("health check up")) {
      return ComponentEventKind.SERVER_UP;
    }
    if (text.startsWith("traefik version")) {
      return ComponentEventKind.STARTED;
    }
    if (text.startsWith("stopping server gracefully")) {
      return ComponentEventKind.STOPPED;
    }
    boolean files = text.contains("too many open files");
    return files || message.get("error").contains("too many open files")
        ? ComponentEventKind.CONNECTIONS_EXHAUSTED
        : ComponentEventKind.OTHER;
  }

  private static String cut(String message) {
    return message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message;
  }
}
