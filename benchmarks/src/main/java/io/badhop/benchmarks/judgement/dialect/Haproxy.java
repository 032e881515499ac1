package io.badhop.benchmarks.judgement.dialect;

import io.badhop.benchmarks.judgement.world.Attempt;
import io.badhop.benchmarks.judgement.world.Handled;
import io.badhop.benchmarks.judgement.world.Happening;
import io.badhop.benchmarks.judgement.world.Hop;
import io.badhop.benchmarks.judgement.world.Kind;
import io.badhop.benchmarks.judgement.world.Pool;
import io.badhop.benchmarks.judgement.world.Request;
import io.badhop.benchmarks.judgement.world.Site;

/** HAProxy: {@code option httplog} with captures, behind syslog, and messages on servers. */
final class Haproxy implements Journal {

  private final LogFiles logs;
  private final Site site;
  private final Clock clock;

  Haproxy(LogFiles logs, Site site, Clock clock, boolean configured) {
    this.logs = logs;
    this.site = site;
    this.clock = clock;
    if (configured) {
      logs.file("haproxy.cfg", configuration());
    }
  }

  private String configuration() {
    StringBuilder text = new StringBuilder();
    text.append(
        "global\n  log 127.0.0.1:514 len 8192 format rfc3164 local0\n  log-send-hostname\n");
    text.append("defaults\n  mode http\n  log global\n  option httplog\n  option abortonclose\n");
    text.append("frontend fe\n  bind :80\n");
    text.append("  capture request header X-Request-ID len 64\n");
    text.append("  capture request header Host len 40\n");
    text.append("  capture request header X-Forwarded-For len 40\n");
    for (Pool pool : site.pools()) {
      if (!pool.equals(site.pools().get(0))) {
        text.append("  use_backend bk_").append(pool.name());
        text.append(" if { path_beg /api/").append(pool.name()).append(" }\n");
      }
    }
    text.append("  default_backend bk_").append(site.pools().get(0).name()).append('\n');
    for (Pool pool : site.pools()) {
      text.append("backend bk_").append(pool.name()).append('\n');
      String tls = pool.scheme().equals("https") ? " ssl verify required" : "";
      pool.servers()
          .forEach(
              s ->
                  text.append("  server ")
                      .append(s.name())
                      .append(' ')
                      .append(s.address())
                      .append(tls)
                      .append('\n'));
    }
    return text.toString();
  }

  @Override
  public void request(Handled handled) {
    Hop hop = handled.proxy();
    if (hop == null) {
      return;
    }
    Request request = handled.request();
    Attempt last = hop.last();
    String backend =
        request.route() == null ? site.pools().get(0).name() : request.route().pool().name();
    boolean unserved =
        last == null || last.failure() == Kind.POOL_FULL && !last.server().isSocket();
    String server = unserved ? "<NOSRV>" : last.server().name();
    boolean early = hop.own() == Kind.RATE_LIMIT || hop.own() == Kind.MAINTENANCE;
    String line =
        request.client()
            + ":"
            + request.port()
            + " ["
            + clock.haproxy(hop.start())
            + "] fe "
            + (early ? "fe" : "bk_" + backend)
            + "/"
            + server
            + " 0/"
            + waits(hop, last)
            + "/"
            + hop.took() / 1000
            + " "
            + hop.status()
            + " "
            + (hop.bytes() + 120)
            + " - - "
            + state(hop)
            + "-- 14/14/2/1/"
            + (hop.attempts().size() > 1 ? "+" : "")
            + Math.max(0, hop.attempts().size() - 1)
            + " 0/0 {"
            + request.id()
            + "|"
            + request.host()
            + "|"
            + request.client()
            + "} \""
            + request.method()
            + " "
            + request.target()
            + " HTTP/1.1\"";
    message(hop.index(), hop.end(), line);
  }

  private String waits(Hop hop, Attempt last) {
    if (last == null) {
      return "-1/-1/-1";
    }
    long before = (last.start() - hop.start()) / 1000;
    if (last.failure() == Kind.POOL_FULL) {
      return last.total() / 1000 + "/-1/-1";
    }
    return before
        + "/"
        + (last.connect() < 0 ? -1 : last.connect() / 1000)
        + "/"
        + (last.header() < 0 ? -1 : (last.header() - last.connect()) / 1000);
  }

  private String state(Hop hop) {
    Kind kind = hop.failure();
    if (kind == null) {
      return "--";
    }
    return switch (kind) {
      case REFUSED, UNREACHABLE, TLS_CERT, NO_SERVER, WRONG_ADDRESS -> "SC";
      case CONNECT_TIMEOUT, TLS_HANDSHAKE -> "sC";
      case RESPONSE_TIMEOUT -> "sH";
      case RESET, EARLY_CLOSE -> "SH";
      case LARGE_HEADER, GARBAGE -> "PH";
      case CUT_BODY -> "SD";
      case POOL_FULL -> "sQ";
      case RATE_LIMIT -> "PR";
      case MAINTENANCE -> "LR";
      case PROXY_FULL -> "RC";
      case CLIENT_LEFT -> "CH"; // with option abortonclose
      default -> "--";
    };
  }

  private void message(int proxy, long time, String text) {
    String host = site.proxies().get(proxy).name();
    String file = site.proxies().size() == 1 ? "haproxy.log" : "haproxy-" + host + ".log";
    logs.line(file, clock.at(time), clock.syslog(time) + " " + host + " haproxy[2210]: " + text);
  }

  @Override
  public void happening(Happening event) {
    String text =
        switch (event.what()) {
          case DOWN ->
              "Server bk_"
                  + event.server().pool()
                  + "/"
                  + event.server().name()
                  + " is DOWN, reason: "
                  + event.detail()
                  + ", check duration: 1ms. 0 active and 0 backup servers left. 3 sessions active,"
                  + " 0 requeued, 0 remaining in queue.";
          case UP ->
              "Server bk_"
                  + event.server().pool()
                  + "/"
                  + event.server().name()
                  + " is UP, reason: Layer4 check passed, check duration: 0ms. 1 active and 0 backup"
                  + " servers online. 0 sessions requeued, 0 total in queue.";
          case EMPTY_POOL -> "backend bk_" + event.server().pool() + " has no server available!";
          default -> "";
        };
    for (int i = 0; i < site.proxies().size() && !text.isEmpty(); i++) {
      message(i, event.time(), text);
    }
  }
}
