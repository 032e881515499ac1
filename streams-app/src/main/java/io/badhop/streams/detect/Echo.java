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
 * <p>Looks at failures up to a slot only, and at no incident's state of now: an edge whose logs
 * come late finds what it would have found on time.
 */
final class Echo {

  private static final String BROKEN_OFF = "520";

  /** After 5 s a stray failure on a route is no reason to wait any more: it has to be a cluster. */
  private static final long PATIENCE = 20;

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
    boolean stray = slot - state.getFirstSlot() <= PATIENCE;
    Set<String> failing =
        proxies
            .since(state.getFirstSlot() - BEFORE)
            .filter(cell -> cell.slot <= slot && (stray || cell.owner != null))
            .filter(cell -> !cell.hidden() && behind(cell.cause()))
            .map(cell -> Kin.route(cell.data.getPath()))
            .collect(Collectors.toSet());
    return state.getPaths().stream().map(Kin::route).allMatch(failing::contains);
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
