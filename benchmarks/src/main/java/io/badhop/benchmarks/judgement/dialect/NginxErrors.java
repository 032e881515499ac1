package io.badhop.benchmarks.judgement.dialect;

import io.badhop.benchmarks.judgement.world.Attempt;
import io.badhop.benchmarks.judgement.world.Handled;
import io.badhop.benchmarks.judgement.world.Hop;
import io.badhop.benchmarks.judgement.world.Kind;
import io.badhop.benchmarks.judgement.world.Pool;
import io.badhop.benchmarks.judgement.world.Request;
import io.badhop.benchmarks.judgement.world.Server;
import io.badhop.benchmarks.judgement.world.Site;

/** nginx's error log. Each message below is a level, a bar, and the words. */
final class NginxErrors {

  private final LogFiles logs;
  private final Site site;
  private final Clock clock;

  NginxErrors(LogFiles logs, Site site, Clock clock) {
    this.logs = logs;
    this.site = site;
    this.clock = clock;
  }

  private Pool pool(Request request) {
    return request.route() == null ? site.pools().get(0) : request.route().pool();
  }

  /** What is said of a request, in this file. */
  void request(Handled handled, Hop hop, String file) {
    if (hop.own() != null) {
      String said = own(handled, hop);
      if (!said.isEmpty()) {
        error(file, handled, hop, hop.end(), said, null);
      }
    }
    for (Attempt attempt : hop.attempts()) {
      if (attempt.failure() != null) {
        String said = said(attempt);
        if (!said.isEmpty()) {
          error(file, handled, hop, attempt.end(), said, attempt.server());
        }
      }
    }
  }

  /** Level and words of what nginx does by itself. */
  private String own(Handled handled, Hop hop) {
    return switch (hop.own()) {
      case DNS ->
          "error|"
              + pool(handled.request()).dnsName()
              + " could not be resolved (3: Host not found)";
      case RATE_LIMIT -> "error|limiting requests, excess: 20.440 by zone \"perip\"";
      case PROXY_FULL ->
          "alert|1024 worker_connections are not enough while connecting to upstream";
      case NO_SERVER -> "error|no live upstreams while connecting to upstream";
      default -> "";
    };
  }

  private static String said(Attempt attempt) {
    String read = " while reading response header from upstream";
    String connect = " while connecting to upstream";
    Server server = attempt.server();
    return switch (attempt.failure()) {
      case REFUSED ->
          server.isSocket()
              ? "error|connect() to "
                  + server.address()
                  + " failed (111: Connection refused)"
                  + connect
              : "error|connect() failed (111: Connection refused)" + connect;
      case UNREACHABLE -> "error|connect() failed (113: No route to host)" + connect;
      case CONNECT_TIMEOUT -> "error|upstream timed out (110: Connection timed out)" + connect;
      case RESPONSE_TIMEOUT -> "error|upstream timed out (110: Connection timed out)" + read;
      case RESET -> "error|recv() failed (104: Connection reset by peer)" + read;
      case EARLY_CLOSE -> "error|upstream prematurely closed connection" + read;
      case LARGE_HEADER -> "error|upstream sent too big header" + read;
      case GARBAGE -> "error|upstream sent invalid header" + read;
      case CUT_BODY -> "error|upstream prematurely closed connection while reading upstream";
      case POOL_FULL ->
          "error|connect() to "
              + server.address()
              + " failed (11: Resource temporarily unavailable)"
              + connect;
      case TLS_CERT ->
          "error|upstream SSL certificate verify error: (10:certificate has expired)"
              + " while SSL handshaking to upstream";
      case TLS_HANDSHAKE ->
          "error|SSL_do_handshake() failed (SSL: error:0A000410:SSL routines::sslv3 alert"
              + " handshake failure:SSL alert number 40) while SSL handshaking to upstream";
      default -> "";
    };
  }

  private void error(String file, Handled handled, Hop hop, long time, String said, Server server) {
    Request request = handled.request();
    String[] parts = said.split("\\|", 2);
    StringBuilder line = new StringBuilder();
    line.append(clock.nginxError(time)).append(" [").append(parts[0]).append("] ");
    int pid = 911 + (int) (hop.connection() % 2);
    line.append(pid).append('#').append(pid).append(": *").append(hop.connection()).append(' ');
    line.append(parts[1]).append(", client: ").append(request.client());
    line.append(", server: ")
        .append(request.host())
        .append(", request: \"")
        .append(Nginx.line(request));
    line.append('"');
    Kind own = hop.own();
    if (server != null || own == Kind.NO_SERVER || own == Kind.PROXY_FULL) {
      Pool pool = pool(request);
      Server chosen = server == null ? pool.servers().get(0) : server;
      String address = own == Kind.NO_SERVER ? pool.name() : chosen.address();
      String target = pool.scheme().equals("fastcgi") ? ":" : request.target();
      line.append(", upstream: \"").append(pool.scheme()).append("://").append(address);
      line.append(target).append('"');
    }
    line.append(", host: \"").append(request.host()).append('"');
    logs.line(file, clock.at(time), line.toString());
  }
}
