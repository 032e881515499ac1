package io.badhop.streams.diagnose;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.Tier;
import java.util.List;
import java.util.Objects;

/**
 * One exchange as far as it is known: the records of one handling of one request.
 *
 * @param view tier whose record anchors the exchange; that record is present
 * @param edge the edge's record; null when there is none
 * @param proxy the proxy's record; null when there is none
 * @param app the application's records in order of time; empty when there are none
 * @param proxyComplete true when the site has proxies and no record of theirs for this exchange is
 *     still to come
 * @param appComplete the same for applications
 * @param appCoverage share of successful exchanges of this host and upstream that had an
 *     application record, 0 to 1; -1 when not known, then absence proves nothing
 * @param proxyCoverage share of successful edge exchanges of this host that had a proxy record, 0
 *     to 1; -1 when not known
 */
public record Case(
    Tier view,
    EdgeEvent edge,
    ProxyEvent proxy,
    List<AppEvent> app,
    boolean proxyComplete,
    boolean appComplete,
    double appCoverage,
    double proxyCoverage) {

  /**
   * Refuses a case without view, and one without a list of application records.
   *
   * @throws NullPointerException when the view or the list is null
   */
  public Case {
    Objects.requireNonNull(view, "view");
    Objects.requireNonNull(app, "app");
  }

  /** The anchor's record alone: nothing is known of the other tiers. */
  public static Case of(EdgeEvent edge) {
    return new Case(Tier.EDGE, edge, null, List.of(), false, false, -1, -1);
  }

  /** The anchor's record alone: nothing is known of the other tiers. */
  public static Case of(ProxyEvent proxy) {
    return new Case(Tier.PROXY, null, proxy, List.of(), false, false, -1, -1);
  }

  /** The anchor's record alone. */
  public static Case of(AppEvent app) {
    return new Case(Tier.APP, null, null, List.of(app), false, false, -1, -1);
  }
}
