package io.badhop.benchmarks.judgement.dialect;

import io.badhop.benchmarks.judgement.world.Attempt;
import io.badhop.benchmarks.judgement.world.Handled;
import io.badhop.benchmarks.judgement.world.Hop;
import io.badhop.benchmarks.judgement.world.Kind;
import io.badhop.benchmarks.judgement.world.Pool;
import io.badhop.benchmarks.judgement.world.Request;
import io.badhop.benchmarks.judgement.world.Site;

/** Caddy 2.6: access records, and errors of requests in the runtime log. */
final class Caddy implements Journal {

  private final LogFiles logs;
  private final Site site;
  private final Clock clock;
  private final boolean named;

  /**
   * @param named whether the configuration copies the upstream's address into the answer
   */
  Caddy(LogFiles logs, Site site, Clock clock, boolean named) {
    this.logs = logs;
    this.site = site;
    this.clock = clock;
    this.named = named;
    logs.head(
        "runtime.log",
        "{\"level\":\"info\",\"ts\":1761955200.1722088,\"msg\":\"serving initial configuration\"}");
  }

  @Override
  public void request(Handled handled) {
    Hop hop = handled.proxy();
    if (hop == null) {
      return;
    }
    Request request = handled.request();
    String why = why(request, hop);
    if (!why.isEmpty()) {
      logs.line("runtime.log", clock.at(hop.end()), error(request, hop, why));
    }
    logs.line("access.log", clock.at(hop.end()), access(request, hop));
  }

  private String why(Request request, Hop hop) {
    Kind kind = hop.failure();
    if (kind == null) {
      return "";
    }
    Attempt last = hop.last();
    String address = last == null ? "" : last.server().address();
    String dial = "dial tcp " + address + ": ";
    String broken = "net/http: HTTP/1.x transport connection broken: ";
    return switch (kind) {
      case REFUSED -> dial + "connect: connection refused";
      case CONNECT_TIMEOUT -> dial + "i/o timeout";
      case RESPONSE_TIMEOUT -> "net/http: timeout awaiting response headers";
      case RESET -> "read tcp 10.0.0.7:35450->" + address + ": read: connection reset by peer";
      case EARLY_CLOSE -> "EOF";
      case GARBAGE -> broken + "malformed HTTP status code \\\"abc\\\"";
      case LARGE_HEADER ->
          broken + "net/http: server response headers exceeded 4096 bytes; aborted";
      case TLS_CERT -> "x509: certificate has expired or is not yet valid";
      case TLS_HANDSHAKE -> "tls: first record does not look like a TLS handshake";
      case DNS -> "dial tcp: lookup " + pool(request).dnsName() + " on 10.0.0.2:53: no such host";
      case NO_SERVER -> "no upstreams available";
      default -> "";
    };
  }

  private Pool pool(Request request) {
    return request.route() == null ? site.pools().get(0) : request.route().pool();
  }

  private static String asked(Request request) {
    return "\"request\":{\"remote_ip\":\""
        + request.client()
        + "\",\"remote_port\":\""
        + request.port()
        + "\",\"proto\":\"HTTP/1.1\",\"method\":\""
        + request.method()
        + "\",\"host\":\""
        + request.host()
        + "\",\"uri\":\""
        + request.target()
        + "\",\"headers\":{\"User-Agent\":[\""
        + request.agent()
        + "\"],\"X-Request-Id\":[\""
        + request.id()
        + "\"]}}";
  }

  private String error(Request request, Hop hop, String why) {
    return "{\"level\":\"error\",\"ts\":"
        + clock.unixMicros(hop.end() - 60)
        + ",\"logger\":\"http.log.error\",\"msg\":\""
        + why
        + "\","
        + asked(request)
        + ",\"duration\":"
        + hop.took() / 1e6
        + ",\"status\":"
        + hop.status()
        + ",\"err_id\":\""
        + request.ray().substring(0, 9)
        + "\",\"err_trace\":\"reverseproxy.statusError (reverseproxy.go:1299)\"}";
  }

  private String access(Request request, Hop hop) {
    Attempt last = hop.last();
    boolean shown = named && last != null && last.answered();
    String upstream =
        shown
            ? ",\"X-Upstream\":[\""
                + last.server().address()
                + "\"],\"X-Upstream-Latency\":[\""
                + last.header() / 1e6
                + "s\"]"
            : "";
    return "{\"level\":\""
        + (hop.status() >= 500 ? "error" : "info")
        + "\",\"ts\":"
        + clock.unixMicros(hop.end())
        + ",\"logger\":\"http.log.access.log0\",\"msg\":\"handled request\","
        + asked(request)
        + ",\"user_id\":\"\",\"duration\":"
        + hop.took() / 1e6
        + ",\"size\":"
        + (hop.failure() == Kind.CLIENT_LEFT ? 0 : hop.bytes())
        + ",\"status\":"
        + hop.status()
        + ",\"resp_headers\":{\"Server\":[\"Caddy\"],\"X-Request-Id\":[\""
        + request.id()
        + "\"]"
        + upstream
        + "}}";
  }
}
