package io.badhop.streams.detect;

import io.badhop.schemas.event.IncidentState;
import io.badhop.schemas.event.KeyKind;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Failures at another name of the place where an incident is. Two hosts of a site that lead to the
 * same application show one broken route under two paths, and few requests to either let each look
 * like a fault of its own. No key covers both: the application's other routes do well.
 */
final class Kin {

  /** Share of a cluster's failures that are on the incident's routes. */
  private static final double ON_ROUTES = 0.9;

  private Kin() {}

  /**
   * True when a cluster is on routes on which the incident failed too, under whatever host, and
   * nothing says that other machines served it. The front page is left out: every host has one.
   *
   * @param cells failures of the cluster, of a cause that is alike the incident's; not empty
   */
  static boolean sameRoutes(Incident incident, Collection<Cell> cells) {
    Set<String> routes = routes(incident.state());
    List<Cell> on = cells.stream().filter(c -> routes.contains(route(c.data.getPath()))).toList();
    return !Causes.proxyOwn(incident.cause())
        && Explainer.count(on) >= ON_ROUTES * Explainer.count(cells)
        && !otherMachines(incident.state(), cells);
  }

  /** True unless the failure is on a path on which the incident was not seen, under any host. */
  static boolean onRoutes(IncidentState state, Cell cell) {
    String path = cell.data.getPath();
    return path.isEmpty()
        || state.getPaths().size() >= Incident.MAX_NAMES
        || state.getPaths().contains(path)
        || routes(state).contains(route(path));
  }

  private static Set<String> routes(IncidentState state) {
    Set<String> routes = state.getPaths().stream().map(Kin::route).collect(Collectors.toSet());
    routes.remove("/");
    routes.remove("");
    return routes;
  }

  /** Pools say more than the few of their members that three failures met. */
  static boolean otherMachines(IncidentState state, Collection<Cell> cells) {
    Set<String> pools = named(cells, KeyKind.POOL);
    if (!pools.isEmpty() && !state.getPools().isEmpty()) {
      return state.getPools().stream().noneMatch(pools::contains);
    }
    Set<String> upstreams = named(cells, KeyKind.UPSTREAM);
    return !upstreams.isEmpty()
        && !state.getUpstreams().isEmpty()
        && state.getUpstreams().stream().noneMatch(upstreams::contains);
  }

  private static Set<String> named(Collection<Cell> cells, KeyKind kind) {
    return cells.stream()
        .map(cell -> kind == KeyKind.POOL ? cell.data.getPool() : cell.data.getUpstream())
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toSet());
  }

  /** A path without its host. */
  static String route(String path) {
    int slash = path.indexOf('/');
    return slash < 0 ? "" : path.substring(slash);
  }
}
