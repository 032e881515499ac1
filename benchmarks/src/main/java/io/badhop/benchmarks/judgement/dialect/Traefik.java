package io.badhop.benchmarks.judgement.dialect;

import io.badhop.benchmarks.judgement.world.Attempt;
import io.badhop.benchmarks.judgement.world.Handled;
import io.badhop.benchmarks.judgement.world.Hop;
import io.badhop.benchmarks.judgement.world.Kind;
import io.badhop.benchmarks.judgement.world.Pool;
import io.badhop.benchmarks.judgement.world.Request;
import io.badhop.benchmarks.judgement.world.Site;

/** Traefik 2: access log as JSON or in its common format, and the process's log at DEBUG. */
final class Traefik implements Journal {

  private final LogFiles logs;
  private final Site site;
  private final Clock clock;
  private final boolean json;
  private long count;

  Traefik(LogFiles logs, Site site, Clock clock, boolean json) {
    this.logs = logs;
    this.site = site;
    this.clock = clock;
    this.json = json;
    logs.head(
        "traefik.log",
        "time=\"2026-11-01T00:00:00Z\" level=info msg=\"Traefik version 2.11.0 built on"
            + " 2024-02-12T15:26:29Z\"");
  }

  @Override
  public void request(Handled handled) {
    Hop hop = handled.proxy();
    if (hop == null) {
      return;
    }
    Request request = handled.request();
    for (Attempt attempt : hop.attempts()) {
      String why = why(attempt);
      if (!why.isEmpty()) {
        process(attempt.end(), why);
      }
    }
    if (hop.own() == Kind.DNS) {
      String name = pool(request).dnsName();
      process(
          hop.end(),
          "'502 Bad Gateway' caused by: dial tcp: lookup "
              + name
              + " on 10.96.0.10:53: no such host");
    }
    count++;
    logs.line("access.log", clock.at(hop.end()), json ? json(request, hop) : common(request, hop));
  }

  private Pool pool(Request request) {
    return request.route() == null ? site.pools().get(0) : request.route().pool();
  }

  private void process(long time, String why) {
    logs.line(
        "traefik.log",
        clock.at(time),
        "time=\"" + clock.isoSeconds(time) + "\" level=debug msg=\"" + why + "\"");
  }

  private static String why(Attempt attempt) {
    if (attempt.failure() == null) {
      return "";
    }
    String address = attempt.server().address();
    String bad = "'502 Bad Gateway' caused by: ";
    return switch (attempt.failure()) {
      case REFUSED -> bad + "dial tcp " + address + ": connect: connection refused";
      case CONNECT_TIMEOUT ->
          "'504 Gateway Timeout' caused by: dial tcp " + address + ": i/o timeout";
      case RESPONSE_TIMEOUT ->
          "'504 Gateway Timeout' caused by: net/http: timeout awaiting response headers";
      case RESET ->
          bad + "read tcp 10.0.0.7:41234->" + address + ": read: connection reset by peer";
      case EARLY_CLOSE -> bad + "EOF";
      case TLS_CERT ->
          "'500 Internal Server Error' caused by: x509: certificate has expired or is not yet valid:"
              + " current time is after 2026-11-01T00:00:00Z";
      case CLIENT_LEFT -> "'499 Client Closed Request' caused by: context canceled";
      default -> "";
    };
  }

  /** Traefik gives the reason as the body, and its status as the server's. */
  private static int size(Hop hop) {
    Attempt last = hop.last();
    boolean made = hop.own() == Kind.DNS || last != null && !last.answered();
    if (!made) {
      return hop.bytes();
    }
    return switch (hop.status()) {
      case 502 -> 11;
      case 504 -> 15;
      default -> 21;
    };
  }

  private String json(Request request, Hop hop) {
    Attempt last = hop.last();
    Pool pool = pool(request);
    boolean asked = last != null || hop.own() == Kind.DNS;
    String server = last != null ? last.server().address() : pool.dnsName() + ":8080";
    String service =
        asked
            ? "\"ServiceAddr\":\""
                + server
                + "\",\"ServiceName\":\""
                + pool.name()
                + "@docker\",\"ServiceURL\":\""
                + pool.scheme()
                + "://"
                + server
                + "\","
            : hop.own() == Kind.NO_SERVER ? "\"ServiceName\":\"" + pool.name() + "@docker\"," : "";
    boolean passed = asked || hop.own() == Kind.NO_SERVER;
    return "{\"ClientAddr\":\""
        + request.client()
        + ":"
        + request.port()
        + "\",\"ClientHost\":\""
        + request.client()
        + "\",\"ClientPort\":\""
        + request.port()
        + "\",\"ClientUsername\":\"-\",\"DownstreamContentSize\":"
        + size(hop)
        + ",\"DownstreamStatus\":"
        + hop.status()
        + ",\"Duration\":"
        + hop.took() * 1000
        + ",\"OriginContentSize\":"
        + (passed ? size(hop) : 0)
        + ",\"OriginDuration\":"
        + (last == null ? 0 : last.total() * 1000)
        + ",\"OriginStatus\":"
        + (passed ? hop.status() : 0)
        + ",\"Overhead\":120000,\"RequestAddr\":\""
        + request.host()
        + "\",\"RequestContentSize\":0,\"RequestCount\":"
        + count
        + ",\"RequestHost\":\""
        + request.host()
        + "\",\"RequestMethod\":\""
        + request.method()
        + "\",\"RequestPath\":\""
        + request.target()
        + "\",\"RequestPort\":\"-\",\"RequestProtocol\":\"HTTP/1.1\",\"RequestScheme\":\"http\","
        + "\"RetryAttempts\":"
        + Math.max(0, hop.attempts().size() - 1)
        + ",\"RouterName\":\""
        + pool.name()
        + "@docker\","
        + service
        + "\"StartLocal\":\""
        + clock.isoMicros(hop.start())
        + "\",\"StartUTC\":\""
        + clock.isoMicros(hop.start())
        + "\",\"entryPointName\":\"web\",\"level\":\"info\",\"msg\":\"\",\"request_X-Request-Id\":\""
        + request.id()
        + "\",\"time\":\""
        + clock.isoSeconds(hop.end())
        + "\"}";
  }

  private String common(Request request, Hop hop) {
    Attempt last = hop.last();
    Pool pool = pool(request);
    boolean asked = last != null || hop.own() == Kind.DNS;
    String server = last != null ? last.server().address() : pool.dnsName() + ":8080";
    return request.client()
        + " - - ["
        + clock.clf(hop.start())
        + "] \""
        + request.method()
        + " "
        + request.target()
        + " HTTP/1.1\" "
        + (asked ? hop.status() : "-")
        + " "
        + (asked ? size(hop) : "-")
        + " \"-\" \""
        + request.agent()
        + "\" "
        + count
        + " \""
        + pool.name()
        + "@docker\" \""
        + (asked ? pool.scheme() + "://" + server : "-")
        + "\" "
        + hop.took() / 1000
        + "ms";
  }
}
