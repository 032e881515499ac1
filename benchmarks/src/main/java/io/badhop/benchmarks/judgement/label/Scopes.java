package io.badhop.benchmarks.judgement.label;

import io.badhop.benchmarks.judgement.world.Dice;
import io.badhop.benchmarks.judgement.world.Fault;
import io.badhop.benchmarks.judgement.world.Kind;
import io.badhop.benchmarks.judgement.world.Pool;
import io.badhop.benchmarks.judgement.world.Route;
import io.badhop.benchmarks.judgement.world.Server;
import io.badhop.benchmarks.judgement.world.Site;
import java.util.List;
import java.util.Set;

/** Draws whom a fault concerns: one instance, a pool, a route, a proxy, or all. */
final class Scopes {

  /**
   * Whom a fault concerns.
   *
   * @param share of all requests
   * @param intensity share of those that fail
   */
  record Scope(Set<Server> servers, Set<Route> routes, double share, double intensity) {

    Fault fault(Kind kind, long from, long to) {
      return new Fault(kind, from, to, servers, routes, intensity);
    }
  }

  private final Site site;
  private final Dice dice;

  Scopes(Site site, Dice dice) {
    this.site = site;
    this.dice = dice;
  }

  /**
   * A scope that suits the kind.
   *
   * @param single whether one instance of several may fail alone
   * @param sockets whether a pool that is full has to be the one behind a socket
   */
  Scope of(Kind kind, boolean single, boolean sockets) {
    return switch (kind) {
      case TRAFFIC_STOPS -> new Scope(Set.of(), Set.of(), 1, 1);
      case EDGE_OWN, RATE_LIMIT, PROXY_FULL ->
          new Scope(Set.of(), Set.of(), 1, dice.between(0.3, 0.9));
      case EDGE_REFUSED, EDGE_CONNECT_TIMEOUT, EDGE_RESET, EDGE_TLS -> proxies();
      case TLS_CERT, TLS_HANDSHAKE -> pool(site.pools().get(1), single, 1);
      case DNS, DNS_DRIFT -> pool(site.pools().get(2), false, 1);
      case POOL_FULL -> pool(site.pools().get(sockets ? 2 : 0), false, dice.between(0.5, 0.95));
      case WORKER_TIMEOUT -> route(site.pools().get(0), dice.between(0.5, 1));
      case RESPONSE_TIMEOUT, APP_500, APP_503, RESET, EARLY_CLOSE -> {
        double intensity = dice.chance(0.4) ? dice.between(0.3, 0.9) : 1;
        yield dice.chance(0.6) ? route(anyPool(), intensity) : pool(anyPool(), single, intensity);
      }
      case LARGE_HEADER, GARBAGE, CUT_BODY -> route(anyPool(), dice.between(0.6, 1));
      case SCANNER, SURGE -> new Scope(Set.of(), Set.of(), 1, 1);
      case BAD_CLIENT -> new Scope(Set.of(), Set.of(), 1, 0.05);
      case SLOW -> pool(site.pools().get(0), false, 1);
      case DEPLOY -> one(site.pools().get(0), 1);
      case WRONG_ADDRESS, NO_SERVER -> pool(anyPool(), false, 1);
      default -> pool(anyPool(), single, 1);
    };
  }

  private Pool anyPool() {
    double draw = dice.uniform();
    return site.pools().get(draw < 0.6 ? 0 : draw < 0.8 ? 1 : 2);
  }

  private Scope proxies() {
    boolean one = site.proxies().size() > 1 && dice.chance(0.5);
    List<Server> some = one ? List.of(dice.pick(site.proxies())) : site.proxies();
    return new Scope(Set.copyOf(some), Set.of(), (double) some.size() / site.proxies().size(), 1);
  }

  private Scope pool(Pool pool, boolean single, double intensity) {
    if (single && pool.servers().size() > 1 && dice.chance(0.45)) {
      return one(pool, intensity);
    }
    List<Route> routes = site.routesOf(pool);
    return new Scope(Set.copyOf(pool.servers()), Set.copyOf(routes), site.share(routes), intensity);
  }

  private Scope one(Pool pool, double intensity) {
    List<Route> routes = site.routesOf(pool);
    double share = site.share(routes) / pool.servers().size();
    return new Scope(Set.of(dice.pick(pool.servers())), Set.copyOf(routes), share, intensity);
  }

  private Scope route(Pool pool, double intensity) {
    List<Route> routes = site.routesOf(pool).stream().filter(r -> !r.isStatic()).toList();
    Route route = dice.pick(routes);
    return new Scope(
        Set.copyOf(pool.servers()), Set.of(route), site.share(List.of(route)), intensity);
  }
}
