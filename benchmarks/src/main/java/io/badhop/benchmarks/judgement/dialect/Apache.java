package io.badhop.benchmarks.judgement.dialect;

import io.badhop.benchmarks.judgement.world.Attempt;
import io.badhop.benchmarks.judgement.world.Handled;
import io.badhop.benchmarks.judgement.world.Hop;
import io.badhop.benchmarks.judgement.world.Kind;
import io.badhop.benchmarks.judgement.world.Pool;
import io.badhop.benchmarks.judgement.world.Request;
import io.badhop.benchmarks.judgement.world.Site;

/** Apache httpd with mod_proxy: JSON or combined, and the error log. */
final class Apache implements Journal {

  private final LogFiles logs;
  private final Site site;
  private final Clock clock;
  private final boolean json;

  Apache(LogFiles logs, Site site, Clock clock, boolean json) {
    this.logs = logs;
    this.site = site;
    this.clock = clock;
    this.json = json;
    logs.file("httpd.conf", configuration());
  }

  private String configuration() {
    StringBuilder text = new StringBuilder();
    if (json) {
      text.append(
          "LogFormat \"{\\\"time\\\":\\\"%{%Y-%m-%dT%H:%M:%S}t.%{msec_frac}t"
              + " %{%z}t\\\",\\\"request_id\\\":\\\"%{X-Request-ID}i\\\","
              + "\\\"cf_ray\\\":\\\"%{CF-Ray}i\\\",\\\"log_id\\\":\\\"%L\\\","
              + "\\\"remote_addr\\\":\\\"%a\\\",\\\"host\\\":\\\"%{Host}i\\\","
              + "\\\"method\\\":\\\"%m\\\",\\\"uri\\\":\\\"%U\\\",\\\"status\\\":\\\"%>s\\\","
              + "\\\"bytes_sent\\\":\\\"%O\\\",\\\"request_time_us\\\":\\\"%D\\\","
              + "\\\"handler\\\":\\\"%R\\\",\\\"worker\\\":\\\"%{BALANCER_WORKER_NAME}e\\\","
              + "\\\"conn_status\\\":\\\"%X\\\"}\" badhop\nCustomLog access.log badhop\n");
      text.append(
          "ErrorLogFormat \"[%{u}t] [%-m:%l] [pid %P:tid %T] [%L] %E: [client\\ %a] %M\"\n");
    } else {
      text.append(
          "LogFormat \"%h %l %u %t \\\"%r\\\" %>s %b \\\"%{Referer}i\\\" \\\"%{User-Agent}i\\\"\""
              + " combined\nCustomLog access.log combined\n");
    }
    text.append("ErrorLog error.log\n");
    for (Pool pool : site.pools()) {
      text.append("<Proxy balancer://").append(pool.name()).append(">\n");
      pool.servers()
          .forEach(
              s ->
                  text.append("  BalancerMember ")
                      .append(pool.scheme())
                      .append("://")
                      .append(s.address())
                      .append('\n'));
      text.append("</Proxy>\n");
    }
    for (int i = site.pools().size() - 1; i >= 0; i--) {
      String name = site.pools().get(i).name();
      String path = i == 0 ? "/" : "/api/" + name;
      text.append("ProxyPass ").append(path).append(" balancer://").append(name).append(path);
      text.append('\n');
    }
    return text.toString();
  }

  private String file(Hop hop, String kind) {
    return site.proxies().size() == 1
        ? kind + ".log"
        : "lb" + (hop.index() + 1) + "/" + kind + ".log";
  }

  @Override
  public void request(Handled handled) {
    Hop hop = handled.proxy();
    if (hop == null) {
      return;
    }
    boolean logged = errors(handled, hop);
    Request request = handled.request();
    String line = json ? json(handled, hop, logged) : combined(request, hop);
    logs.line(file(hop, "access"), clock.at(hop.end()), line);
  }

  private String combined(Request request, Hop hop) {
    return request.client()
        + " - - ["
        + clock.clf(hop.start())
        + "] \""
        + request.method()
        + " "
        + request.target()
        + " HTTP/1.1\" "
        + hop.status()
        + " "
        + hop.bytes()
        + " \"-\" \""
        + request.agent()
        + "\"";
  }

  private static String logId(Request request) {
    return request.ray().substring(0, 11);
  }

  private String json(Handled handled, Hop hop, boolean logged) {
    Request request = handled.request();
    Attempt last = hop.last();
    boolean local = hop.own() == Kind.MAINTENANCE;
    String stamp = clock.isoMillis(hop.start());
    return "{\"time\":\""
        + stamp.substring(0, stamp.length() - 1)
        + " +0000\",\"request_id\":\""
        + request.id()
        + "\",\"cf_ray\":\""
        + (handled.edge() == null ? "-" : request.ray() + "-FRA")
        + "\",\"log_id\":\""
        + (logged ? logId(request) : "-")
        + "\",\"remote_addr\":\""
        + request.client()
        + "\",\"host\":\""
        + request.host()
        + "\",\"method\":\""
        + request.method()
        + "\",\"uri\":\""
        + request.path()
        + "\",\"status\":\""
        + hop.status()
        + "\",\"bytes_sent\":\""
        + hop.bytes()
        + "\",\"request_time_us\":\""
        + hop.took()
        + "\",\"handler\":\""
        + (local ? "redirect-handler" : "proxy-server")
        + "\",\"worker\":\""
        + (last == null ? "-" : scheme(request) + "://" + last.server().address())
        + "\",\"conn_status\":\""
        + (hop.failure() == Kind.CLIENT_LEFT ? "X" : "+")
        + "\"}";
  }

  private String scheme(Request request) {
    return request.route() == null ? "http" : request.route().pool().scheme();
  }

  /** Whether anything was logged under the request's log ID. */
  private boolean errors(Handled handled, Hop hop) {
    boolean any = false;
    Request request = handled.request();
    if (hop.own() != null) {
      any = own(request, hop);
    }
    for (Attempt attempt : hop.attempts()) {
      any |= attempt.failure() != null && said(request, hop, attempt);
    }
    return any;
  }

  private boolean own(Request request, Hop hop) {
    Pool pool = request.route() == null ? site.pools().get(0) : request.route().pool();
    switch (hop.own()) {
      case DNS ->
          client(
              request,
              hop,
              hop.end(),
              "proxy:error",
              "(EAI 2)Name or service not known: ",
              "AH00898: DNS lookup failure for: "
                  + pool.dnsName()
                  + " returned by "
                  + request.path());
      case NO_SERVER ->
          client(
              request,
              hop,
              hop.end(),
              "proxy_balancer:error",
              "",
              "AH01167: balancer://" + pool.name() + ": All workers are in error state");
      case PROXY_FULL -> {}
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean said(Request request, Hop hop, Attempt attempt) {
    long at = attempt.end();
    String address = attempt.server().address();
    String host = attempt.server().host();
    String by = " returned by " + request.path();
    String read = "AH01102: error reading status line from remote server " + address;
    String again = "AH00898: Error reading from remote server" + by;
    String connect =
        "AH00957: http: attempt to connect to " + address + " (" + address + ") failed";
    String failed = "AH01114: HTTP: failed to make connection to backend: " + host;
    String expired = "(70007)The timeout specified has expired: ";
    String internal = "(20014)Internal error (specific information not available): ";
    switch (attempt.failure()) {
      case REFUSED -> {
        worker(hop, request, at, "(111)Connection refused: ", connect);
        client(request, hop, at, "proxy_http:error", "", failed);
      }
      case CONNECT_TIMEOUT -> {
        worker(hop, request, at, expired, connect);
        client(request, hop, at, "proxy_http:error", "", failed);
      }
      case RESPONSE_TIMEOUT -> {
        client(request, hop, at, "proxy_http:error", expired, read);
        client(request, hop, at, "proxy:error", "", again);
      }
      case EARLY_CLOSE -> {
        client(request, hop, at, "proxy_http:error", internal, read);
        client(request, hop, at, "proxy:error", "", again);
      }
      case RESET -> {
        client(request, hop, at, "proxy_http:error", "(104)Connection reset by peer: ", read);
        client(request, hop, at, "proxy:error", "", again);
      }
      case GARBAGE -> {
        client(request, hop, at, "proxy_http:error", "(22)Invalid argument: ", read);
        client(request, hop, at, "proxy:error", "", again);
      }
      case LARGE_HEADER -> {
        client(
            request,
            hop,
            at,
            "proxy_http:warn",
            "(28)No space left on device: ",
            "AH10124: header size is over the limit allowed by ResponseFieldSize (8192 bytes). Bad"
                + " response header: 'Set-Cookie: a=AAAAAAAA[...]AAAAAAA'");
        client(
            request,
            hop,
            at,
            "proxy_http:warn",
            "",
            "AH01106: bad HTTP/1.1 header" + by + " (" + request.method() + ")");
      }
      case CUT_BODY ->
          client(
              request,
              hop,
              at,
              "proxy_http:error",
              "(70008)Partial results are valid but processing is incomplete: ",
              "AH01110: error reading response");
      case POOL_FULL ->
          client(
              request,
              hop,
              at,
              "proxy:error",
              "",
              "AH00934: all workers are busy.  Unable to serve " + request.path());
      case TLS_CERT, TLS_HANDSHAKE -> tls(request, hop, attempt, internal, by);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void tls(Request request, Hop hop, Attempt attempt, String internal, String by) {
    long at = attempt.end();
    String address = attempt.server().address();
    if (attempt.failure() == Kind.TLS_CERT) {
      remote(
          hop,
          request,
          at,
          address,
          "AH02276: Certificate Verification: Error (10): certificate has expired [subject:"
              + " CN=pay.internal / issuer: CN=Internal CA / serial: 13BC / notbefore: Nov 22"
              + " 05:57:13 2025 GMT / notafter: Nov 22 05:57:13 2026 GMT]");
    }
    remote(hop, request, at, address, "AH02003: SSL Proxy connect failed");
    remote(hop, request, at, address, "AH01997: SSL handshake failed: sending 502");
    client(
        request,
        hop,
        at,
        "proxy:error",
        internal,
        "AH01084: pass request body failed to " + address + " (" + attempt.server().host() + ")");
    client(
        request,
        hop,
        at,
        "proxy:error",
        "",
        "AH00898: Error during SSL Handshake with remote server" + by);
  }

  private String process(Hop hop) {
    return "[pid " + (5540 + hop.connection() % 3) + ":tid " + (5600 + hop.connection()) + "] ";
  }

  private void client(Request request, Hop hop, long at, String module, String errno, String text) {
    String id = json ? "[" + logId(request) + "] " : "";
    write(
        hop,
        at,
        module,
        id + errno + "[client " + request.client() + ":" + request.port() + "] " + text);
  }

  private void worker(Hop hop, Request request, long at, String errno, String text) {
    write(hop, at, "proxy:error", (json ? "[" + logId(request) + "] " : "") + errno + text);
  }

  private void remote(Hop hop, Request request, long at, String address, String text) {
    write(
        hop,
        at,
        "ssl:info",
        (json ? "[" + logId(request) + "] " : "") + "[remote " + address + "] " + text);
  }

  private void write(Hop hop, long at, String module, String text) {
    logs.line(
        file(hop, "error"),
        clock.at(at),
        "[" + clock.apacheError(at) + "] [" + module + "] " + process(hop) + text);
  }
}
