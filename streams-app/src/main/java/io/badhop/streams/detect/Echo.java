package io.badhop.streams.detect;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.IncidentState;
import io.badhop.schemas.event.Tier;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Failures of an edge that only repeat what the proxies' own log tells. HAProxy and Apache drop a
 * kept-alive connection of the client, without an answer, when the upstream breaks off or does not
 * take the request: the client is to try again. An edge then says 520 and blames the proxy. HAProxy
 * does not even log such a request, so nothing joins; but the same routes fail in the proxies' log,
 * where a connection was new.
 *
 * <p>Looks at failures up to a slot only, and not at who has claimed them by now: an edge whose
 * logs come late finds what it would have found on time.
 */
final class Echo {

  private static final String BROKEN_OFF = "520";

  /** After 5 s a stray failure on a route is no reason to wait any more: it has to be a cluster. */
  private static final long PATIENCE = 20;

  private static final long CLUSTER = 3;

  /** Share of the edge's failures below which the proxies' are no reason for them. */
  private static final double SHARE = 0.1;

  /** What the proxies logged so long before the edge did is of the same trouble. */
  private static final long BEFORE = 40;

  private final Map<Tier, Board> boards;

  Echo(Map<Tier, Board> boards) {
    this.boards = boards;
  }

  /** True when an incident of the edge has nothing to tell that the proxies' log does not. */
  boolean repeats(Incident incident, long slot) {
    IncidentState state = incident.state();
    Board proxies = boards.get(Tier.PROXY);
    if (state.getView() != Tier.EDGE || proxies == null || !brokenOff(state)) {
      return false;
    }
    Set<String> routes = state.getPaths().stream().map(Kin::route).collect(Collectors.toSet());
    Map<String, Long> logged =
        proxies
            .since(state.getFirstSlot() - BEFORE)
            .filter(cell -> cell.slot <= slot && !cell.hidden() && behind(cell.cause()))
            .filter(cell -> routes.contains(Kin.route(cell.data.getPath())))
            .collect(
                Collectors.groupingBy(
                    cell -> Kin.route(cell.data.getPath()), Collectors.summingLong(Cell::count)));
    boolean stray = slot - state.getFirstSlot() <= PATIENCE;
    double enough = stray ? 1 : Math.max(CLUSTER, SHARE * state.getFailed());
    return logged.keySet().equals(routes)
        && logged.values().stream().mapToLong(Long::longValue).sum() >= enough;
  }

  private static boolean brokenOff(IncidentState state) {
    return !state.getPaths().isEmpty()
        && state.getPaths().size() < Incident.MAX_NAMES
        && state.getStatuses().keySet().stream().allMatch(BROKEN_OFF::equals);
  }

  /** What lies behind the proxies, and lets them break off. */
  private static boolean behind(Cause cause) {
    return Causes.takesOut(cause) || cause == Cause.BODY_TRUNCATED;
  }
}
