package io.badhop.ingest.parse.haproxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Sample expressions, {@code %[...]} in a log-format, that say what an event needs (manual of
 * HAProxy, sections "Fetching samples").
 */
final class HaproxySamples {

  /** Converters that leave a value what it is, or take a part of it. */
  private static final Set<String> HARMLESS =
      Set.of(
          "lower",
          "upper",
          "json",
          "bytes",
          "field",
          "word",
          "ltrim",
          "rtrim",
          "url_dec",
          "ltime",
          "utime",
          "ms_ltime",
          "ms_utime",
          "us_ltime",
          "us_utime",
          "regsub");

  private static final Map<String, HaproxyField> FETCHES =
      Map.ofEntries(
          Map.entry("src", HaproxyField.CLIENT),
          Map.entry("src_port", HaproxyField.CLIENT_PORT),
          Map.entry("method", HaproxyField.METHOD),
          Map.entry("capture.req.method", HaproxyField.METHOD),
          Map.entry("path", HaproxyField.PATH),
          Map.entry("pathq", HaproxyField.URI),
          Map.entry("url", HaproxyField.URI),
          Map.entry("capture.req.uri", HaproxyField.URI),
          Map.entry("status", HaproxyField.STATUS),
          Map.entry("txn.status", HaproxyField.STATUS),
          Map.entry("fe_name", HaproxyField.FRONTEND),
          Map.entry("be_name", HaproxyField.BACKEND),
          Map.entry("srv_name", HaproxyField.SERVER),
          Map.entry("bc_dst", HaproxyField.SERVER_IP),
          Map.entry("bc_dst_port", HaproxyField.SERVER_PORT),
          Map.entry("hostname", HaproxyField.HOSTNAME),
          Map.entry("unique-id", HaproxyField.UNIQUE_ID),
          Map.entry("bytes_out", HaproxyField.BYTES),
          Map.entry("request_date", HaproxyField.REQUESTED),
          Map.entry("accept_date", HaproxyField.ACCEPTED),
          Map.entry("date", HaproxyField.LOGGED),
          Map.entry("fc.timer.handshake", HaproxyField.HANDSHAKE_TIME),
          Map.entry("fc.timer.total", HaproxyField.TOTAL_TIME),
          Map.entry("req.timer.idle", HaproxyField.IDLE_TIME),
          Map.entry("req.timer.hdr", HaproxyField.REQUEST_TIME),
          Map.entry("req.timer.queue", HaproxyField.QUEUE_TIME),
          Map.entry("req.timer.tq", HaproxyField.UNTIL_REQUEST_TIME),
          Map.entry("bc.timer.connect", HaproxyField.CONNECT_TIME),
          Map.entry("res.timer.hdr", HaproxyField.RESPONSE_TIME),
          Map.entry("txn.timer.total", HaproxyField.ACTIVE_TIME),
          Map.entry("txn.sess_term_state", HaproxyField.STATE),
          Map.entry("txn.conn_retries", HaproxyField.RETRIES),
          Map.entry("ssl_fc_sni", HaproxyField.SERVER_NAME_INDICATION),
          Map.entry("req.ssl_sni", HaproxyField.SERVER_NAME_INDICATION));

  private static final Set<String> HEADERS =
      Set.of("req.hdr", "req.fhdr", "hdr", "fhdr", "req.hdr_ip", "hdr_ip", "req.hdrs");

  private final Map<String, String> variables;
  private final List<String> captures;

  /**
   * Expressions in one configuration.
   *
   * @param variables variable, with its scope, → expression that it is set from
   * @param captures captured request headers in order
   */
  HaproxySamples(Map<String, String> variables, List<String> captures) {
    this.variables = variables;
    this.captures = captures;
  }

  /** Field that an expression gives; null when it gives nothing that an event needs. */
  HaproxyField field(String expression) {
    return field(expression, 0);
  }

  private HaproxyField field(String expression, int depth) {
    List<String> calls = calls(expression.strip().toLowerCase(Locale.ROOT));
    boolean changed =
        calls.stream().skip(1).map(HaproxySamples::name).anyMatch(call -> !HARMLESS.contains(call));
    if (calls.isEmpty() || changed || depth > 3) {
      return null;
    }
    String name = name(calls.get(0));
    String argument = argument(calls.get(0));
    if (HEADERS.contains(name)) {
      return HaproxyHeaders.field(argument);
    }
    return switch (name) {
      case "capture.req.hdr" -> captured(argument);
      case "var" ->
          variables.containsKey(argument) ? field(variables.get(argument), depth + 1) : null;
      default -> FETCHES.get(name);
    };
  }

  private HaproxyField captured(String number) {
    boolean digits = !number.isEmpty() && number.chars().allMatch(Character::isDigit);
    int index = digits && number.length() < 4 ? Integer.parseInt(number) : -1;
    return index >= 0 && index < captures.size() ? HaproxyHeaders.field(captures.get(index)) : null;
  }

  /** The fetch and its converters, each with its arguments. */
  private static List<String> calls(String expression) {
    List<String> calls = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i < expression.length(); i++) {
      char c = expression.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        calls.add(expression.substring(from, i));
        from = i + 1;
      }
    }
    calls.add(expression.substring(from));
    return calls;
  }

  private static String name(String call) {
    int open = call.indexOf('(');
    return (open < 0 ? call : call.substring(0, open)).strip();
  }

  /** First argument of a call; empty when there is none. */
  static String argument(String call) {
    int from = call.indexOf('(') + 1;
    int end = from;
    while (from > 0 && end < call.length() && "),".indexOf(call.charAt(end)) < 0) {
      end++;
    }
    return from == 0 ? "" : call.substring(from, end).strip();
  }
}
