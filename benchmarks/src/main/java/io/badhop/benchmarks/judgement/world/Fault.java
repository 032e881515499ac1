package io.badhop.benchmarks.judgement.world;

import java.util.Set;

/**
 * Something that goes wrong for a while.
 *
 * @param kind what
 * @param from when it begins, true time in microseconds
 * @param to when it is over
 * @param servers whom it concerns; empty for all of the routes' pools
 * @param routes what it concerns; empty for all
 * @param intensity share of the requests concerned that it hits, above 0 to 1
 */
public record Fault(
    Kind kind, long from, long to, Set<Server> servers, Set<Route> routes, double intensity) {

  /** Copies the sets. */
  public Fault {
    servers = Set.copyOf(servers);
    routes = Set.copyOf(routes);
  }

  /** Whether it is there at this time for this route. */
  public boolean concerns(long time, Route route) {
    return time >= from && time < to && isOf(route);
  }

  /** Whether it concerns this route, at some time; null is a path that no route has. */
  public boolean isOf(Route route) {
    return routes.isEmpty() || route != null && routes.contains(route);
  }

  /** Whether it is there at this time for this route at this server. */
  public boolean concerns(long time, Route route, Server server) {
    return concerns(time, route) && (servers.isEmpty() || servers.contains(server));
  }
}
