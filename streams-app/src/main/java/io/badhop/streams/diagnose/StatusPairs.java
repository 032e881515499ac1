package io.badhop.streams.diagnose;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.ProxyEvent;
import java.util.List;

/**
 * What a proxy's status tells when its record holds nothing better: no error text, no state, no
 * attempt.
 */
final class StatusPairs {

  /** A refusal takes no time; a connection that takes this long was waited for. */
  private static final long WAITED_US = 900_000;

  private StatusPairs() {}

  static List<Evidence> read(Try one) {
    ProxyEvent proxy = one.proxy();
    if (proxy.getErrorLogged()) {
      return List.of(gatewayMade(proxy));
    }
    if (proxy.getAttemptsLogged() && proxy.getAttempts().isEmpty()) {
      return List.of(noUpstream(one));
    }
    return List.of(alone(proxy));
  }

  /** Apache logged an error of its own for the request; its text is not at hand. */
  private static Evidence gatewayMade(ProxyEvent proxy) {
    boolean waited = proxy.getDurationUs() >= WAITED_US;
    String words =
        proxy.getSoftware()
            + ": made the "
            + proxy.getStatus()
            + " itself (it logged an error for this request)"
            + after(proxy);
    return switch (proxy.getStatus()) {
      case 503 ->
          waited
              ? said(Cause.CONNECT_TIMEOUT, 0.55, words).or(Cause.CONNECTION_REFUSED, 0.3)
              : said(Cause.CONNECTION_REFUSED, 0.6, words).or(Cause.NO_HEALTHY_UPSTREAM, 0.3);
      case 502 ->
          waited
              ? said(Cause.RESPONSE_TIMEOUT, 0.55, words).or(Cause.PREMATURE_CLOSE, 0.3)
              : said(Cause.PREMATURE_CLOSE, 0.45, words)
                  .or(Cause.CONNECTION_RESET, 0.35)
                  .or(Cause.HEADER_TOO_LARGE, 0.3);
      case 504 -> said(Cause.RESPONSE_TIMEOUT, 0.8, words);
      case 500 -> said(Cause.TLS_FAILURE, 0.4, words).or(Cause.DNS_FAILURE, 0.35);
      default -> own(0.4, words);
    };
  }

  private static Evidence noUpstream(Try one) {
    ProxyEvent proxy = one.proxy();
    String words =
        proxy.getSoftware()
            + ": answered "
            + proxy.getStatus()
            + " without trying an upstream"
            + after(proxy);
    boolean nginx = one.software() == Software.NGINX;
    return switch (proxy.getStatus()) {
      case 502 -> nginx ? said(Cause.DNS_FAILURE, 0.5, words) : own(0.4, words);
      case 503 ->
          nginx
              ? said(Cause.RATE_LIMITED, 0.45, words).or(Cause.MAINTENANCE, 0.35)
              : said(Cause.NO_HEALTHY_UPSTREAM, 0.45, words).or(Cause.RATE_LIMITED, 0.25);
      default -> own(0.45, words);
    };
  }

  /** A status and nothing else. */
  private static Evidence alone(ProxyEvent proxy) {
    String name = proxy.getSoftware().isEmpty() ? "proxy" : proxy.getSoftware();
    boolean tried = !proxy.getAttempts().isEmpty();
    String lack = tried ? ", and no error of its own" : "; its log names no upstream";
    String words = name + ": status " + proxy.getStatus() + after(proxy) + lack;
    return switch (proxy.getStatus()) {
      case 500 -> said(Cause.APP_ERROR, tried ? 0.65 : 0.5, words);
      case 503 ->
          said(Cause.APP_UNAVAILABLE, tried ? 0.45 : 0.3, words).or(Cause.CONNECTION_REFUSED, 0.2);
      case 504 -> said(Cause.RESPONSE_TIMEOUT, 0.6, words).or(Cause.CONNECT_TIMEOUT, 0.3);
      default -> Evidence.of(Grade.STATUS, Cause.UNKNOWN, 0.2, FaultDomain.UNKNOWN, words);
    };
  }

  private static Evidence own(double weight, String words) {
    return Evidence.of(Grade.STATUS, Cause.UNKNOWN, weight, FaultDomain.PROXY, words);
  }

  private static Evidence said(Cause cause, double weight, String words) {
    return Evidence.of(Grade.STATUS, cause, weight, words);
  }

  private static String after(ProxyEvent proxy) {
    return proxy.getDurationUs() < 0 ? "" : " after " + Words.time(proxy.getDurationUs());
  }
}
