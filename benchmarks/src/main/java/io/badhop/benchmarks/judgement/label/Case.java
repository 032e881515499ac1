package io.badhop.benchmarks.judgement.label;

import io.badhop.benchmarks.judgement.dialect.Dialect;
import io.badhop.benchmarks.judgement.world.Kind;
import io.badhop.benchmarks.judgement.world.Scenario;

/**
 * One run to be judged: what happens, and what of it is logged how.
 *
 * @param seed of the whole set
 * @param index in the set
 * @param name for people: dialects and faults
 * @param scenario what happens
 * @param edge how the edge logs; null when there is none
 * @param proxy how the proxies log; null when there are none
 * @param logged which tiers are
 * @param variant see {@link Dialect#open}
 */
public record Case(
    long seed,
    int index,
    String name,
    Scenario scenario,
    Dialect edge,
    Dialect proxy,
    Logged logged,
    int variant) {

  /**
   * What of the tiers comes to be logged. Skews in microseconds.
   *
   * @param edge whether the edge's log is there
   * @param proxy whether the proxies' logs are there
   * @param apps share of the requests that applications log
   * @param edgeSkew how far the edge's clock is ahead
   * @param proxySkew the same of the proxies
   * @param appSkew the same of the applications
   * @param cut share of records that are cut off
   */
  public record Logged(
      boolean edge,
      boolean proxy,
      double apps,
      long edgeSkew,
      long proxySkew,
      long appSkew,
      double cut) {

    /** Everything, whole, with right clocks. */
    public static final Logged ALL = new Logged(true, true, 1, 0, 0, 0, 0);

    /** Greatest skew. */
    long slack() {
      long most = Math.max(Math.abs(edgeSkew), Math.abs(proxySkew));
      return Math.max(most, Math.abs(appSkew));
    }
  }

  /** By which it can be run alone. */
  public String id() {
    return seed + ":" + index;
  }

  /**
   * Whose records decide what can be said: the proxy's, or the edge's where only it is logged or
   * only it fails. Silence is heard at the proxy.
   */
  Dialect teller(Kind kind) {
    boolean silence = kind == Kind.TRAFFIC_STOPS;
    boolean outside = kind.layer() == Kind.Layer.EDGE && edge != null && !silence;
    return proxy != null && logged.proxy() && !outside ? proxy : edge;
  }
}
