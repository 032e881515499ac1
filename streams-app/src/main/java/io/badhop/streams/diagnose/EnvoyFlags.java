package io.badhop.streams.diagnose;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.ErrorNote;
import io.badhop.schemas.event.FaultDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Envoy's response flags, refined by the response code details and the transport failure reason
 * where they are logged: behind the flags, separated by a space, or as error notes.
 */
final class EnvoyFlags {

  private static final Pattern SEPARATOR = Pattern.compile("[, ]+");
  private static final int MAX_WORDS = 300;

  private EnvoyFlags() {}

  static List<Evidence> read(Try one) {
    String state = one.proxy().getTermination();
    String details = details(one);
    String shown = details.isEmpty() ? flags(state) : flags(state) + " " + details;
    String words =
        "envoy: "
            + (shown.length() > MAX_WORDS ? shown.substring(0, MAX_WORDS) : shown)
            + one.where();
    List<Evidence> found = new ArrayList<>();
    for (String flag : SEPARATOR.split(flags(state))) {
      Evidence evidence = flag(flag, details.toLowerCase(Locale.ROOT), words);
      if (evidence != null) {
        found.add(evidence);
      }
    }
    if (found.isEmpty() && details.toLowerCase(Locale.ROOT).contains("via_upstream")) {
      found.add(answered(one.proxy().getStatus(), words));
    }
    return found;
  }

  private static String flags(String state) {
    int space = state.indexOf(' ');
    return space < 0 ? state : state.substring(0, space);
  }

  private static String details(Try one) {
    String state = one.proxy().getTermination();
    int space = state.indexOf(' ');
    StringBuilder details = new StringBuilder(space < 0 ? "" : state.substring(space + 1));
    for (ErrorNote note : one.proxy().getErrors()) {
      details.append(details.length() == 0 ? "" : " ").append(note.getMessage());
    }
    return details.toString();
  }

  private static Evidence flag(String flag, String details, String words) {
    return switch (flag) {
      case "UF", "UpstreamConnectionFailure" -> unconnected(details, words);
      case "UH", "NoHealthyUpstream" -> said(Cause.NO_HEALTHY_UPSTREAM, 0.75, words);
      case "LH", "FailedLocalHealthCheck" -> said(Cause.NO_HEALTHY_UPSTREAM, 0.7, words);
      case "UC", "UpstreamConnectionTermination" -> terminated(details, words);
      case "UR", "UpstreamRemoteReset" -> said(Cause.CONNECTION_RESET, 0.9, words);
      case "LR", "LocalReset" -> said(Cause.CONNECTION_RESET, 0.5, words);
      case "UT", "UpstreamRequestTimeout" -> said(Cause.RESPONSE_TIMEOUT, 0.96, words);
      case "UMSDR", "UpstreamMaxStreamDurationReached" -> said(Cause.RESPONSE_TIMEOUT, 0.8, words);
      case "UO", "UpstreamOverflow" -> said(Cause.POOL_EXHAUSTED, 0.92, words);
      case "UPE", "UpstreamProtocolError" -> protocol(details, words);
      case "DF", "DnsResolutionFailed" -> said(Cause.DNS_FAILURE, 0.95, words);
      default -> own(flag, words);
    };
  }

  private static Evidence own(String flag, String words) {
    return switch (flag) {
      case "RL", "RateLimited", "RLSE", "RateLimitServiceError" ->
          said(Cause.RATE_LIMITED, 0.9, words);
      case "OM", "OverloadManagerTerminated", "DO", "DropOverload" ->
          said(Cause.PROXY_EXHAUSTED, 0.88, words);
      case "NR",
          "NoRouteFound",
          "NC",
          "NoClusterFound",
          "RFCF",
          "NFCF",
          "FI",
          "FaultInjected",
          "UAEX" ->
          Evidence.of(Grade.TERMINATION, Cause.UNKNOWN, 0.8, FaultDomain.PROXY, words);
      default -> null;
    };
  }

  private static Evidence unconnected(String details, String words) {
    if (details.contains("certificate")
        || details.contains("tls_error")
        || details.contains("tls error")) {
      return said(Cause.TLS_FAILURE, 0.96, words);
    }
    if (details.contains("_113")
        || details.contains("_101")
        || details.contains(": 113")
        || details.contains(": 101")) {
      return Evidence.of(
          Grade.TERMINATION, Cause.CONNECTION_REFUSED, 0.85, FaultDomain.UPSTREAM_LINK, words);
    }
    if (details.contains("_111") || details.contains(": 111") || details.contains("refused")) {
      return said(Cause.CONNECTION_REFUSED, 0.96, words);
    }
    if (details.contains("timeout")) {
      return said(Cause.CONNECT_TIMEOUT, 0.94, words);
    }
    return said(Cause.CONNECTION_REFUSED, 0.5, words)
        .or(Cause.CONNECT_TIMEOUT, 0.35)
        .or(Cause.TLS_FAILURE, 0.2);
  }

  private static Evidence terminated(String details, String words) {
    return details.contains("reset_by_peer") || details.contains("connection_reset")
        ? said(Cause.CONNECTION_RESET, 0.85, words)
        : said(Cause.PREMATURE_CLOSE, 0.65, words).or(Cause.CONNECTION_RESET, 0.4);
  }

  private static Evidence protocol(String details, String words) {
    return details.contains("headers_too_large")
            || details.contains("headers_count")
            || details.contains("header_size")
        ? said(Cause.HEADER_TOO_LARGE, 0.9, words)
        : said(Cause.INVALID_RESPONSE, 0.7, words).or(Cause.HEADER_TOO_LARGE, 0.3);
  }

  private static Evidence answered(int status, String words) {
    return said(
        status == 503 ? Cause.APP_UNAVAILABLE : Cause.APP_ERROR,
        status == 502 || status == 504 ? 0.7 : 0.93,
        words);
  }

  private static Evidence said(Cause cause, double weight, String words) {
    return Evidence.of(Grade.TERMINATION, cause, weight, words);
  }
}
