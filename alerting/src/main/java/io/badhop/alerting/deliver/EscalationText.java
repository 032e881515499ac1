package io.badhop.alerting.deliver;

import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.HopTiming;
import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.Percentiles;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.Timings;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * An escalation as a person reads it at 3 a.m.: what, where, since when, how many, why, what to do,
 * and the proof. Plain text, UTC.
 */
public final class EscalationText {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int WIDTH = 110;
  private static final int LABEL = 11;
  private static final int MAX_LISTED = 6;

  private EscalationText() {}

  /** One line: severity, phase, what and where. */
  public static String headline(Escalation e) {
    String and = e.getKeyAnd() == null ? "" : " on " + key(e.getKeyAnd());
    return e.getSeverity()
        + "  "
        + e.getCause()
        + " at "
        + e.getFaultDomain()
        + ": "
        + key(e.getKey())
        + and;
  }

  /** The whole of it, lines separated by line feeds, without one at the end. */
  public static String block(Escalation e) {
    List<String> lines = new ArrayList<>();
    lines.add("== " + headline(e) + "  [" + e.getPhase() + "]");
    line(lines, "when", when(e));
    line(lines, "how many", howMany(e));
    list(lines, "why", e.getEvidence());
    line(lines, "do", e.getQuickFix());
    line(lines, "also hit", keys(e.getExplains()));
    line(lines, "requests", some(e.getRequestIds()));
    line(lines, "upstreams", some(e.getUpstreamIps()));
    line(lines, "clients", some(e.getClientIps()));
    list(lines, "timings", timings(e.getTimings()));
    line(lines, "retries", retries(e));
    hops(lines, e.getSampleTrace());
    raw(lines, "try", e.getReproduce());
    line(lines, "runbook", e.getRunbookUrl());
    line(
        lines,
        "incident",
        e.getIncidentId()
            + " #"
            + e.getSequence()
            + ", site "
            + e.getSite()
            + ", confidence "
            + String.format(Locale.ROOT, "%.2f", e.getConfidence()));
    return String.join("\n", lines);
  }

  private static String when(Escalation e) {
    long seconds = Math.max(0, e.getLastFailureMs() - e.getFirstFailureMs()) / 1000;
    String since =
        "since "
            + time(DAY, e.getFirstFailureMs())
            + " UTC, last failure "
            + time(CLOCK, e.getLastFailureMs());
    String span = " (" + duration(seconds) + ")";
    return e.getPhase() == Phase.RESOLVED
        ? since + span + ", over at " + time(CLOCK, e.getEventTimeMs())
        : since + span + ", said at " + time(CLOCK, e.getEventTimeMs());
  }

  private static String duration(long seconds) {
    return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
  }

  private static String time(DateTimeFormatter format, long millis) {
    return format.format(Instant.ofEpochMilli(millis));
  }

  private static String howMany(Escalation e) {
    String statuses =
        e.getStatuses().entrySet().stream()
            .map(entry -> entry.getValue() + " x " + entry.getKey())
            .collect(Collectors.joining(", "));
    String counts =
        String.format(
            Locale.ROOT,
            "%d of %d failed (%.1f %%; usual: %.2f %%)",
            e.getFailed(),
            e.getTotal(),
            100.0 * e.getFailed() / Math.max(1, e.getTotal()),
            100 * e.getBaselineRatio());
    return statuses.isEmpty() ? counts : counts + ": " + statuses;
  }

  /** A line for each hop that has timings. */
  static List<String> timings(Timings timings) {
    List<String> lines = new ArrayList<>();
    timing(lines, "edge", timings.getEdge());
    timing(lines, "proxy", timings.getProxy());
    timing(lines, "connect", timings.getUpstreamConnect());
    timing(lines, "header", timings.getUpstreamHeader());
    timing(lines, "response", timings.getUpstreamResponse());
    timing(lines, "application", timings.getApp());
    return lines;
  }

  private static void timing(List<String> lines, String hop, Percentiles p) {
    if (p != null) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-11s p50 %s, p95 %s, p99 %s, max %s (%d)",
              hop,
              millis(p.getP50()),
              millis(p.getP95()),
              millis(p.getP99()),
              millis(p.getMax()),
              p.getCount()));
    }
  }

  private static String millis(long micros) {
    if (micros < 0) {
      return "-";
    }
    return micros < 10_000
        ? String.format(Locale.ROOT, "%.1f ms", micros / 1000.0)
        : String.format(Locale.ROOT, "%,d ms", micros / 1000);
  }

  private static String retries(Escalation e) {
    List<String> facts = new ArrayList<>();
    if (e.getRetries().getRetried() > 0) {
      facts.add(e.getRetries().getRetried() + " failed after being tried again");
    }
    if (e.getRetries().getSucceededOnRetry() > 0) {
      facts.add(e.getRetries().getSucceededOnRetry() + " saved by a retry");
    }
    if (e.getRetries().getInstantFailures() > 0) {
      facts.add(e.getRetries().getInstantFailures() + " failed at once");
    }
    if (e.getRetries().getConstantDurationUs() > 0) {
      facts.add("all end after " + millis(e.getRetries().getConstantDurationUs()) + ": a time-out");
    }
    return String.join(", ", facts);
  }

  private static String hop(HopTiming hop) {
    String status = hop.getStatus() < 0 ? "-" : Integer.toString(hop.getStatus());
    String detail = hop.getDetail().isEmpty() ? "" : "  " + hop.getDetail();
    return String.format(
        Locale.ROOT,
        "%-5s %s  %-24s %4s  %9s%s",
        hop.getTier(),
        CLOCK.format(Instant.ofEpochMilli(hop.getTime() / 1000)),
        hop.getNode(),
        status,
        millis(hop.getDurationUs()),
        detail);
  }

  private static String key(Key key) {
    return key.getKind() + " " + key.getValue();
  }

  private static String keys(List<Key> keys) {
    return some(keys.stream().map(EscalationText::key).toList());
  }

  private static String some(List<String> values) {
    String shown = String.join(", ", values.subList(0, Math.min(MAX_LISTED, values.size())));
    return values.size() > MAX_LISTED
        ? shown + " and " + (values.size() - MAX_LISTED) + " more"
        : shown;
  }

  private static void list(List<String> lines, String label, List<String> values) {
    String now = label;
    for (String value : values) {
      line(lines, now, value);
      now = "";
    }
  }

  /** Hops stand in columns, so their lines are not wrapped. */
  private static void hops(List<String> lines, List<HopTiming> hops) {
    for (int i = 0; i < hops.size(); i++) {
      raw(lines, i == 0 ? "one request" : "", hop(hops.get(i)));
    }
  }

  /** A value that must stay on one line to be copied. */
  private static void raw(List<String> lines, String label, String value) {
    if (!value.isEmpty()) {
      lines.add(label(label) + printable(value));
    }
  }

  private static void line(List<String> lines, String label, String value) {
    if (value.isEmpty()) {
      return;
    }
    String rest = printable(value);
    String now = label;
    while (!rest.isEmpty()) {
      int cut = rest.length() <= WIDTH ? rest.length() : breakBefore(rest);
      lines.add(label(now) + rest.substring(0, cut).stripTrailing());
      rest = rest.substring(cut).stripLeading();
      now = "";
    }
  }

  private static int breakBefore(String text) {
    int space = text.lastIndexOf(' ', WIDTH);
    return space > WIDTH / 2 ? space : WIDTH;
  }

  private static String label(String label) {
    return "   " + String.format(Locale.ROOT, "%-" + LABEL + "s ", label);
  }

  /** Values come from logs, and so from anybody: control characters could rewrite the terminal. */
  private static String printable(String value) {
    StringBuilder clean = new StringBuilder(value.length());
    value
        .codePoints()
        .forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? '\uFFFD' : c));
    return clean.toString();
  }
}
