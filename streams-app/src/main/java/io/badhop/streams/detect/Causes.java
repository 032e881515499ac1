package io.badhop.streams.detect;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.KeyKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What the causes are to each other, and what kind of key each points at. */
final class Causes {

  /** One trouble with a machine shows as several of these, in turn or at once. */
  private static final Set<Cause> MACHINE =
      EnumSet.of(
          Cause.CONNECTION_REFUSED,
          Cause.CONNECT_TIMEOUT,
          Cause.RESPONSE_TIMEOUT,
          Cause.CONNECTION_RESET,
          Cause.PREMATURE_CLOSE,
          Cause.POOL_EXHAUSTED,
          Cause.WORKER_TIMEOUT,
          Cause.APP_UNAVAILABLE,
          Cause.WRONG_UPSTREAM_ADDRESS,
          Cause.DNS_DRIFT);

  /**
   * What a proxy counts against an upstream until it takes it out (nginx: max_fails; HAProxy:
   * observe; Apache: error state).
   */
  private static final Set<Cause> TAKES_OUT =
      EnumSet.of(
          Cause.CONNECTION_REFUSED,
          Cause.CONNECT_TIMEOUT,
          Cause.RESPONSE_TIMEOUT,
          Cause.CONNECTION_RESET,
          Cause.PREMATURE_CLOSE,
          Cause.TLS_FAILURE,
          Cause.HEADER_TOO_LARGE,
          Cause.INVALID_RESPONSE,
          Cause.POOL_EXHAUSTED);

  /** What a machine does that gets more requests than it can serve. */
  private static final Set<Cause> OVERLOAD =
      EnumSet.of(
          Cause.RESPONSE_TIMEOUT,
          Cause.CONNECT_TIMEOUT,
          Cause.POOL_EXHAUSTED,
          Cause.APP_UNAVAILABLE);

  /** End with a time-out. */
  private static final Set<Cause> WAITED =
      EnumSet.of(Cause.CONNECT_TIMEOUT, Cause.RESPONSE_TIMEOUT, Cause.WORKER_TIMEOUT);

  private static final Set<Cause> EDGE =
      EnumSet.of(
          Cause.ORIGIN_UNREACHABLE, Cause.EDGE_ERROR, Cause.RESPONSE_TIMEOUT, Cause.TLS_FAILURE);

  /** Say that something else failed before. */
  private static final Set<Cause> SYMPTOMS = EnumSet.of(Cause.NO_HEALTHY_UPSTREAM, Cause.UNKNOWN);

  private static final Set<Cause> CONTENT =
      EnumSet.of(
          Cause.APP_ERROR,
          Cause.APP_UNAVAILABLE,
          Cause.HEADER_TOO_LARGE,
          Cause.INVALID_RESPONSE,
          Cause.BODY_TRUNCATED,
          Cause.RESPONSE_TIMEOUT,
          Cause.PREMATURE_CLOSE);

  private static final Set<Cause> PROXY_OWN =
      EnumSet.of(Cause.RATE_LIMITED, Cause.PROXY_EXHAUSTED, Cause.MAINTENANCE);

  private static final List<KeyKind> PATH_FIRST =
      List.of(
          KeyKind.PATH,
          KeyKind.UPSTREAM,
          KeyKind.INSTANCE,
          KeyKind.POOL,
          KeyKind.HOST,
          KeyKind.ORIGIN,
          KeyKind.PROXY,
          KeyKind.EDGE_LOCATION,
          KeyKind.ALL);
  private static final List<KeyKind> UPSTREAM_FIRST =
      List.of(
          KeyKind.UPSTREAM,
          KeyKind.POOL,
          KeyKind.INSTANCE,
          KeyKind.PATH,
          KeyKind.HOST,
          KeyKind.ORIGIN,
          KeyKind.PROXY,
          KeyKind.EDGE_LOCATION,
          KeyKind.ALL);
  private static final List<KeyKind> PROXY_FIRST =
      List.of(
          KeyKind.PROXY,
          KeyKind.HOST,
          KeyKind.PATH,
          KeyKind.POOL,
          KeyKind.UPSTREAM,
          KeyKind.ORIGIN,
          KeyKind.INSTANCE,
          KeyKind.EDGE_LOCATION,
          KeyKind.ALL);
  private static final List<KeyKind> ORIGIN_FIRST =
      List.of(
          KeyKind.ORIGIN,
          KeyKind.PROXY,
          KeyKind.EDGE_LOCATION,
          KeyKind.HOST,
          KeyKind.PATH,
          KeyKind.POOL,
          KeyKind.UPSTREAM,
          KeyKind.INSTANCE,
          KeyKind.ALL);

  private Causes() {}

  /** True when failures of the two causes under one key are one trouble. */
  static boolean alike(Cause one, Cause other) {
    return one == other
        || SYMPTOMS.contains(one)
        || SYMPTOMS.contains(other)
        || MACHINE.contains(one) && MACHINE.contains(other)
        || EDGE.contains(one) && EDGE.contains(other);
  }

  /** True for a cause that only says that another came first. */
  static boolean symptom(Cause cause) {
    return SYMPTOMS.contains(cause);
  }

  /** True for a cause for which a proxy takes an upstream out of its pool. */
  static boolean takesOut(Cause cause) {
    return TAKES_OUT.contains(cause);
  }

  /** True for what a machine does that gets more than it can serve. */
  static boolean overload(Cause cause) {
    return OVERLOAD.contains(cause);
  }

  /** True for a cause that shows only when what was asked has been waited for. */
  static boolean waited(Cause cause) {
    return WAITED.contains(cause);
  }

  /** True for what is wrong with an answer, and so may be wrong on some routes only. */
  static boolean ofContent(Cause cause) {
    return CONTENT.contains(cause);
  }

  /** True for what a proxy does by itself, whatever the application would have answered. */
  static boolean proxyOwn(Cause cause) {
    return PROXY_OWN.contains(cause);
  }

  /**
   * True for what a proxy or an edge does by itself: it meets the hosts one by one, as requests
   * come, and none of them is at fault.
   */
  static boolean meetsAll(Cause cause) {
    return proxyOwn(cause) || cause == Cause.EDGE_ERROR;
  }

  /**
   * False for a key that cannot be what has to be mended: a proxy that is full fails whatever
   * machine it was about to ask.
   */
  static boolean names(Cause cause, KeyId key) {
    boolean machine =
        key.pair() || key.kind() == KeyKind.UPSTREAM || key.kind() == KeyKind.INSTANCE;
    return cause != Cause.PROXY_EXHAUSTED || !machine;
  }

  /** True for a cause that is the absence of something, and to which no failed request belongs. */
  static boolean silence(Cause cause) {
    return cause == Cause.TRAFFIC_LOST || cause == Cause.LOGS_MISSING;
  }

  /**
   * Kinds in the order in which they are preferred where two explain equally well: the one that
   * names what has to be mended.
   */
  static int rank(Cause cause, KeyKind kind) {
    List<KeyKind> order;
    if (cause == Cause.ORIGIN_UNREACHABLE || cause == Cause.EDGE_ERROR) {
      order = ORIGIN_FIRST;
    } else if (PROXY_OWN.contains(cause)) {
      order = PROXY_FIRST;
    } else {
      order = CONTENT.contains(cause) ? PATH_FIRST : UPSTREAM_FIRST;
    }
    int rank = order.indexOf(kind);
    return rank < 0 ? order.size() : rank;
  }
}
