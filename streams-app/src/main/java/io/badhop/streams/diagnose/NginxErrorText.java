package io.badhop.streams.diagnose;

import static io.badhop.streams.diagnose.TextRule.blames;
import static io.badhop.streams.diagnose.TextRule.idle;
import static io.badhop.streams.diagnose.TextRule.says;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.FaultDomain;
import java.util.ArrayList;
import java.util.List;

/**
 * The words of nginx's error log. The same message means different things by what nginx was doing
 * ("while ..."): a time-out while connecting is the link, one while reading the header is the
 * application, one while reading the body cuts an answer that already began.
 */
final class NginxErrorText {

  private static final String HANDSHAKE = "ssl handshaking to upstream";
  private static final String BODY = "reading upstream";

  private static final List<TextRule> OWN =
      List.of(
          says("limiting requests", Cause.RATE_LIMITED, 0.97),
          says("limiting connections", Cause.RATE_LIMITED, 0.97),
          idle("delaying requests"),
          new TextRule("", "upgraded connection", null, null, 0),
          says("worker_connections are not enough", Cause.PROXY_EXHAUSTED, 0.97),
          says("(24: too many open files", Cause.PROXY_EXHAUSTED, 0.97),
          says("(99: cannot assign requested address", Cause.PROXY_EXHAUSTED, 0.95),
          says("(12: cannot allocate memory", Cause.PROXY_EXHAUSTED, 0.9),
          says("(28: no space left on device", Cause.PROXY_EXHAUSTED, 0.85),
          blames("redirection cycle", Cause.UNKNOWN, FaultDomain.PROXY, 0.85),
          says("client prematurely closed", Cause.CLIENT_ABORT, 0.95),
          idle("temporarily disabled"),
          idle("buffered to a temporary file"));

  private static final List<TextRule> CONNECTING =
      List.of(
          says("no live upstreams", Cause.NO_HEALTHY_UPSTREAM, 0.75),
          says("could not be resolved", Cause.DNS_FAILURE, 0.97),
          says("no resolver defined", Cause.DNS_FAILURE, 0.95),
          says("host not found in upstream", Cause.DNS_FAILURE, 0.97),
          says("upstream ssl certificate", Cause.TLS_FAILURE, 0.98),
          says("ssl_do_handshake() failed", "upstream", Cause.TLS_FAILURE, 0.97),
          new TextRule("ssl_do_handshake() failed", "ssl handshaking", null, null, 0),
          says("ssl_do_handshake() failed", Cause.TLS_FAILURE, 0.6),
          says("in ssl handshake", "upstream", Cause.TLS_FAILURE, 0.95),
          says("timed out", HANDSHAKE, Cause.TLS_FAILURE, 0.85),
          says("failed", HANDSHAKE, Cause.TLS_FAILURE, 0.85),
          says("(11: resource temporarily unavailable", Cause.POOL_EXHAUSTED, 0.96),
          says("(111: connection refused", Cause.CONNECTION_REFUSED, 0.97),
          says("(2: no such file or directory", "connecting", Cause.CONNECTION_REFUSED, 0.96),
          says("connect() to unix:", Cause.CONNECTION_REFUSED, 0.9),
          blames("connect() failed (13: ", Cause.CONNECTION_REFUSED, FaultDomain.PROXY, 0.8),
          // "connect() to 10.0.3.7:8080 failed (13: ...)": a policy of the proxy's host forbids it.
          new TextRule(
              "(13: permission denied",
              "connecting",
              Cause.CONNECTION_REFUSED,
              FaultDomain.PROXY,
              0.8),
          blames("(113: ", Cause.CONNECTION_REFUSED, FaultDomain.UPSTREAM_LINK, 0.85),
          blames("(112: ", Cause.CONNECTION_REFUSED, FaultDomain.UPSTREAM_LINK, 0.85),
          blames("(101: ", Cause.CONNECTION_REFUSED, FaultDomain.UPSTREAM_LINK, 0.85),
          says("timed out", "connecting", Cause.CONNECT_TIMEOUT, 0.97),
          says("connect() failed (110", Cause.CONNECT_TIMEOUT, 0.95));

  private static final List<TextRule> ANSWERING =
      List.of(
          says("upstream sent too big header", Cause.HEADER_TOO_LARGE, 0.98),
          idle("upstream sent more data than"),
          says("upstream sent", BODY, Cause.BODY_TRUNCATED, 0.8),
          says("upstream sent", Cause.INVALID_RESPONSE, 0.95),
          says("timed out", BODY, Cause.BODY_TRUNCATED, 0.93),
          says("timed out", "upstream", Cause.RESPONSE_TIMEOUT, 0.97),
          says("upstream timed out", Cause.RESPONSE_TIMEOUT, 0.75),
          says("prematurely closed", BODY, Cause.BODY_TRUNCATED, 0.95),
          says("upstream prematurely closed", Cause.PREMATURE_CLOSE, 0.97),
          says("connection reset by peer", BODY, Cause.BODY_TRUNCATED, 0.93),
          says("connection reset by peer", "upstream", Cause.CONNECTION_RESET, 0.96),
          says("connection reset by peer", "client", Cause.CLIENT_ABORT, 0.6),
          says("connection reset by peer", Cause.CONNECTION_RESET, 0.6),
          says("broken pipe", "upstream", Cause.CONNECTION_RESET, 0.9),
          says("ssl_read() failed", BODY, Cause.BODY_TRUNCATED, 0.85),
          says("ssl_read() failed", "upstream", Cause.CONNECTION_RESET, 0.6),
          says("php fatal error", Cause.APP_ERROR, 0.8),
          says("fastcgi sent in stderr", Cause.APP_ERROR, 0.4));

  private static final List<TextRule> RULES = rules();

  private NginxErrorText() {}

  private static List<TextRule> rules() {
    List<TextRule> rules = new ArrayList<>(OWN);
    rules.addAll(CONNECTING);
    rules.addAll(ANSWERING);
    return List.copyOf(rules);
  }

  /** What one error line says; null when it is no evidence of any kind. */
  static Evidence read(ErrorNote note, String address) {
    TextRule rule = TextRule.find(RULES, note.getMessage(), note.getAction());
    return rule == null ? null : rule.evidence(words(note, address));
  }

  private static String words(ErrorNote note, String address) {
    StringBuilder words = new StringBuilder("nginx: ").append(note.getMessage());
    if (!note.getAction().isEmpty()) {
      words.append(" while ").append(note.getAction());
    }
    String upstream = note.getUpstream().isEmpty() ? address : note.getUpstream();
    boolean named = upstream.isEmpty() || words.indexOf(upstream) >= 0;
    return named ? words.toString() : words.append(' ').append(upstream).toString();
  }
}
