package io.badhop.benchmarks.judgement.dialect;

import io.badhop.benchmarks.judgement.world.Attempt;
import io.badhop.benchmarks.judgement.world.Handled;
import io.badhop.benchmarks.judgement.world.Hop;
import io.badhop.benchmarks.judgement.world.Kind;
import io.badhop.benchmarks.judgement.world.Request;

/** CloudFront's standard log. */
final class CloudFront implements Journal {

  private static final String HEAD =
      "#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host)"
          + " cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie)"
          + " x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes time-taken"
          + " x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type"
          + " cs-protocol-version fle-status fle-encrypted-fields c-port time-to-first-byte"
          + " x-edge-detailed-result-type sc-content-type sc-content-len sc-range-start"
          + " sc-range-end";

  private final LogFiles logs;
  private final Clock clock;

  CloudFront(LogFiles logs, Clock clock) {
    this.logs = logs;
    this.clock = clock;
    logs.head("cloudfront.log", HEAD);
  }

  /** The edge's ID, as it is sent on in {@code X-Amz-Cf-Id}. */
  static String id(Request request) {
    return request.ray() + request.ray() + "Qx7LmPq2rVwS8tYzABCD==";
  }

  @Override
  public void request(Handled handled) {
    Hop hop = handled.edge();
    if (hop == null) {
      return;
    }
    Request request = handled.request();
    String detail = detail(hop);
    String result = detail.equals("Hit") || detail.equals("Miss") ? detail : "Error";
    String took = Clock.seconds(hop.took());
    boolean left = hop.failure() == Kind.CLIENT_LEFT;
    String line =
        String.join(
            "\t",
            clock.day(hop.end()),
            clock.time(hop.end()),
            "FRA56-P" + (1 + hop.index()),
            Integer.toString(hop.bytes()),
            request.client(),
            request.method(),
            "d111111abcdef8.cloudfront.net",
            request.path(),
            left ? "000" : Integer.toString(hop.status()),
            "-",
            request.agent().replace(" ", "%20"),
            request.query().isEmpty() ? "-" : request.query(),
            "-",
            result,
            id(request),
            request.host(),
            "https",
            "190",
            took,
            "-",
            "TLSv1.3",
            "TLS_AES_128_GCM_SHA256",
            left ? "Error" : result,
            "HTTP/2.0",
            "-",
            "-",
            Integer.toString(request.port()),
            took,
            detail,
            "text/html",
            Integer.toString(hop.bytes()),
            "-",
            "-");
    logs.line("cloudfront.log", clock.at(hop.end()), line);
  }

  private static String detail(Hop hop) {
    Kind kind = hop.failure();
    Attempt last = hop.last();
    if (kind == null) {
      return last == null ? "Hit" : hop.status() >= 400 ? "Error" : "Miss";
    }
    return switch (kind) {
      case REFUSED, EDGE_REFUSED -> "OriginConnectError";
      case CONNECT_TIMEOUT, RESPONSE_TIMEOUT, EDGE_CONNECT_TIMEOUT -> "OriginCommError";
      case RESET, EARLY_CLOSE, EDGE_RESET -> "OriginReadError";
      case DNS -> "OriginDnsError";
      case LARGE_HEADER -> "OriginHeaderTooBigError";
      case GARBAGE -> "OriginInvalidResponseError";
      case EDGE_OWN -> "CapacityExceeded";
      case CLIENT_LEFT -> "ClientCommError";
      default -> "Error";
    };
  }
}
