package io.badhop.streams.diagnose;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.FaultDomain;
import java.util.Locale;

/**
 * The statuses 520 to 530, which only an edge makes: Cloudflare's meaning, taken for any vendor
 * that answers with them.
 */
final class CloudflareCodes {

  private CloudflareCodes() {}

  /** What the status says; null for any other status. */
  static Evidence read(EdgeEvent edge) {
    String words = EdgeFacts.name(edge) + ": " + edge.getStatus() + ", ";
    String at = " by the proxy" + EdgeFacts.at(edge);
    String to = " to the proxy" + EdgeFacts.at(edge);
    return switch (edge.getStatus()) {
      case 520 ->
          said(
              Cause.ORIGIN_UNREACHABLE,
              0.75,
              FaultDomain.PROXY,
              words + "connection broken off or answered with nothing usable" + at);
      case 521 ->
          said(
              Cause.ORIGIN_UNREACHABLE, 0.95, FaultDomain.PROXY, words + "connection refused" + at);
      case 522 ->
          said(
              Cause.ORIGIN_UNREACHABLE,
              0.93,
              FaultDomain.EDGE,
              words + "no connection within the time allowed" + to);
      case 523 -> said(Cause.ORIGIN_UNREACHABLE, 0.9, FaultDomain.EDGE, words + "no route" + to);
      case 524 ->
          said(
              Cause.RESPONSE_TIMEOUT,
              0.45,
              FaultDomain.UNKNOWN,
              words + "connected, then no answer in time from the proxy" + EdgeFacts.at(edge));
      case 525, 526 -> insecure(edge, words);
      case 527 ->
          said(Cause.EDGE_ERROR, 0.6, FaultDomain.EDGE, words + "the edge's own connector failed");
      case 530 -> named(edge, words);
      default -> null;
    };
  }

  private static Evidence insecure(EdgeEvent edge, String words) {
    String proxy = "the proxy" + EdgeFacts.at(edge);
    return edge.getStatus() == 525
        ? said(Cause.TLS_FAILURE, 0.93, FaultDomain.PROXY, words + "no TLS handshake with " + proxy)
        : said(
            Cause.TLS_FAILURE, 0.95, FaultDomain.PROXY, words + "no valid certificate at " + proxy);
  }

  /** The status that carries a second code, in the body and only sometimes in the log. */
  private static Evidence named(EdgeEvent edge, String words) {
    String detail = edge.getDetail().toLowerCase(Locale.ROOT);
    if (detail.contains("1016") || detail.contains("1001") || detail.contains("dns")) {
      return said(
          Cause.DNS_FAILURE,
          0.9,
          FaultDomain.EDGE,
          words + "the origin's name does not resolve (" + edge.getDetail() + ")");
    }
    if (detail.contains("1033") || detail.contains("tunnel")) {
      return said(
          Cause.ORIGIN_UNREACHABLE,
          0.85,
          FaultDomain.PROXY,
          words + "the tunnel to the proxy is down (" + edge.getDetail() + ")");
    }
    return said(
        Cause.ORIGIN_UNREACHABLE,
        0.6,
        FaultDomain.EDGE,
        words
            + "the edge cannot find the origin (the number on the page, 1000 or greater, tells why)");
  }

  private static Evidence said(Cause cause, double weight, FaultDomain domain, String words) {
    return Evidence.of(Grade.TERMINATION, cause, weight, domain, words);
  }
}
