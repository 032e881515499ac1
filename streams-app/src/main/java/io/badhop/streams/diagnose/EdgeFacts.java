package io.badhop.streams.diagnose;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.FaultDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** What the edge's own record says of a failure. */
final class EdgeFacts {

  private EdgeFacts() {}

  static List<Evidence> read(EdgeEvent edge) {
    List<Evidence> found = new ArrayList<>();
    // A failing answer of the origin was passed on, whatever number it bears.
    if (edge.getOriginStatus() < 500) {
      found.addAll(own(edge));
    }
    if (found.isEmpty()) {
      found.add(pair(edge));
    }
    found.add(Evidence.remark(Grade.TIMING, timing(edge)));
    return found;
  }

  private static List<Evidence> own(EdgeEvent edge) {
    Evidence word =
        switch (Software.of(edge.getVendor())) {
          case CLOUDFRONT -> CloudFrontTypes.read(edge);
          case ALB -> AlbPairs.read(edge);
          default -> null;
        };
    if (word != null) {
      return List.of(word);
    }
    return Stream.of(CloudflareCodes.read(edge), text(edge)).filter(Objects::nonNull).toList();
  }

  /** The edge's status beside the origin's. */
  private static Evidence pair(EdgeEvent edge) {
    int origin = edge.getOriginStatus();
    int status = edge.getStatus();
    if (origin >= 500) {
      return passed(edge, origin);
    }
    if (origin > 0) {
      return said(
          Cause.EDGE_ERROR,
          0.85,
          FaultDomain.EDGE,
          name(edge) + ": the origin answered " + origin + ", the edge made it " + status);
    }
    return origin == 0 ? unanswered(edge) : unknown(edge);
  }

  private static Evidence passed(EdgeEvent edge, int origin) {
    String words = name(edge) + ": passed on " + origin + " from the origin" + at(edge);
    return switch (origin) {
      case 500 -> said(Cause.APP_ERROR, 0.5, FaultDomain.APP, words);
      case 503 -> said(Cause.APP_UNAVAILABLE, 0.35, FaultDomain.APP, words);
      case 504 -> said(Cause.RESPONSE_TIMEOUT, 0.45, FaultDomain.APP, words);
      default -> said(Cause.UNKNOWN, 0.25, FaultDomain.UNKNOWN, words);
    };
  }

  private static Evidence unanswered(EdgeEvent edge) {
    int status = edge.getStatus();
    if (edge.getOriginAddress().isEmpty()) {
      return said(
          Cause.EDGE_ERROR,
          0.8,
          FaultDomain.EDGE,
          name(edge) + ": answered " + status + " without asking an origin");
    }
    String words =
        name(edge) + ": answered " + status + " itself, no answer from the origin" + at(edge);
    return switch (status) {
      case 504 ->
          said(Cause.RESPONSE_TIMEOUT, 0.4, FaultDomain.UNKNOWN, words)
              .or(Cause.ORIGIN_UNREACHABLE, 0.35);
      case 502 ->
          said(Cause.ORIGIN_UNREACHABLE, 0.5, FaultDomain.PROXY, words).or(Cause.EDGE_ERROR, 0.4);
      default -> said(Cause.EDGE_ERROR, 0.6, FaultDomain.EDGE, words);
    };
  }

  private static Evidence unknown(EdgeEvent edge) {
    String words =
        name(edge)
            + ": status "
            + edge.getStatus()
            + "; its log does not say what the origin answered";
    return switch (edge.getStatus()) {
      case 500 -> said(Cause.APP_ERROR, 0.35, FaultDomain.UNKNOWN, words);
      case 504 -> said(Cause.RESPONSE_TIMEOUT, 0.35, FaultDomain.UNKNOWN, words);
      default -> said(Cause.UNKNOWN, 0.2, FaultDomain.UNKNOWN, words);
    };
  }

  /**
   * The edge's own words, as Fastly's and Akamai's; the cause seen from the edge, whose upstream is
   * a proxy.
   */
  private static Evidence text(EdgeEvent edge) {
    Evidence text = ServerText.read(name(edge), edge.getDetail(), edge.getOriginAddress());
    if (text == null || text.votes().isEmpty()) {
      return null;
    }
    double weight = text.strength();
    return switch (text.votes().get(0).cause()) {
      case CONNECTION_REFUSED, PREMATURE_CLOSE, CONNECTION_RESET ->
          words(
              text,
              Cause.ORIGIN_UNREACHABLE,
              weight,
              unreachable(text) ? FaultDomain.EDGE : FaultDomain.PROXY);
      case CONNECT_TIMEOUT -> words(text, Cause.ORIGIN_UNREACHABLE, weight, FaultDomain.EDGE);
      case RESPONSE_TIMEOUT ->
          words(text, Cause.RESPONSE_TIMEOUT, weight * 0.6, FaultDomain.UNKNOWN);
      case TLS_FAILURE, NO_HEALTHY_UPSTREAM, POOL_EXHAUSTED, INVALID_RESPONSE ->
          words(text, text.votes().get(0).cause(), weight, FaultDomain.PROXY);
      case DNS_FAILURE, PROXY_EXHAUSTED -> words(text, edgeOwn(text), weight, FaultDomain.EDGE);
      default -> text;
    };
  }

  private static Cause edgeOwn(Evidence text) {
    return text.votes().get(0).cause() == Cause.DNS_FAILURE ? Cause.DNS_FAILURE : Cause.EDGE_ERROR;
  }

  private static boolean unreachable(Evidence text) {
    return text.domain() == FaultDomain.UPSTREAM_LINK;
  }

  private static Evidence words(Evidence text, Cause cause, double weight, FaultDomain domain) {
    return Evidence.of(Grade.ERROR_TEXT, cause, weight, domain, text.words());
  }

  static Evidence said(Cause cause, double weight, FaultDomain domain, String words) {
    return Evidence.of(Grade.STATUS, cause, weight, domain, words);
  }

  static String name(EdgeEvent edge) {
    return edge.getVendor().isEmpty() ? "edge" : edge.getVendor().toLowerCase(Locale.ROOT);
  }

  /** ` 203.0.113.7`, or empty. */
  static String at(EdgeEvent edge) {
    return edge.getOriginAddress().isEmpty() ? "" : " " + edge.getOriginAddress();
  }

  private static String timing(EdgeEvent edge) {
    long us = edge.getOriginResponseUs() >= 0 ? edge.getOriginResponseUs() : edge.getDurationUs();
    String what = edge.getOriginStatus() > 0 ? "it took the edge " : "the edge gave up after ";
    return us < 0 ? "" : what + Words.time(us);
  }
}
