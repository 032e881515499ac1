package io.badhop.ingest.parse.envoy;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.BlankEvents;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.Tier;
import java.util.Locale;
import java.util.Set;

/**
 * Envoy's own log, {@code [2026-11-22 06:00:10.123][1][warning][main] [source/x.cc:9] text}, and
 * that of Istio's proxy, time, level, scope and text with tabs between. Few of its messages are
 * evidence; what is wrong with requests stands in the access log.
 */
final class EnvoyMessages implements LineParser {

  private static final int SHORTEST_TIME = 19;
  private static final int LONGEST_TIME = 35;
  private static final int MAX_MESSAGE = 512;
  private static final Set<String> LEVELS =
      Set.of("trace", "debug", "info", "warning", "warn", "error", "critical", "fatal");

  private final ParseContext context;

  EnvoyMessages(ParseContext context) {
    this.context = context;
  }

  @Override
  public ParseResult parse(RawLine line) {
    String text = line.text().strip();
    return text.isEmpty() ? new ParseResult.Skipped("empty") : parse(line, text);
  }

  ParseResult parse(RawLine line, String text) {
    if (text.charAt(0) == '[') {
      return bracketed(line, text);
    }
    String[] parts = text.split("\t", 5);
    boolean mesh = parts.length >= 4 && LEVELS.contains(parts[1]) && parts[2].startsWith("envoy");
    return mesh
        ? message(line, parts[0], parts[parts.length - 1])
        : new ParseResult.Rejected("not-the-format", "neither a request nor a message of Envoy's");
  }

  private ParseResult bracketed(RawLine line, String text) {
    int time = text.indexOf(']');
    int thread = closing(text, time);
    int level = closing(text, thread);
    int component = closing(text, level);
    if (component < 0
        || !LEVELS.contains(text.substring(thread + 2, level).toLowerCase(Locale.ROOT))) {
      return new ParseResult.Rejected(
          "not-the-format", "neither a request nor a message of Envoy's");
    }
    int source = text.startsWith(" [", component + 1) ? text.indexOf("] ", component + 1) : -1;
    int from = source < 0 ? component + 1 : source + 2;
    return message(line, text.substring(1, time), text.substring(from).strip());
  }

  /** Where a bracket closes that opens right behind another; -1 when none does. */
  private static int closing(String text, int before) {
    return before < 0 || !text.startsWith("[", before + 1) ? -1 : text.indexOf(']', before + 1);
  }

  private ParseResult message(RawLine line, String stamp, String text) {
    boolean fits = stamp.length() >= SHORTEST_TIME && stamp.length() <= LONGEST_TIME;
    long time = fits ? Timestamps.iso(stamp, context.zone()) : Timestamps.NONE;
    if (time == Timestamps.NONE) {
      return new ParseResult.Rejected("bad-timestamp", "no time in '" + stamp + "'");
    }
    ComponentEventKind kind = kind(text.toLowerCase(Locale.ROOT));
    if (kind == ComponentEventKind.OTHER) {
      return new ParseResult.Skipped("process-message");
    }
    return new ParseResult.Component(
        BlankEvents.component(context, line, Tier.PROXY)
            .setTime(time)
            .setResolution(1_000)
            .setKind(kind)
            .setComponent("envoy")
            .setMessage(text.length() > MAX_MESSAGE ? text.substring(0, MAX_MESSAGE) : text)
            .build());
  }

  private static ComponentEventKind kind(String text) {
    if (text.startsWith("starting main dispatch loop")) {
      return ComponentEventKind.STARTED;
    }
    if (text.startsWith("shutting down server instance")) {
      return ComponentEventKind.STOPPED;
    }
    if (text.startsWith("cds: add") && !text.contains(" 0 cluster(s), remove 0 ")) {
      return ComponentEventKind.RELOADED;
    }
    if (text.contains("too many open files")) {
      return ComponentEventKind.CONNECTIONS_EXHAUSTED;
    }
    if (text.contains("std::bad_alloc") || text.contains("out of memory")) {
      return ComponentEventKind.OUT_OF_MEMORY;
    }
    boolean killed =
        text.startsWith("caught segmentation fault")
            || text.startsWith("caught aborted")
            || text.startsWith("caught bus error")
            || text.startsWith("assert failure");
    return killed ? ComponentEventKind.WORKER_KILLED : ComponentEventKind.OTHER;
  }
}
