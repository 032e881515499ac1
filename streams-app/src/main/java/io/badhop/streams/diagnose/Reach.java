package io.badhop.streams.diagnose;

import io.badhop.schemas.event.Cause;
import java.util.EnumSet;
import java.util.Set;

/** Causes by whether the application was reached. */
final class Reach {

  /** The connection stood; what followed went wrong. */
  static final Set<Cause> REACHED =
      Set.copyOf(
          EnumSet.of(
              Cause.RESPONSE_TIMEOUT,
              Cause.CONNECTION_RESET,
              Cause.PREMATURE_CLOSE,
              Cause.HEADER_TOO_LARGE,
              Cause.INVALID_RESPONSE,
              Cause.BODY_TRUNCATED,
              Cause.APP_ERROR,
              Cause.APP_UNAVAILABLE,
              Cause.WORKER_TIMEOUT));

  /** It never came to a connection. */
  static final Set<Cause> UNREACHED =
      Set.copyOf(
          EnumSet.of(
              Cause.CONNECTION_REFUSED,
              Cause.CONNECT_TIMEOUT,
              Cause.DNS_FAILURE,
              Cause.TLS_FAILURE,
              Cause.NO_HEALTHY_UPSTREAM,
              Cause.POOL_EXHAUSTED,
              Cause.RATE_LIMITED,
              Cause.PROXY_EXHAUSTED));

  private Reach() {}
}
