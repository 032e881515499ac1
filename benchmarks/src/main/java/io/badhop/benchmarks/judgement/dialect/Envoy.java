package io.badhop.benchmarks.judgement.dialect;

import io.badhop.benchmarks.judgement.world.Attempt;
import io.badhop.benchmarks.judgement.world.Handled;
import io.badhop.benchmarks.judgement.world.Hop;
import io.badhop.benchmarks.judgement.world.Kind;
import io.badhop.benchmarks.judgement.world.Request;
import io.badhop.benchmarks.judgement.world.Site;

/** Envoy: JSON with details, Istio's text with details, or its default text without. */
final class Envoy implements Journal {

  /** Which format. */
  enum Style {
    JSON,
    ISTIO,
    TEXT
  }

  private static final String RESET = "upstream_reset_before_response_started{";

  private final LogFiles logs;
  private final Site site;
  private final Clock clock;
  private final Style style;

  Envoy(LogFiles logs, Site site, Clock clock, Style style) {
    this.logs = logs;
    this.site = site;
    this.clock = clock;
    this.style = style;
  }

  @Override
  public void request(Handled handled) {
    Hop hop = handled.proxy();
    if (hop == null) {
      return;
    }
    String host = site.proxies().get(hop.index()).name();
    String file = site.proxies().size() == 1 ? "envoy.log" : "envoy-" + host + ".log";
    String line =
        switch (style) {
          case JSON -> json(handled.request(), hop);
          case ISTIO -> istio(handled.request(), hop);
          case TEXT -> text(handled.request(), hop);
        };
    logs.line(file, clock.at(hop.end()), line);
  }

  private static String flags(Hop hop) {
    Kind kind = hop.failure();
    if (kind == null) {
      return "-";
    }
    return switch (kind) {
      case REFUSED, UNREACHABLE, CONNECT_TIMEOUT, TLS_CERT, TLS_HANDSHAKE ->
          hop.attempts().size() > 1 ? "UF,URX" : "UF";
      case RESET, EARLY_CLOSE -> hop.attempts().size() > 1 ? "UC,URX" : "UC";
      case RESPONSE_TIMEOUT -> "UT";
      case GARBAGE, LARGE_HEADER -> "UPE";
      case POOL_FULL -> "UO";
      case NO_SERVER -> "UH";
      case RATE_LIMIT -> "RL";
      case CLIENT_LEFT -> "DC";
      default -> "-";
    };
  }

  private static String details(Hop hop) {
    Kind kind = hop.failure();
    if (kind == null) {
      return "via_upstream";
    }
    return switch (kind) {
      case REFUSED -> RESET + "remote_connection_failure,delayed_connect_error:_111}";
      case UNREACHABLE -> RESET + "remote_connection_failure,delayed_connect_error:_113}";
      case CONNECT_TIMEOUT -> RESET + "connection_timeout}";
      case TLS_CERT, TLS_HANDSHAKE -> RESET + "remote_connection_failure," + transport(hop) + "}";
      case RESET, EARLY_CLOSE -> RESET + "connection_termination}";
      case RESPONSE_TIMEOUT -> "upstream_response_timeout";
      case GARBAGE, LARGE_HEADER -> RESET + "protocol_error}";
      case POOL_FULL -> RESET + "overflow}";
      case NO_SERVER -> "no_healthy_upstream";
      case RATE_LIMIT -> "local_rate_limited";
      case MAINTENANCE -> "direct_response";
      case CLIENT_LEFT -> "downstream_remote_disconnect";
      default -> "via_upstream";
    };
  }

  private static String transport(Hop hop) {
    Kind kind = hop.failure();
    if (kind == null) {
      return "-";
    }
    return switch (kind) {
      case REFUSED -> "delayed_connect_error:_111";
      case UNREACHABLE -> "delayed_connect_error:_113";
      case TLS_CERT ->
          "TLS_error:|268435581:SSL_routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:TLS_error_end";
      case TLS_HANDSHAKE ->
          "TLS_error:|268436496:SSL_routines:OPENSSL_internal:SSLV3_ALERT_HANDSHAKE_FAILURE:TLS_error_end";
      default -> "-";
    };
  }

  private static String upstream(Hop hop) {
    return hop.last() == null ? "-" : hop.last().server().address();
  }

  private static String service(Hop hop) {
    Attempt last = hop.last();
    return last == null || last.header() < 0 ? "-" : Long.toString(last.header() / 1000);
  }

  private static int sent(Hop hop) {
    return hop.failure() == Kind.CLIENT_LEFT ? 0 : hop.bytes();
  }

  private String cluster(Request request) {
    return request.route() == null ? site.pools().get(0).name() : request.route().pool().name();
  }

  private String json(Request request, Hop hop) {
    return "{\"start_time\":\""
        + clock.isoMillis(hop.start())
        + "\",\"method\":\""
        + request.method()
        + "\",\"path\":\""
        + request.target()
        + "\",\"authority\":\""
        + request.host()
        + "\",\"response_code\":\""
        + hop.status()
        + "\",\"response_flags\":\""
        + flags(hop)
        + "\",\"response_code_details\":\""
        + details(hop)
        + "\",\"upstream_transport_failure_reason\":\""
        + transport(hop)
        + "\",\"duration\":\""
        + hop.took() / 1000
        + "\",\"upstream_service_time\":\""
        + service(hop)
        + "\",\"upstream_host\":\""
        + upstream(hop)
        + "\",\"upstream_cluster\":\""
        + cluster(request)
        + "\",\"attempt_count\":\""
        + hop.attempts().size()
        + "\",\"bytes_sent\":\""
        + sent(hop)
        + "\",\"x_forwarded_for\":\""
        + request.client()
        + "\",\"request_id\":\""
        + request.id()
        + "\"}";
  }

  private String head(Request request, Hop hop) {
    return "["
        + clock.isoMillis(hop.start())
        + "] \""
        + request.method()
        + " "
        + request.target()
        + " HTTP/1.1\" "
        + hop.status()
        + " "
        + flags(hop);
  }

  private String tail(Request request, Hop hop) {
    return " 0 "
        + sent(hop)
        + " "
        + hop.took() / 1000
        + " "
        + service(hop)
        + " \""
        + request.client()
        + "\" \""
        + request.agent()
        + "\" \""
        + request.id()
        + "\" \""
        + request.host()
        + "\" \""
        + upstream(hop)
        + "\"";
  }

  private String istio(Request request, Hop hop) {
    return head(request, hop)
        + " "
        + details(hop)
        + " - \""
        + transport(hop)
        + "\""
        + tail(request, hop)
        + " outbound|80||"
        + cluster(request)
        + ".prod.svc.cluster.local 10.1.1.7:40110 "
        + site.proxies().get(hop.index()).address()
        + " "
        + request.client()
        + ":"
        + request.port()
        + " - default";
  }

  private String text(Request request, Hop hop) {
    return head(request, hop) + tail(request, hop);
  }
}
