package io.badhop.ingest.parse.haproxy;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.BlankEvents;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.Tier;

/**
 * What HAProxy says of servers, proxies and its own processes, through syslog, journald or on
 * standard error.
 */
final class HaproxyMessages {

  private static final int MAX_MESSAGE = 512;

  /** {@code shop/web1 changed its IP from 10.0.0.7 to 10.0.0.9 by dns/d1}. */
  private static final String MOVED = " changed its IP from ";

  private final ParseContext context;
  private final HaproxyStamps stamps;

  HaproxyMessages(ParseContext context) {
    this.context = context;
    this.stamps = new HaproxyStamps(context.zone(), context.now());
  }

  HaproxyStamps stamps() {
    return stamps;
  }

  /** The outcome of a line that is not about a request or a connection. */
  ParseResult read(RawLine line, HaproxyHeader header) {
    String text = line.text();
    int from = header.message() - line.start();
    String whole =
        from <= 0
            ? text
            : new RawLine(line.buffer(), header.message(), line.length() - from, 0).text();
    int level = behindLevel(whole);
    String message = whole.substring(level);
    ComponentEventKind kind = kind(message);
    boolean known = header.stampTo() > header.stampFrom() || level > 0;
    if (kind == null) {
      return known
          ? new ParseResult.Skipped("process-message")
          : new ParseResult.Rejected("not-the-format", "neither a record nor a message of HAProxy");
    }
    long time = stamps.read(line.buffer(), header);
    time = time == Timestamps.NONE ? stamps.old(whole.substring(0, level)) : time;
    if (time == Timestamps.NONE) {
      return new ParseResult.Skipped(
          header.stampTo() > header.stampFrom() ? "time-without-year" : "message-without-time");
    }
    return told(line, time, kind, message);
  }

  private ParseResult told(RawLine line, long time, ComponentEventKind kind, String message) {
    String component = name(message);
    return new ParseResult.Component(
        BlankEvents.component(context, line, Tier.PROXY)
            .setTime(time)
            .setKind(kind)
            .setComponent(component)
            .setAddress(context.addresses().address(component).orElse(""))
            .setMessage(
                message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message)
            .build());
  }

  /** Behind {@code [WARNING] (23089) : }; 0 when no level stands there. */
  private static int behindLevel(String text) {
    boolean level =
        text.startsWith("[WARNING]")
            || text.startsWith("[ALERT]")
            || text.startsWith("[NOTICE]")
            || text.startsWith("[EMERG]");
    int colon = level ? text.indexOf(") : ") : -1;
    return colon < 0 ? 0 : colon + 4;
  }

  private static ComponentEventKind kind(String message) {
    if (message.startsWith("Server ") || message.startsWith("Backup Server ")) {
      return ofServer(message);
    }
    if (message.startsWith("backend ") && message.contains("has no server available")) {
      return ComponentEventKind.SERVER_DOWN;
    }
    if (message.contains(MOVED)) {
      return ComponentEventKind.OTHER;
    }
    if (message.startsWith("Health check for ")) {
      return message.contains(" failed, ") ? ComponentEventKind.OTHER : null;
    }
    return message.startsWith("Proxy ") ? ofProxy(message) : ofProcess(message);
  }

  /**
   * Taken out by hand counts as down; one that drains or stops still serves the sessions that it
   * has.
   */
  private static ComponentEventKind ofServer(String message) {
    if (message.contains(" is DOWN")
        || message.contains(" is going DOWN")
        || message.contains(" enters maintenance")
        || message.contains(" enters forced maintenance")) {
      return ComponentEventKind.SERVER_DOWN;
    }
    if (message.contains(" is UP") || message.contains(" is going UP")) {
      return ComponentEventKind.SERVER_UP;
    }
    boolean other =
        message.contains(" drain") || message.contains(" is stopping") || message.contains("DRAIN");
    return other ? ComponentEventKind.OTHER : null;
  }

  /** {@code Proxy web reached process FD limit}, {@code Proxy web stopped}. */
  private static ComponentEventKind ofProxy(String message) {
    if (message.contains(" reached ") && message.contains(" limit")) {
      return ComponentEventKind.CONNECTIONS_EXHAUSTED;
    }
    if (message.contains(" started")) {
      return ComponentEventKind.STARTED;
    }
    return message.contains(" stopped") ? ComponentEventKind.STOPPED : null;
  }

  private static ComponentEventKind ofProcess(String message) {
    if (message.startsWith("Stopping frontend ")
        || message.startsWith("Paused frontend ")
        || message.startsWith("Stopping backend ")
        || message.startsWith("Stopping proxy ")
        || message.startsWith("All workers exited")) {
      return ComponentEventKind.STOPPED;
    }
    if (message.startsWith("Reexecuting Master process")
        || message.startsWith("Reloading HAProxy")) {
      return ComponentEventKind.RELOADED;
    }
    if (message.startsWith("Resumed frontend ")
        || message.startsWith("New worker ") && message.contains(" forked")) {
      return ComponentEventKind.STARTED;
    }
    boolean killed =
        message.startsWith("Current worker ")
            && message.contains(" exited with code ")
            && !message.contains(" exited with code 0 ");
    return killed ? ComponentEventKind.WORKER_KILLED : null;
  }

  private static String name(String message) {
    int moved = message.indexOf(MOVED);
    if (moved > 0) {
      return message.substring(0, moved);
    }
    String text =
        message.startsWith("Health check for ")
            ? message.substring("Health check for ".length())
            : message;
    String[] words = text.split(" ", 4);
    boolean second =
        words[0].equals("Backup")
            || words[0].equals("backup")
            || words[0].equals("Stopping")
            || words[0].equals("Paused")
            || words[0].equals("Resumed")
            || words[0].equals("Current")
            || words[0].equals("New");
    int at = second ? 2 : 1;
    String name = words.length > at ? words[at] : "";
    boolean ended = name.endsWith(",") || name.endsWith(".");
    String plain = ended ? name.substring(0, name.length() - 1) : name;
    boolean quoted = plain.length() > 2 && plain.startsWith("'") && plain.endsWith("'");
    return quoted ? plain.substring(1, plain.length() - 1) : plain;
  }
}
