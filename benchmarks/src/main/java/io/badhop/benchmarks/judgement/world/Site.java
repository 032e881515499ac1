package io.badhop.benchmarks.judgement.world;

import java.util.ArrayList;
import java.util.List;

/**
 * Hosts, proxies and pools.
 *
 * @param hosts names that clients ask for
 * @param proxies addresses at which the edge finds the proxies
 * @param pools what the proxies pass requests to; the first has most of the routes
 * @param routes what clients ask for
 */
public record Site(List<String> hosts, List<Server> proxies, List<Pool> pools, List<Route> routes) {

  private static final List<String> DOMAINS =
      List.of("acme.example", "globex.example", "initech.example", "umbrella.example");

  /** Copies the lists. */
  public Site {
    hosts = List.copyOf(hosts);
    proxies = List.copyOf(proxies);
    pools = List.copyOf(pools);
    routes = List.copyOf(routes);
  }

  /**
   * A site of usual shape.
   *
   * @param platforms what the pools run on: the main pool, a second and a third one
   * @param sockets whether the third may be behind a socket
   */
  public static Site of(Dice dice, List<Pool.Platform> platforms, boolean sockets) {
    String domain = dice.pick(DOMAINS);
    int net = 16 + dice.below(200);
    String app = dice.oneOf("app", "web", "shop", "core");
    String pay = dice.oneOf("payments", "billing", "auth");
    String side = dice.oneOf("recs", "reports", "export");
    Pool main = pool(app, "http", platforms.get(0), "", "10." + net + ".1.", 2 + dice.below(3));
    Pool second = pool(pay, "https", platforms.get(1), "", "10." + net + ".2.", 1 + dice.below(2));
    boolean socket = sockets && platforms.get(2) == Pool.Platform.PHP_FPM;
    Pool third =
        socket
            ? new Pool(
                side,
                "fastcgi",
                Pool.Platform.PHP_FPM,
                "",
                List.of(new Server(side, side + "1", "unix:/run/php/" + side + ".sock", 711)))
            : pool(side, "http", platforms.get(2), side + ".internal", "10." + net + ".3.", 1);
    List<Server> proxies = new ArrayList<>();
    for (int i = 0; i <= dice.below(2); i++) {
      proxies.add(new Server("edge", "lb" + (i + 1), "10." + net + ".0." + (11 + i) + ":80", 900));
    }
    return new Site(
        List.of("www." + domain, "api." + domain),
        proxies,
        List.of(main, second, third),
        routes(dice, main, second, third));
  }

  private static Pool pool(
      String name, String scheme, Pool.Platform platform, String dns, String net, int size) {
    int port = scheme.equals("https") ? 8443 : 8080;
    List<Server> servers = new ArrayList<>();
    for (int i = 1; i <= size; i++) {
      servers.add(new Server(name, name + i, net + (20 + i) + ":" + port, 1000 + 37 * i));
    }
    return new Pool(name, scheme, platform, dns, servers);
  }

  private static List<Route> routes(Dice dice, Pool main, Pool second, Pool third) {
    List<Route> routes = new ArrayList<>();
    routes.add(new Route("GET", "/", main, 20, 12));
    routes.add(new Route("GET", "/static/{word}.css", main, 15, 2));
    routes.add(new Route("GET", "/products/{n}", main, 18, 18));
    routes.add(new Route("GET", "/search", main, 12, 45));
    routes.add(new Route("GET", "/api/orders/{n}", main, 12, 14));
    routes.add(new Route("POST", "/api/cart", main, 8, 9));
    routes.add(new Route("GET", "/api/users/{uuid}", main, 8, 8));
    routes.add(new Route("POST", "/login", main, 6, 30));
    routes.add(new Route("POST", "/checkout", main, 5, 40));
    routes.add(new Route("GET", "/api/" + second.name() + "/{n}", second, 6, 35));
    routes.add(new Route("POST", "/api/" + second.name(), second, 4, 60));
    routes.add(new Route("GET", "/api/" + third.name() + "/{n}", third, 8, 25));
    return routes.stream()
        .map(
            r ->
                new Route(
                    r.method(),
                    r.template(),
                    r.pool(),
                    r.weight() * dice.between(0.7, 1.4),
                    r.medianMs() * dice.between(0.5, 2)))
        .toList();
  }

  /** Routes of a pool. */
  public List<Route> routesOf(Pool pool) {
    return routes.stream().filter(route -> route.pool().equals(pool)).toList();
  }

  /** Share of the traffic that routes have. */
  public double share(List<Route> some) {
    double all = routes.stream().mapToDouble(Route::weight).sum();
    return some.stream().mapToDouble(Route::weight).sum() / all;
  }
}
