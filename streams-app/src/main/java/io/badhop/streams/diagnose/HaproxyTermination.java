package io.badhop.streams.diagnose;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.ProxyEvent;
import java.util.List;

/**
 * HAProxy's termination state: the first letter says who ended the session (S server, s its
 * time-out, P the proxy, R its resources, L a rule, C client, c its time-out, D K U I the server
 * was taken away), the second in which phase (Q queue, C connect, H header, D data, L last data).
 */
final class HaproxyTermination {

  private HaproxyTermination() {}

  static List<Evidence> read(Try one) {
    String state = one.proxy().getTermination();
    if (state.length() < 2 || state.charAt(0) == '-') {
      return List.of();
    }
    String words = "haproxy: " + state + ", ";
    Evidence found =
        switch (state.charAt(0)) {
          case 'S' -> server(one, state.charAt(1), words);
          case 's' -> silence(one, state.charAt(1), words);
          case 'P' -> proxy(one, state.charAt(1), words);
          default -> taken(one, state.charAt(0), words);
        };
    return found == null ? List.of() : List.of(found);
  }

  /** The session was ended by what the proxy had or was told, not by the exchange. */
  private static Evidence taken(Try one, char who, String words) {
    return switch (who) {
      case 'R' ->
          said(Cause.PROXY_EXHAUSTED, 0.95, words + "its own sockets, ports or memory are used up");
      case 'D' ->
          said(Cause.PREMATURE_CLOSE, 0.6, words + "the server" + one.where() + " was found down")
              .or(Cause.NO_HEALTHY_UPSTREAM, 0.3);
      case 'K', 'U' -> own(0.6, words + "the session was ended on purpose");
      case 'I' -> own(0.8, words + "an internal error");
      default -> null;
    };
  }

  private static Evidence own(double weight, String words) {
    return Evidence.of(Grade.TERMINATION, Cause.UNKNOWN, weight, FaultDomain.PROXY, words);
  }

  private static Evidence server(Try one, char phase, String words) {
    return switch (phase) {
      case 'C' -> unconnected(one, words);
      case 'H' ->
          said(
                  Cause.PREMATURE_CLOSE,
                  0.6,
                  words
                      + "the server"
                      + one.where()
                      + " closed or reset the connection before its header was complete")
              .or(Cause.CONNECTION_RESET, 0.4);
      case 'D', 'L' ->
          said(
              Cause.BODY_TRUNCATED,
              0.95,
              words + "the server" + one.where() + " broke off in the middle of the answer");
      case 'Q' -> said(Cause.POOL_EXHAUSTED, 0.7, words + "the queue of the backend was full");
      default -> null;
    };
  }

  private static Evidence unconnected(Try one, String words) {
    if (one.attempt() == null) {
      return said(
          Cause.NO_HEALTHY_UPSTREAM,
          0.75,
          words + "no server" + one.where() + " is left to choose");
    }
    return said(
            Cause.CONNECTION_REFUSED,
            0.8,
            words
                + "no connection"
                + one.where()
                + ": refused or unreachable"
                + tried(one.proxy())
                + " (a failed TLS handshake looks the same; log %[bc_err] to tell them apart)")
        .or(Cause.TLS_FAILURE, 0.15);
  }

  private static Evidence silence(Try one, char phase, String words) {
    return switch (phase) {
      case 'Q' ->
          said(
              Cause.POOL_EXHAUSTED,
              0.95,
              words
                  + "waited"
                  + Words.in(one.proxy().getQueueUs()).replace(" in ", " ")
                  + " in the queue of "
                  + poolOf(one)
                  + " and got no free server slot");
      case 'C' ->
          said(
                  Cause.CONNECT_TIMEOUT,
                  0.88,
                  words + "no connection" + one.where() + " within timeout connect")
              .or(Cause.TLS_FAILURE, 0.1);
      case 'H' ->
          said(
              Cause.RESPONSE_TIMEOUT,
              0.97,
              words + "no response header" + one.where() + " within timeout server" + spent(one));
      case 'D', 'L' ->
          said(
              Cause.BODY_TRUNCATED,
              0.95,
              words + "the server" + one.where() + " stopped sending in the middle of the answer");
      default -> null;
    };
  }

  private static Evidence proxy(Try one, char phase, String words) {
    return switch (phase) {
      case 'H' -> unreadable(one, words);
      case 'D', 'L' ->
          said(
                  Cause.INVALID_RESPONSE,
                  0.7,
                  words + "the body" + one.where() + " was not well formed")
              .or(Cause.BODY_TRUNCATED, 0.6);
      case 'C' ->
          said(
              Cause.PROXY_EXHAUSTED,
              0.85,
              words + "a limit of connections of the proxy was reached");
      case 'Q' ->
          said(Cause.POOL_EXHAUSTED, 0.8, words + "the queue of " + poolOf(one) + " was full");
      case 'R' -> said(Cause.RATE_LIMITED, 0.6, words + "a rule of the proxy refused the request");
      default -> null;
    };
  }

  /** One state for two causes, and for a failed rewrite, which is answered with 500. */
  private static Evidence unreadable(Try one, String words) {
    if (one.proxy().getStatus() == 500) {
      return Evidence.of(
          Grade.TERMINATION,
          Cause.UNKNOWN,
          0.8,
          FaultDomain.PROXY,
          words + "rewriting the header failed");
    }
    return said(
            Cause.INVALID_RESPONSE,
            0.5,
            words
                + "the header"
                + one.where()
                + " was refused: too large for tune.bufsize, or not valid HTTP (one state for both: `show errors` on the stats socket keeps the bytes; log the size of the application's headers to know the next time)")
        .or(Cause.HEADER_TOO_LARGE, 0.49);
  }

  private static String tried(ProxyEvent proxy) {
    return proxy.getRetries() > 0 ? ", " + (proxy.getRetries() + 1) + " tries" : "";
  }

  private static String spent(Try one) {
    return one.durationUs() < 0 ? "" : " (" + Words.time(one.durationUs()) + ")";
  }

  private static String poolOf(Try one) {
    return one.pool().isEmpty() ? "the backend" : one.pool();
  }

  private static Evidence said(Cause cause, double weight, String words) {
    return Evidence.of(Grade.TERMINATION, cause, weight, words);
  }
}
