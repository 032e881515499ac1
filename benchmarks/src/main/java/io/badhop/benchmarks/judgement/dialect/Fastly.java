package io.badhop.benchmarks.judgement.dialect;

import io.badhop.benchmarks.judgement.world.Attempt;
import io.badhop.benchmarks.judgement.world.Handled;
import io.badhop.benchmarks.judgement.world.Hop;
import io.badhop.benchmarks.judgement.world.Kind;
import io.badhop.benchmarks.judgement.world.Request;

/** Fastly's log streaming, JSON made in VCL. */
final class Fastly implements Journal {

  private static final String[] LOCATIONS = {"FRA", "AMS", "IAD"};

  private final LogFiles logs;
  private final Clock clock;

  Fastly(LogFiles logs, Clock clock) {
    this.logs = logs;
    this.clock = clock;
  }

  @Override
  public void request(Handled handled) {
    Hop hop = handled.edge();
    if (hop == null) {
      return;
    }
    Request request = handled.request();
    Attempt last = hop.last();
    String line =
        "{\"time_start\":\""
            + clock.isoMillis(hop.start())
            + "\",\"time_elapsed\":"
            + hop.took()
            + ",\"request_method\":\""
            + request.method()
            + "\",\"host\":\""
            + request.host()
            + "\",\"url\":\""
            + request.target()
            + "\",\"client_ip\":\""
            + request.client()
            + "\",\"response_status\":"
            + hop.status()
            + ",\"beresp_status\":\""
            + (last == null || last.status() == 0 ? "" : last.status())
            + "\",\"backend_ip\":\""
            + (last == null ? "" : last.server().host())
            + "\",\"fastly_backend\":\"F_origin\",\"pop\":\""
            + LOCATIONS[hop.index() % LOCATIONS.length]
            + "\",\"response_state\":\""
            + state(hop)
            + "\",\"obj_response\":\""
            + response(hop)
            + "\",\"x_request_id\":\""
            + request.id()
            + "\",\"fastly_is_edge\":true}";
    logs.line("fastly.log", clock.at(hop.end()), line);
  }

  private static String state(Hop hop) {
    if (hop.last() == null) {
      return "HIT";
    }
    return hop.last().status() == 0 && hop.failure() != Kind.CLIENT_LEFT ? "ERROR" : "PASS";
  }

  private static String response(Hop hop) {
    Kind kind = hop.failure();
    if (kind == null) {
      return "OK";
    }
    return switch (kind) {
      case EDGE_REFUSED -> "connection refused";
      case EDGE_CONNECT_TIMEOUT -> "connection timed out";
      case EDGE_RESET -> "backend read error";
      case EDGE_TLS -> "unable to get local issuer certificate";
      default -> "OK";
    };
  }
}
