package io.badhop.benchmarks.judgement.dialect;

import io.badhop.benchmarks.judgement.world.Handled;
import io.badhop.benchmarks.judgement.world.Hop;
import io.badhop.benchmarks.judgement.world.Kind;
import io.badhop.benchmarks.judgement.world.Request;
import io.badhop.benchmarks.judgement.world.Site;

/** IIS with Application Request Routing: the W3C log of a site. */
final class Iis implements Journal {

  private static final String HEAD =
      "#Software: Microsoft Internet Information Services 10.0\n#Version: 1.0\n"
          + "#Date: 2026-11-01 00:00:00\n"
          + "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip"
          + " cs(User-Agent) cs(Referer) cs-host sc-status sc-substatus sc-win32-status sc-bytes"
          + " time-taken X-Request-ID CF-Ray";

  private final LogFiles logs;
  private final Site site;
  private final Clock clock;

  Iis(LogFiles logs, Site site, Clock clock) {
    this.logs = logs;
    this.site = site;
    this.clock = clock;
    for (int i = 0; i < site.proxies().size(); i++) {
      logs.head(file(i), HEAD);
    }
  }

  private String file(int proxy) {
    return "u_ex_" + site.proxies().get(proxy).name() + ".log";
  }

  @Override
  public void request(Handled handled) {
    Hop hop = handled.proxy();
    if (hop == null) {
      return;
    }
    Request request = handled.request();
    String line =
        String.join(
            " ",
            clock.day(hop.end()),
            clock.time(hop.end()),
            site.proxies().get(hop.index()).host(),
            request.method(),
            request.path(),
            request.query().isEmpty() ? "-" : request.query(),
            "443",
            "-",
            request.client(),
            request.agent().replace(' ', '+'),
            "-",
            request.host(),
            Integer.toString(hop.status()),
            detail(hop),
            Integer.toString(hop.bytes()),
            Long.toString(hop.took() / 1000),
            request.id(),
            handled.edge() == null ? "-" : request.ray() + "-FRA");
    logs.line(file(hop.index()), clock.at(hop.end()), line);
  }

  /** Sub-status and WinHTTP's error. */
  private static String detail(Hop hop) {
    Kind kind = hop.failure();
    if (kind == null) {
      return "0 0";
    }
    return switch (kind) {
      case REFUSED -> "3 12029";
      case CONNECT_TIMEOUT, RESPONSE_TIMEOUT -> "3 12002";
      case RESET, EARLY_CLOSE -> "3 12030";
      case GARBAGE -> "3 12152";
      case DNS -> "3 12007";
      case TLS_CERT -> "3 12175";
      case NO_SERVER -> "4 0";
      case POOL_FULL -> "2 0";
      case CLIENT_LEFT -> "604 64";
      default -> "0 0";
    };
  }
}
