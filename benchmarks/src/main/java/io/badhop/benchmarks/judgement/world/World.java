package io.badhop.benchmarks.judgement.world;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * A small simulation of a site: requests arrive, an edge and a proxy handle them, applications work
 * on them, and faults come in between. Everything is a function of the scenario.
 */
public final class World {

  private static final double CLIENT_TRIES_AGAIN = 0.2;
  private static final long EDGE_LOCATIONS = 3;

  private final Scenario scenario;
  private final ToIntFunction<Kind> edgeStatus;
  private final Proxy proxy;
  private final List<Connections> connections = new ArrayList<>();
  private final Map<Integer, Integer> turns = new HashMap<>();

  /**
   * A world that has not begun.
   *
   * @param edgeStatus which status the edge sends when its try at the next hop fails so
   * @param proxyStatus which status the proxy sends then
   */
  public World(Scenario scenario, ToIntFunction<Kind> edgeStatus, ToIntFunction<Kind> proxyStatus) {
    this.scenario = scenario;
    this.edgeStatus = edgeStatus;
    boolean direct = !scenario.settings().hasProxy();
    this.proxy = new Proxy(scenario, direct ? edgeStatus : proxyStatus);
    for (int i = 0; i < scenario.site().proxies().size(); i++) {
      connections.add(new Connections());
    }
  }

  /** Lets all of it happen. Requests come in the order of their beginnings. */
  public void run(Consumer<Handled> requests, Consumer<Happening> happenings) {
    Course.of(scenario).forEach(happenings);
    Arrivals arrivals = new Arrivals(scenario);
    for (Request request = arrivals.next(); request != null; request = arrivals.next()) {
      Dice dice = Dice.of(scenario.seed(), 2, request.number());
      Handled handled = handle(request, dice, happenings);
      requests.accept(handled);
      if (handled.failed() && dice.chance(CLIENT_TRIES_AGAIN)) {
        long pause = Math.round(dice.between(200_000, 2_000_000));
        arrivals.retry(request, handled.outer().end() + pause);
      }
    }
  }

  private Handled handle(Request request, Dice dice, Consumer<Happening> happenings) {
    Settings settings = scenario.settings();
    if (!settings.hasEdge()) {
      return atProxy(request, request.time(), dice, happenings);
    }
    if (!settings.hasProxy()) {
      Handled direct = atProxy(request, request.time(), dice, happenings);
      Hop hop = at(direct.proxy(), location(request), 0);
      return new Handled(request, hop, null, direct.work(), direct.fault());
    }
    return atEdge(request, dice, happenings);
  }

  private static int location(Request request) {
    return (int) (request.number() % EDGE_LOCATIONS);
  }

  private static Hop at(Hop hop, int index, int port) {
    return new Hop(
        index,
        hop.start(),
        hop.end(),
        hop.status(),
        hop.attempts(),
        hop.own(),
        port,
        1,
        hop.bytes());
  }

  private Handled atEdge(Request request, Dice dice, Consumer<Happening> happenings) {
    long start = request.time();
    boolean cached =
        request.route() != null
            && request.route().isStatic()
            && dice.chance(scenario.settings().cache());
    if (cached) {
      return edgeOnly(request, start + 300, 200, List.of(), null, null);
    }
    List<Server> proxies = scenario.site().proxies();
    int turn = turns.merge(0, 1, Integer::sum);
    Server origin = proxies.get(turn % proxies.size());
    long net = Math.round(dice.between(400, 4_000));
    for (Fault fault : scenario.faults()) {
      boolean hit =
          fault.kind().layer() == Kind.Layer.EDGE
              && fault.kind() != Kind.TRAFFIC_STOPS
              && fault.concerns(start, request.route(), origin)
              && dice.chance(fault.intensity());
      if (hit) {
        return unreachable(request, origin, fault, net);
      }
    }
    Handled inside = atProxy(request, start + net, dice, happenings);
    Hop hop = inside.proxy();
    long took = hop.took() + 2 * net;
    boolean left = hop.failure() == Kind.CLIENT_LEFT;
    Kind failure = left || hop.isCut() ? hop.failure() : null;
    Attempt attempt =
        new Attempt(origin, failure, left ? 0 : hop.status(), start, net, took - net, took);
    int status = left ? edgeStatus.applyAsInt(Kind.CLIENT_LEFT) : hop.status();
    Hop edge =
        new Hop(
            location(request),
            start,
            start + took + 150,
            status,
            List.of(attempt),
            null,
            0,
            1,
            hop.bytes());
    return new Handled(request, edge, hop, inside.work(), inside.fault());
  }

  /** The edge gets nothing from the proxy, or fails before it asks one. */
  private Handled unreachable(Request request, Server origin, Fault fault, long net) {
    long start = request.time();
    int status = edgeStatus.applyAsInt(fault.kind());
    if (fault.kind() == Kind.EDGE_OWN) {
      return edgeOnly(request, start + net, status, List.of(), Kind.EDGE_OWN, fault);
    }
    boolean silent = fault.kind() == Kind.EDGE_CONNECT_TIMEOUT;
    long took = silent ? scenario.settings().edgeTimeout() : 2 * net;
    boolean open = fault.kind() == Kind.EDGE_RESET;
    Attempt attempt = new Attempt(origin, fault.kind(), 0, start, open ? net : -1, -1, took);
    return edgeOnly(request, start + took + 100, status, List.of(attempt), null, fault);
  }

  private Handled edgeOnly(
      Request request, long end, int status, List<Attempt> attempts, Kind own, Fault fault) {
    Hop hop = new Hop(location(request), request.time(), end, status, attempts, own, 0, 1, 1_500);
    return new Handled(request, hop, null, List.of(), fault);
  }

  private Handled atProxy(Request request, long start, Dice dice, Consumer<Happening> happenings) {
    int index =
        scenario.settings().hasEdge() && scenario.settings().hasProxy()
            ? turns.get(0) % connections.size()
            : (int) (request.number() % connections.size());
    // An edge keeps its connections; clients of their own come on one each.
    boolean kept = scenario.settings().hasEdge();
    Connections.Place place =
        kept ? connections.get(index).take(start) : connections.get(index).open();
    Proxy.Outcome outcome = proxy.handle(request, start, index, place, dice);
    if (kept) {
      connections.get(index).release(place, outcome.hop().end());
    }
    outcome.happenings().forEach(happenings);
    return new Handled(request, null, outcome.hop(), outcome.work(), outcome.fault());
  }
}
