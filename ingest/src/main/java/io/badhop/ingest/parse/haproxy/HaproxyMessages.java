package io.badhop.ingest.parse.haproxy;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.Tier;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;

/**
 * What HAProxy says of servers and proxies, through syslog, journald or on standard error. On
 * standard error older versions write {@code [WARNING] 325/060026 (23089) : }, day of the year from
 * 0 and local time, newer ones no time.
 */
final class HaproxyMessages {

  private static final int STAMP = 15;
  private static final int OLD_STAMP = 10;

  private HaproxyMessages() {}

  /**
   * The outcome of a line that is not about a request.
   *
   * @param near time of the last request's line, for stamps without a year
   */
  static ParseResult component(RawLine line, String text, ParseContext context, long near) {
    int header = header(text);
    int level = afterLevel(text, Math.max(0, header));
    String message = text.substring(level);
    ComponentEventKind kind = kind(message);
    if (kind == null) {
      return header < 0 && level == 0
          ? new ParseResult.Rejected("not-the-format", "no accept date between [ and ]")
          : new ParseResult.Skipped("process-message");
    }
    long time =
        header > 0
            ? stamp(text, context.zone(), near)
            : oldStamp(text.substring(0, level), context.zone(), near);
    if (time == Timestamps.NONE) {
      return new ParseResult.Skipped("time-without-year");
    }
    return told(line, context, time, kind, name(message), message);
  }

  private static ParseResult told(
      RawLine line,
      ParseContext context,
      long time,
      ComponentEventKind kind,
      String component,
      String message) {
    return new ParseResult.Component(
        ComponentEvent.newBuilder()
            .setEventId(line.identity())
            .setSite(context.site())
            .setSource(context.source())
            .setTier(Tier.PROXY)
            .setTime(time)
            .setKind(kind)
            .setComponent(component)
            .setAddress(context.addresses().address(component).orElse(""))
            .setMessage(message.length() > 512 ? message.substring(0, 512) : message)
            .build());
  }

  /** Where the message behind a syslog header begins; -1 when there is no header. */
  private static int header(String text) {
    int process = text.indexOf("]: ");
    if (process >= 0) {
      return process + 3;
    }
    // RFC 5424: <134>1 time host haproxy 77 - - message
    int structured = text.startsWith("<") ? text.indexOf(" - - ") : -1;
    return structured < 0 ? -1 : structured + 5;
  }

  /** Behind {@code [WARNING] (23089) : }; the same index when no level stands there. */
  private static int afterLevel(String text, int from) {
    boolean level =
        text.startsWith("[WARNING]", from)
            || text.startsWith("[ALERT]", from)
            || text.startsWith("[NOTICE]", from);
    int colon = level ? text.indexOf(") : ", from) : -1;
    return colon < 0 ? from : colon + 4;
  }

  private static ComponentEventKind kind(String message) {
    if (message.startsWith("Server ") || message.startsWith("Backup Server ")) {
      return ofServer(message);
    }
    if (message.startsWith("backend ") && message.contains("has no server available")) {
      return ComponentEventKind.SERVER_DOWN;
    }
    if (message.startsWith("Proxy ") && message.contains(" started")) {
      return ComponentEventKind.STARTED;
    }
    return message.startsWith("Proxy ") && message.contains("stopped")
            || message.startsWith("Stopping ")
        ? ComponentEventKind.STOPPED
        : null;
  }

  /** {@code going DOWN} and {@code enters maintenance}: taken out by hand counts as down. */
  private static ComponentEventKind ofServer(String message) {
    if (message.contains(" is DOWN")
        || message.contains(" is going DOWN")
        || message.contains(" enters maintenance")) {
      return ComponentEventKind.SERVER_DOWN;
    }
    return message.contains(" is UP") ? ComponentEventKind.SERVER_UP : null;
  }

  private static String name(String message) {
    String[] words = message.split(" ", 4);
    boolean second = words[0].equals("Backup") || words[0].equals("Stopping");
    int at = second ? 2 : 1;
    String name = words.length > at ? words[at] : "";
    boolean quoted = name.length() > 2 && name.startsWith("'") && name.endsWith("'");
    return quoted ? name.substring(1, name.length() - 1) : name;
  }

  /** The header's time: ISO with rsyslog's or RFC 5424's, otherwise without a year. */
  private static long stamp(String text, ZoneId zone, long near) {
    int from = text.startsWith("<") ? text.indexOf('>') + 1 : 0;
    from = text.startsWith("1 ", from) ? from + 2 : from;
    int end = text.indexOf(' ', from);
    long iso = end < 0 ? Timestamps.NONE : Timestamps.iso(text.substring(from, end), zone);
    if (iso != Timestamps.NONE) {
      return iso;
    }
    if (near == Timestamps.NONE || text.length() < from + STAMP) {
      return Timestamps.NONE;
    }
    return Timestamps.yearless(text.substring(from, from + STAMP), zone, near);
  }

  private static long oldStamp(String level, ZoneId zone, long near) {
    int from = level.indexOf("] ") + 2;
    if (near == Timestamps.NONE
        || level.length() < from + OLD_STAMP
        || level.charAt(from + 3) != '/') {
      return Timestamps.NONE;
    }
    int day = digits(level, from, 3);
    int clock = digits(level, from + 4, 6);
    if (day < 0 || day > 365 || clock < 0) {
      return Timestamps.NONE;
    }
    String time =
        String.format(
            Locale.ROOT, "%02d:%02d:%02d", clock / 10_000, clock / 100 % 100, clock % 100);
    return Timestamps.latest(
        zone,
        near,
        year -> {
          LocalDate first = LocalDate.of(year, 1, 1);
          return day < first.lengthOfYear()
              ? Timestamps.iso(first.plusDays(day) + "T" + time, zone)
              : Timestamps.NONE;
        });
  }

  private static int digits(String text, int from, int count) {
    int value = 0;
    for (int i = from; i < from + count; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + c - '0';
    }
    return value;
  }
}
