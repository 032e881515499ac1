package io.badhop.streams.diagnose;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.FaultDomain;

/** AWS load balancers: the balancer's status beside the target's (0 for a dash), with the times. */
final class AlbPairs {

  /** A target has ten seconds to accept a connection. */
  private static final long CONNECT_LEAST_US = 9_500_000;

  private static final long CONNECT_MOST_US = 11_000_000;

  /** Among the actions of the rule that matched, where no target was asked. */
  private static final String FIXED_RESPONSE = "fixed-response";

  private AlbPairs() {}

  /** What the record says; null where the target answered. */
  static Evidence read(EdgeEvent edge) {
    if (edge.getDetail().startsWith("Lambda")) {
      return lambda(edge);
    }
    if (edge.getOriginStatus() != 0) {
      return null;
    }
    String words = "alb: " + edge.getStatus() + " made by the balancer, ";
    if (edge.getOriginAddress().isEmpty() && edge.getDetail().contains(FIXED_RESPONSE)) {
      return said(Cause.MAINTENANCE, 0.75, FaultDomain.EDGE, words + "as a rule of it says");
    }
    return switch (edge.getStatus()) {
      case 502 ->
          said(
              Cause.ORIGIN_UNREACHABLE,
              0.8,
              FaultDomain.PROXY,
              words
                  + "the target"
                  + EdgeFacts.at(edge)
                  + " refused, broke off or answered nothing usable");
      case 503 -> unavailable(edge, words);
      case 504 -> late(edge, words);
      default -> said(Cause.EDGE_ERROR, 0.6, FaultDomain.EDGE, words + "no target involved");
    };
  }

  private static Evidence unavailable(EdgeEvent edge, String words) {
    return edge.getOriginAddress().isEmpty()
        ? said(
            Cause.NO_HEALTHY_UPSTREAM, 0.75, FaultDomain.PROXY, words + "no target is registered")
        : said(
            Cause.ORIGIN_UNREACHABLE,
            0.5,
            FaultDomain.PROXY,
            words + "no answer from the target" + EdgeFacts.at(edge));
  }

  private static Evidence late(EdgeEvent edge, String words) {
    long us = edge.getDurationUs();
    boolean connecting =
        edge.getOriginConnectUs() < 0 && us >= CONNECT_LEAST_US && us <= CONNECT_MOST_US;
    return connecting
        ? said(
            Cause.ORIGIN_UNREACHABLE,
            0.85,
            FaultDomain.EDGE,
            words + "no connection to the target" + EdgeFacts.at(edge) + " within ten seconds")
        : said(
            Cause.RESPONSE_TIMEOUT,
            0.65,
            FaultDomain.UNKNOWN,
            words + "the target" + EdgeFacts.at(edge) + " did not answer in time");
  }

  private static Evidence lambda(EdgeEvent edge) {
    String words = "alb: " + edge.getDetail();
    return switch (edge.getDetail()) {
      case "LambdaThrottling" -> said(Cause.RATE_LIMITED, 0.85, FaultDomain.APP, words);
      case "LambdaInvalidResponse" -> said(Cause.INVALID_RESPONSE, 0.93, FaultDomain.APP, words);
      case "LambdaConnectionTimeout" -> said(Cause.RESPONSE_TIMEOUT, 0.85, FaultDomain.APP, words);
      case "LambdaResponseTooLarge" -> said(Cause.INVALID_RESPONSE, 0.8, FaultDomain.APP, words);
      default -> said(Cause.APP_ERROR, 0.85, FaultDomain.APP, words);
    };
  }

  private static Evidence said(Cause cause, double weight, FaultDomain domain, String words) {
    return Evidence.of(Grade.TERMINATION, cause, weight, domain, words);
  }
}
