package io.badhop.streams.diagnose;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.FaultDomain;

/** CloudFront's detailed result types. `Error` is unclassified, so it says nothing here. */
final class CloudFrontTypes {

  private CloudFrontTypes() {}

  /** What the type says; null when it says nothing. */
  static Evidence read(EdgeEvent edge) {
    String type = edge.getDetail();
    String words = "cloudfront: " + type + " (" + edge.getStatus() + ")" + EdgeFacts.at(edge);
    return switch (type) {
      case "OriginConnectError" ->
          said(
                  Cause.ORIGIN_UNREACHABLE,
                  0.85,
                  FaultDomain.PROXY,
                  words + ", connection refused or TLS failed")
              .or(Cause.TLS_FAILURE, 0.2);
      case "OriginCommError" ->
          said(Cause.RESPONSE_TIMEOUT, 0.5, FaultDomain.UNKNOWN, words + ", no answer in time")
              .or(Cause.ORIGIN_UNREACHABLE, 0.45);
      case "OriginDnsError" -> said(Cause.DNS_FAILURE, 0.95, FaultDomain.EDGE, words);
      case "OriginReadError", "OriginWriteError" ->
          said(
              Cause.ORIGIN_UNREACHABLE, 0.85, FaultDomain.PROXY, words + ", connection broken off");
      case "OriginHeaderTooBigError" -> said(Cause.HEADER_TOO_LARGE, 0.95, FaultDomain.APP, words);
      case "OriginInvalidResponseError",
          "OriginError",
          "OriginContentRangeLengthError",
          "OriginZeroSizeObjectError" ->
          said(Cause.INVALID_RESPONSE, 0.8, FaultDomain.PROXY, words);
      case "AbortedOrigin" -> said(Cause.ORIGIN_UNREACHABLE, 0.5, FaultDomain.PROXY, words);
      case "CapacityExceeded" ->
          said(Cause.EDGE_ERROR, 0.9, FaultDomain.EDGE, words + ", the edge is out of capacity");
      case "LimitExceeded" -> said(Cause.RATE_LIMITED, 0.9, FaultDomain.EDGE, words);
      default -> function(type, words);
    };
  }

  private static Evidence function(String type, String words) {
    boolean function = type.startsWith("Function") || type.startsWith("Lambda");
    return function
        ? said(Cause.EDGE_ERROR, 0.93, FaultDomain.EDGE, words + ", a function at the edge failed")
        : null;
  }

  /**
   * True for a record that does not say whose failure it is: an answer of the origin that was
   * passed on looks the same.
   */
  static boolean unclassified(EdgeEvent edge) {
    return edge.getDetail().equals("Error")
        && edge.getOriginStatus() < 0
        && Software.of(edge.getVendor()) == Software.CLOUDFRONT;
  }

  /** True for a type that says that the viewer left. */
  static boolean left(String type) {
    return switch (type) {
      case "ClientCommError", "ClientHungUpRequest", "SlowReaderOriginError" -> true;
      default -> false;
    };
  }

  private static Evidence said(Cause cause, double weight, FaultDomain domain, String words) {
    return Evidence.of(Grade.TERMINATION, cause, weight, domain, words);
  }
}
