package io.badhop.streams.diagnose;

import static io.badhop.streams.diagnose.TextRule.blames;
import static io.badhop.streams.diagnose.TextRule.says;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.FaultDomain;
import java.util.List;

/**
 * Error texts of servers whose messages are those of their network library: Caddy and Traefik (Go),
 * Varnish, Fastly, Akamai and others; and the error codes of Heroku's router.
 */
final class ServerText {

  /** Order matters: what is more particular stands first. */
  private static final List<TextRule> RULES =
      List.of(
          says("h10 app crashed", Cause.NO_HEALTHY_UPSTREAM, 0.85),
          says("h11 backlog too deep", Cause.POOL_EXHAUSTED, 0.95),
          says("h12 request timeout", Cause.RESPONSE_TIMEOUT, 0.97),
          says("h13 connection closed without response", Cause.PREMATURE_CLOSE, 0.95),
          says("h14 no web", Cause.NO_HEALTHY_UPSTREAM, 0.95),
          says("h17 poorly formatted", Cause.INVALID_RESPONSE, 0.95),
          says("h18 server request interrupted", Cause.CONNECTION_RESET, 0.9),
          says("h19 backend connection timeout", Cause.CONNECT_TIMEOUT, 0.96),
          says("h20 app boot timeout", Cause.NO_HEALTHY_UPSTREAM, 0.85),
          says("h21 backend connection refused", Cause.CONNECTION_REFUSED, 0.96),
          says("context canceled", Cause.CLIENT_ABORT, 0.9),
          says("client closed request", Cause.CLIENT_ABORT, 0.9),
          says("aborting with incomplete response", Cause.BODY_TRUNCATED, 0.95),
          says("too many open files", Cause.PROXY_EXHAUSTED, 0.95),
          says("assign requested address", Cause.PROXY_EXHAUSTED, 0.95),
          says("out of workspace", Cause.PROXY_EXHAUSTED, 0.8),
          says("connection refused", Cause.CONNECTION_REFUSED, 0.96),
          says("errno 111", Cause.CONNECTION_REFUSED, 0.96),
          says("connect_fail", Cause.CONNECTION_REFUSED, 0.6),
          says("no such file or directory", Cause.CONNECTION_REFUSED, 0.9),
          blames("no route to host", Cause.CONNECTION_REFUSED, FaultDomain.UPSTREAM_LINK, 0.85),
          blames(
              "network is unreachable", Cause.CONNECTION_REFUSED, FaultDomain.UPSTREAM_LINK, 0.85),
          says("no such host", Cause.DNS_FAILURE, 0.96),
          says("lookup ", Cause.DNS_FAILURE, 0.85),
          says("dns", Cause.DNS_FAILURE, 0.85),
          says("gethostbyname", Cause.DNS_FAILURE, 0.9),
          says("name or service not known", Cause.DNS_FAILURE, 0.95),
          says("x509", Cause.TLS_FAILURE, 0.97),
          says("certificate", Cause.TLS_FAILURE, 0.95),
          says("tls:", Cause.TLS_FAILURE, 0.93),
          says("ssl handshake", Cause.TLS_FAILURE, 0.95),
          says("hostname doesn't match", Cause.TLS_FAILURE, 0.95),
          says("response headers exceeded", Cause.HEADER_TOO_LARGE, 0.97),
          says("header overflow", Cause.HEADER_TOO_LARGE, 0.95),
          says("overflow", Cause.HEADER_TOO_LARGE, 0.8),
          says("too big header", Cause.HEADER_TOO_LARGE, 0.95),
          says("awaiting response headers", Cause.RESPONSE_TIMEOUT, 0.97),
          says("first byte timeout", Cause.RESPONSE_TIMEOUT, 0.96),
          says("between bytes timeout", Cause.RESPONSE_TIMEOUT, 0.8),
          says("read_timeout", Cause.RESPONSE_TIMEOUT, 0.85),
          says("deadline exceeded", Cause.RESPONSE_TIMEOUT, 0.85),
          says("dial tcp", Cause.CONNECT_TIMEOUT, 0.9),
          says("errno 110", Cause.CONNECT_TIMEOUT, 0.96),
          says("connection timed out", Cause.CONNECT_TIMEOUT, 0.9),
          says("i/o timeout", Cause.RESPONSE_TIMEOUT, 0.7),
          says("no upstreams available", Cause.NO_HEALTHY_UPSTREAM, 0.75),
          says("unhealthy", Cause.NO_HEALTHY_UPSTREAM, 0.75),
          says("no backend", Cause.NO_HEALTHY_UPSTREAM, 0.7),
          says("quorum", Cause.NO_HEALTHY_UPSTREAM, 0.7),
          says(": busy", Cause.POOL_EXHAUSTED, 0.9),
          says("max_conn", Cause.POOL_EXHAUSTED, 0.85),
          says("malformed http", Cause.INVALID_RESPONSE, 0.95),
          says("http format error", Cause.INVALID_RESPONSE, 0.95),
          says("received junk", Cause.INVALID_RESPONSE, 0.9),
          says("insufficient bytes", Cause.BODY_TRUNCATED, 0.95),
          says("resource temporarily unavailable", Cause.BODY_TRUNCATED, 0.7),
          says("connection reset", Cause.CONNECTION_RESET, 0.95),
          says("broken pipe", Cause.CONNECTION_RESET, 0.85),
          says("eof", Cause.PREMATURE_CLOSE, 0.85),
          says("backend closed", Cause.PREMATURE_CLOSE, 0.85),
          says("prematurely closed", Cause.PREMATURE_CLOSE, 0.9),
          says("backend read error", Cause.PREMATURE_CLOSE, 0.7),
          says("backend write error", Cause.PREMATURE_CLOSE, 0.6),
          says("read_error", Cause.PREMATURE_CLOSE, 0.7));

  private ServerText() {}

  /** What a text says; null when nothing in it is known. */
  static Evidence read(String software, String text, String address) {
    TextRule rule = text.isEmpty() ? null : TextRule.find(RULES, text, "");
    if (rule == null) {
      return null;
    }
    String at = address.isEmpty() || text.contains(address) ? "" : " (" + address + ")";
    return rule.evidence(software + ": " + text + at);
  }
}
