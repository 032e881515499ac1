package io.badhop.ingest.parse.haproxy;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.RequestIds;
import io.badhop.ingest.parse.text.Requests;
import io.badhop.ingest.parse.text.Timestamps;
import io.badhop.schemas.event.Attempt;
import io.badhop.schemas.event.ProxyEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * HAProxy's HTTP log, behind syslog or not: {@code client [accept] frontend backend/server
 * TR/Tw/Tc/Tr/Ta status bytes - - state conns queues {captures} "request"}. The time is that of the
 * request's beginning; timers are milliseconds, -1 for a phase that was not reached.
 */
final class HaproxyParser implements LineParser {

  private static final int FIELDS = 11;
  private static final int CLF_LENGTH = 24;
  private static final long MILLI = 1_000;

  private final ParseContext context;
  private final Map<String, List<String>> captures;

  /** Syslog stamps carry no year: that of the last request's line is taken. */
  private long lastTime = Timestamps.NONE;

  HaproxyParser(ParseContext context, Map<String, List<String>> captures) {
    this.context = context;
    this.captures = captures;
  }

  @Override
  public ParseResult parse(RawLine line) {
    String text = line.text();
    if (text.isEmpty()) {
      return new ParseResult.Skipped("empty");
    }
    int open = text.indexOf(" [");
    while (open >= 0 && !(open + 2 + CLF_LENGTH < text.length() && text.charAt(open + 4) == '/')) {
      open = text.indexOf(" [", open + 1);
    }
    if (open < 0) {
      return HaproxyMessages.component(line, text, context, lastTime);
    }
    int clientFrom = text.lastIndexOf(' ', open - 1) + 1;
    int close = text.indexOf(']', open);
    int[] at = {close + 2};
    String[] words = new String[FIELDS];
    for (int i = 0; i < FIELDS && close > 0; i++) {
      words[i] = word(text, at);
    }
    if (close > 0 && words[2].split("/", -1).length == 3 && words[4].length() == 2) {
      return new ParseResult.Skipped("tcp-session");
    }
    if (close > 0 && words[0].endsWith(":")) {
      // frontend/bind: SSL handshake failure
      return new ParseResult.Skipped("connection-error");
    }
    if (close < 0 || words[FIELDS - 1] == null || words[FIELDS - 1].isEmpty()) {
      return new ParseResult.Rejected("not-the-format", "fewer fields than HAProxy's HTTP log has");
    }
    long start = Timestamps.clf(text.substring(open + 2, close), context.zone());
    if (start == Timestamps.NONE) {
      return new ParseResult.Rejected("bad-timestamp", "no accept date between [ and ]");
    }
    lastTime = start;
    String syslogHost = HaproxyEvents.syslogHost(text.substring(0, clientFrom));
    return event(
        line,
        start,
        text.substring(clientFrom, open),
        words,
        text.substring(Math.min(at[0], text.length())),
        syslogHost);
  }

  private static String word(String text, int[] at) {
    if (at[0] >= text.length()) {
      return "";
    }
    int end = text.indexOf(' ', at[0]);
    String word = end < 0 ? text.substring(at[0]) : text.substring(at[0], end);
    at[0] = end < 0 ? text.length() : end + 1;
    return word;
  }

  /**
   * Words: frontend, backend/server, timers, status, bytes, two cookies, state, connections,
   * queues; the eleventh only tells that the line goes on.
   */
  private ParseResult event(
      RawLine line, long start, String client, String[] words, String rest, String syslogHost) {
    String[] timers = words[2].split("/", -1);
    if (timers.length != 5) {
      return new ParseResult.Skipped("not-http");
    }
    String tail = words[FIELDS - 1] + " " + rest;
    long total = timer(timers[4]);
    long end = start + Math.max(0, total);
    String frontend =
        words[0].endsWith("~") ? words[0].substring(0, words[0].length() - 1) : words[0];
    String request = request(tail);
    ProxyEvent event =
        ProxyEvent.newBuilder()
            .setEventId(line.identity())
            .setTime(end)
            .setRequestId("")
            .setStatus(number(words[3]))
            .build();
    event.setSite(context.site());
    event.setSource(context.source());
    event.setStartTime(start);
    event.setResolution((int) MILLI);
    event.setSoftware("haproxy");
    event.setProxy(syslogHost.isEmpty() ? frontend : syslogHost);
    event.setMethod(Requests.method(request));
    event.setPath(Requests.path(request));
    event.setBytesSent(number(words[4]));
    event.setDurationUs(total);
    event.setQueueUs(timer(timers[1]));
    event.setTermination(words[7]);
    event.setCompleted(
        !(words[7].length() > 1 && words[7].charAt(1) == 'D' && words[7].charAt(0) != '-'));
    event.setAttemptsLogged(true);
    server(event, words, timers);
    captured(
        event,
        line,
        captures.getOrDefault(frontend, List.of()),
        HaproxyEvents.captures(tail),
        client);
    return new ParseResult.Event(event);
  }

  private void server(ProxyEvent event, String[] words, String[] timers) {
    int slash = words[1].indexOf('/');
    String backend = slash < 0 ? words[1] : words[1].substring(0, slash);
    String server = slash < 0 ? "" : words[1].substring(slash + 1);
    String counts = words[8];
    event.setPool(backend);
    event.setRetries(
        Math.max(-1, number(counts.substring(counts.lastIndexOf('/') + 1).replace("+", ""))));
    if (server.isEmpty() || server.startsWith("<")) {
      return;
    }
    long header = timer(timers[3]);
    boolean answered =
        header >= 0
            && (words[7].startsWith("-") || words[7].length() > 1 && words[7].charAt(1) == 'D');
    Attempt attempt =
        Attempt.newBuilder()
            .setAddress(context.addresses().address(words[1]).orElse(words[1]))
            .setPool(backend)
            .setStatus(answered ? event.getStatus() : 0)
            .setConnectUs(timer(timers[2]))
            .setHeaderUs(header)
            .setResponseUs(
                timer(timers[4]) < 0
                    ? -1
                    : Math.max(
                        0,
                        timer(timers[4])
                            - Math.max(0, timer(timers[0]))
                            - Math.max(0, timer(timers[1]))))
            .build();
    event.setAttempts(new ArrayList<>(List.of(attempt)));
  }

  private void captured(
      ProxyEvent event, RawLine line, List<String> names, List<String> values, String client) {
    String id = "";
    String trace = "";
    String edge = "";
    String ip = "";
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i);
      switch (i < names.size() ? names.get(i) : HaproxyEvents.guess(value)) {
        case "x-request-id", "x-correlation-id" -> id = id.isEmpty() ? value : id;
        case "traceparent" -> trace = value;
        case "cf-ray", "x-amzn-trace-id" -> edge = value;
        case "host" -> event.setHost(Requests.host(value));
        case "cf-connecting-ip", "x-forwarded-for", "x-real-ip", "true-client-ip" ->
            ip = ip.isEmpty() ? Requests.firstAddress(value) : ip;
        default -> {
          // Other headers say nothing that badhop needs.
        }
      }
    }
    int colon = client.lastIndexOf(':');
    event.setClientIp(!ip.isEmpty() ? ip : colon < 0 ? client : client.substring(0, colon));
    RequestIds.Choice choice = context.ids().choose(id, trace, edge, line.identity());
    event.setRequestId(choice.key());
    event.setRequestIdKind(choice.kind());
    event.setOtherId(choice.other());
  }

  private static String request(String tail) {
    int from = tail.indexOf('"');
    if (from < 0) {
      return "";
    }
    int end = tail.lastIndexOf('"');
    return HaproxyEvents.unescape(tail.substring(from + 1, end > from ? end : tail.length()));
  }

  private static long timer(String text) {
    int value = number(text.startsWith("+") ? text.substring(1) : text);
    return value < 0 ? -1 : value * MILLI;
  }

  private static int number(String text) {
    String digits = text.startsWith("+") ? text.substring(1) : text;
    int value = 0;
    if (digits.isEmpty() || digits.length() > 9) {
      return -1;
    }
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + c - '0';
    }
    return value;
  }
}
