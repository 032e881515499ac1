package io.badhop.benchmarks.judgement.dialect;

import io.badhop.benchmarks.judgement.world.Attempt;
import io.badhop.benchmarks.judgement.world.Handled;
import io.badhop.benchmarks.judgement.world.Happening;
import io.badhop.benchmarks.judgement.world.Hop;
import io.badhop.benchmarks.judgement.world.Kind;
import io.badhop.benchmarks.judgement.world.Pool;
import io.badhop.benchmarks.judgement.world.Request;
import io.badhop.benchmarks.judgement.world.Server;
import io.badhop.benchmarks.judgement.world.Site;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** nginx: an access log in one of four formats, and the error log. */
final class Nginx implements Journal {

  /** What its {@code log_format} is. */
  enum Style {
    JSON,
    TIMED,
    COMBINED,
    INGRESS
  }

  private static final String JSON_FORMAT =
      "log_format badhop escape=json '{\"msec\":\"$msec\",\"request_id\":\"$rid\","
          + "\"cf_ray\":\"$http_cf_ray\",\"amz_cf_id\":\"$http_x_amz_cf_id\","
          + "\"trace\":\"$http_x_amzn_trace_id\",\"connection\":\"$connection\","
          + "\"remote_addr\":\"$remote_addr\",\"server_addr\":\"$server_addr\",\"host\":\"$host\","
          + "\"request\":\"$request\",\"status\":\"$status\","
          + "\"request_time\":\"$request_time\",\"request_completion\":\"$request_completion\","
          + "\"upstream_addr\":\"$upstream_addr\",\"upstream_status\":\"$upstream_status\","
          + "\"upstream_connect_time\":\"$upstream_connect_time\","
          + "\"upstream_header_time\":\"$upstream_header_time\","
          + "\"upstream_response_time\":\"$upstream_response_time\"}';";

  private final LogFiles logs;
  private final Site site;
  private final Clock clock;
  private final Style style;
  private final NginxErrors errors;

  Nginx(LogFiles logs, Site site, Clock clock, Style style, boolean configured) {
    this.logs = logs;
    this.site = site;
    this.clock = clock;
    this.style = style;
    this.errors = new NginxErrors(logs, site, clock);
    if (configured || style == Style.JSON) {
      logs.file("nginx.conf", configuration());
    }
  }

  private String configuration() {
    StringBuilder text = new StringBuilder("http {\n");
    text.append("map $http_x_request_id $rid { default $http_x_request_id; \"\" $request_id; }\n");
    if (style == Style.JSON) {
      text.append(JSON_FORMAT).append("\naccess_log access.log badhop;\n");
    }
    for (Pool pool : site.pools()) {
      text.append("upstream ").append(pool.name()).append(" {");
      pool.servers().forEach(s -> text.append(" server ").append(s.address()).append(';'));
      text.append(" }\n");
    }
    text.append("server { listen 80;\n");
    for (Pool pool : site.pools()) {
      String path = pool.equals(site.pools().get(0)) ? "/" : "/api/" + pool.name();
      String pass =
          pool.scheme().equals("fastcgi")
              ? "fastcgi_pass " + pool.servers().get(0).address()
              : "proxy_pass " + pool.scheme() + "://" + pool.name();
      text.append("location ").append(path).append(" { ").append(pass).append("; }\n");
    }
    return text.append("}\n}\n").toString();
  }

  @Override
  public void request(Handled handled) {
    Hop hop = handled.proxy();
    if (hop == null) {
      return;
    }
    errors.request(handled, hop, file(hop, "error"));
    String line = line(handled, withGroup(handled.request(), hop));
    logs.line(file(hop, "access"), clock.at(hop.end()), line);
  }

  private String line(Handled handled, Hop hop) {
    return switch (style) {
      case JSON -> json(handled, hop);
      case TIMED -> combined(handled, hop) + timed(handled.request(), hop);
      case COMBINED -> combined(handled, hop);
      case INGRESS -> combined(handled, hop) + ingress(handled.request(), hop);
    };
  }

  private String file(Hop hop, String kind) {
    return site.proxies().size() == 1
        ? kind + ".log"
        : "lb" + (hop.index() + 1) + "/" + kind + ".log";
  }

  private String combined(Handled handled, Hop hop) {
    Request request = handled.request();
    return request.client()
        + " - - ["
        + clock.clf(hop.end())
        + "] \""
        + line(request)
        + "\" "
        + hop.status()
        + " "
        + hop.bytes()
        + " \"-\" \""
        + request.agent()
        + "\"";
  }

  static String line(Request request) {
    return request.method() + " " + request.target() + " HTTP/1.1";
  }

  private String timed(Request request, Hop hop) {
    return " rt="
        + Clock.seconds(hop.took())
        + " ua=\""
        + addresses(hop, "-")
        + "\" us=\""
        + statuses(hop, "-")
        + "\" uct=\""
        + times(hop, Attempt::connect, "-")
        + "\" uht=\""
        + times(hop, Attempt::header, "-")
        + "\" urt=\""
        + times(hop, Attempt::total, "-")
        + "\" conn="
        + hop.connection()
        + " vhost="
        + request.host()
        + " ray="
        + request.ray()
        + "-FRA rid="
        + request.id();
  }

  private String json(Handled handled, Hop hop) {
    Request request = handled.request();
    return "{\"msec\":\""
        + clock.unixMillis(hop.end())
        + "\",\"request_id\":\""
        + request.id()
        + "\",\"cf_ray\":\""
        + (handled.edge() == null ? "" : request.ray() + "-FRA")
        + "\",\"amz_cf_id\":\""
        + (handled.edge() == null ? "" : CloudFront.id(request))
        + "\",\"trace\":\""
        + (handled.edge() == null ? "" : Alb.trace(request))
        + "\",\"connection\":\""
        + hop.connection()
        + "\",\"remote_addr\":\""
        + request.client()
        + "\",\"server_addr\":\""
        + site.proxies().get(hop.index()).host()
        + "\",\"host\":\""
        + request.host()
        + "\",\"request\":\""
        + line(request)
        + "\",\"status\":\""
        + hop.status()
        + "\",\"request_time\":\""
        + Clock.seconds(hop.took())
        + "\",\"request_completion\":\""
        + (hop.isCut() || hop.failure() == Kind.CLIENT_LEFT ? "" : "OK")
        + "\",\"upstream_addr\":\""
        + addresses(hop, "")
        + "\",\"upstream_status\":\""
        + statuses(hop, "")
        + "\",\"upstream_connect_time\":\""
        + times(hop, Attempt::connect, "")
        + "\",\"upstream_header_time\":\""
        + times(hop, Attempt::header, "")
        + "\",\"upstream_response_time\":\""
        + times(hop, Attempt::total, "")
        + "\"}";
  }

  /** {@code upstreaminfo} behind what it shares with combined. */
  private String ingress(Request request, Hop hop) {
    Pool pool = pool(request);
    String lengths =
        hop.attempts().isEmpty()
            ? "-"
            : joined(hop, a -> Integer.toString(a.answered() ? hop.bytes() : 0));
    return " "
        + (300 + request.path().length())
        + " "
        + Clock.seconds(hop.took())
        + " [prod-"
        + pool.name()
        + "-8080] [] "
        + addresses(hop, "-")
        + " "
        + lengths
        + " "
        + times(hop, Attempt::total, "-")
        + " "
        + statuses(hop, "-")
        + " "
        + request.id();
  }

  private Pool pool(Request request) {
    return request.route() == null ? site.pools().get(0) : request.route().pool();
  }

  private static String joined(Hop hop, Function<Attempt, String> part) {
    return hop.attempts().stream().map(part).collect(Collectors.joining(", "));
  }

  private String addresses(Hop hop, String none) {
    return hop.attempts().isEmpty() ? none : joined(hop, a -> a.server().address());
  }

  /** Where no server can be chosen the group's name stands for one, and fails. */
  private Hop withGroup(Request request, Hop hop) {
    if (hop.own() != Kind.NO_SERVER) {
      return hop;
    }
    Pool pool = pool(request);
    Server group = new Server(pool.name(), pool.name(), pool.name(), 0);
    Attempt none = new Attempt(group, Kind.NO_SERVER, 0, hop.end(), -1, -1, 0);
    return new Hop(
        hop.index(),
        hop.start(),
        hop.end(),
        hop.status(),
        List.of(none),
        hop.own(),
        hop.connection(),
        hop.onConnection(),
        hop.bytes());
  }

  /** A status is made up where none came. */
  private String statuses(Hop hop, String none) {
    return hop.attempts().isEmpty()
        ? none
        : joined(
            hop,
            a ->
                a.failure() == Kind.CLIENT_LEFT
                    ? "-"
                    : Integer.toString(a.answered() ? a.status() : made(a)));
  }

  private static int made(Attempt attempt) {
    return switch (attempt.failure()) {
      case CONNECT_TIMEOUT, RESPONSE_TIMEOUT -> 504;
      default -> 502;
    };
  }

  private static String times(Hop hop, Function<Attempt, Long> time, String none) {
    return hop.attempts().isEmpty()
        ? none
        : joined(
            hop,
            a -> {
              long micros = time.apply(a);
              return micros < 0 ? "-" : Clock.seconds(micros);
            });
  }

  @Override
  public void happening(Happening happening) {
    if (happening.what() == Happening.What.RELOADED) {
      for (int i = 0; i < site.proxies().size(); i++) {
        Hop hop = new Hop(i, 0, 0, 0, List.of(), null, 0, 0, 0);
        logs.line(
            file(hop, "error"),
            clock.at(happening.time()),
            clock.nginxError(happening.time())
                + " [notice] 910#910: signal 1 (SIGHUP) received from 77, reconfiguring");
      }
    }
  }
}
