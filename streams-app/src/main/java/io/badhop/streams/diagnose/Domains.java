package io.badhop.streams.diagnose;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.FaultDomain;

/**
 * The hop that a cause points at between a proxy and an application, where nothing says otherwise:
 * a machine that refuses, breaks off or answers wrongly is itself the hop, silence is the link.
 */
final class Domains {

  private Domains() {}

  static FaultDomain usual(Cause cause) {
    return switch (cause) {
      case CONNECTION_REFUSED,
          RESPONSE_TIMEOUT,
          CONNECTION_RESET,
          PREMATURE_CLOSE,
          HEADER_TOO_LARGE,
          INVALID_RESPONSE,
          BODY_TRUNCATED,
          POOL_EXHAUSTED,
          WORKER_TIMEOUT,
          APP_ERROR,
          APP_UNAVAILABLE,
          NO_HEALTHY_UPSTREAM ->
          FaultDomain.APP;
      case CONNECT_TIMEOUT, DNS_FAILURE, DNS_DRIFT, TLS_FAILURE -> FaultDomain.UPSTREAM_LINK;
      case WRONG_UPSTREAM_ADDRESS, RATE_LIMITED, PROXY_EXHAUSTED, MAINTENANCE, ORIGIN_UNREACHABLE ->
          FaultDomain.PROXY;
      case EDGE_ERROR -> FaultDomain.EDGE;
      case CLIENT_ABORT -> FaultDomain.CLIENT;
      case TRAFFIC_LOST, LOGS_MISSING, UNKNOWN -> FaultDomain.UNKNOWN;
    };
  }
}
