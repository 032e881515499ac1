package io.badhop.benchmarks.judgement.world;

import java.util.List;

/** A try of a proxy at a server of an application, and what the application makes of it. */
final class Application {

  private static final double CHANCE_500 = 0.0006;
  private static final double CHANCE_CLOSE = 0.0002;
  private static final double CHANCE_LEFT = 0.003;
  private static final double CHANCE_4XX = 0.02;
  private static final long REFUSED_US = 300;

  /**
   * What came of a try.
   *
   * @param work what the application did; null when it was not reached
   * @param fault the fault that made it fail, or null
   */
  record Result(Attempt attempt, Work work, List<Happening> happenings, Fault fault) {}

  private final Scenario scenario;

  Application(Scenario scenario) {
    this.scenario = scenario;
  }

  Result ask(Request request, Server server, long start, Dice dice) {
    for (Fault fault : scenario.faults()) {
      boolean hit =
          isHere(fault.kind())
              && fault.concerns(start, request.route(), server)
              && dice.chance(fault.intensity());
      if (hit) {
        return struck(request, server, start, fault, dice);
      }
    }
    return usual(request, server, start, dice);
  }

  private static boolean isHere(Kind kind) {
    return switch (kind) {
      case DNS, NO_SERVER, SURGE, SCANNER, MAINTENANCE, RATE_LIMIT, PROXY_FULL -> false;
      default -> kind.layer() != Kind.Layer.EDGE;
    };
  }

  private long median(Request request) {
    return request.route() == null ? 2_000 : Math.round(request.route().medianMs() * 1_000);
  }

  private Result usual(Request request, Server server, long start, Dice dice) {
    long connect = Math.round(dice.between(80, 900));
    long took = connect + Math.round(dice.logNormal(median(request), 0.5)) + 300;
    if (scenario.noise()) {
      if (dice.chance(CHANCE_500)) {
        return answered(server, start, connect, took, 500, Kind.APP_500, null, dice);
      }
      if (dice.chance(CHANCE_CLOSE)) {
        return closed(server, start, connect, took, Kind.EARLY_CLOSE, null);
      }
      if (dice.chance(CHANCE_LEFT)) {
        return left(server, start, connect, took, null, dice);
      }
    }
    return answered(server, start, connect, took, good(request, dice), null, null, dice);
  }

  private int good(Request request, Dice dice) {
    if (request.route() == null) {
      return 404;
    }
    if (scenario.noise() && dice.chance(CHANCE_4XX)) {
      return dice.oneOf(404, 401, 422, 409);
    }
    return request.method().equals("POST") && dice.chance(0.3) ? 302 : 200;
  }

  private Result struck(Request request, Server server, long start, Fault fault, Dice dice) {
    Settings settings = scenario.settings();
    Kind kind = fault.kind();
    long connect = Math.round(dice.between(80, 900));
    long usual = connect + Math.round(dice.logNormal(median(request), 0.5)) + 300;
    return switch (kind) {
      case REFUSED, UNREACHABLE, TLS_CERT, DEPLOY -> {
        Kind seen = kind == Kind.DEPLOY ? Kind.REFUSED : kind;
        long took = kind == Kind.UNREACHABLE ? 40_000 : REFUSED_US + dice.below(2_000);
        yield unconnected(server, start, took, seen, fault);
      }
      case CONNECT_TIMEOUT ->
          unconnected(server, start, settings.connectTimeout() + dice.below(3_000), kind, fault);
      case TLS_HANDSHAKE -> unconnected(server, start, 2_000 + dice.below(3_000), kind, fault);
      case DNS_DRIFT, WRONG_ADDRESS -> {
        boolean silent = kind == Kind.DNS_DRIFT;
        Server stray = stray(server, silent ? ".77.9" : ".88.4");
        Kind seen = silent ? Kind.CONNECT_TIMEOUT : Kind.REFUSED;
        long took = silent ? settings.connectTimeout() + dice.below(3_000) : REFUSED_US;
        yield unconnected(stray, start, took, seen, fault);
      }
      case RESPONSE_TIMEOUT -> timedOut(server, start, connect, fault, dice);
      case WORKER_TIMEOUT -> killed(request, server, start, connect, fault, dice);
      case POOL_FULL -> {
        long took = settings.queueTimeout() > 0 ? settings.queueTimeout() : 150;
        yield unconnected(server, start, took, kind, fault);
      }
      case CUT_BODY -> answered(server, start, connect, usual, 200, kind, fault, dice);
      case APP_500 -> answered(server, start, connect, usual, 500, kind, fault, dice);
      case APP_503 -> answered(server, start, connect, usual, 503, kind, fault, dice);
      case CLIENT_LEFT -> left(server, start, connect, usual, fault, dice);
      case BAD_CLIENT -> left(server, start, connect, usual, fault, dice);
      case SLOW -> answered(server, start, connect, usual * 8, 200, null, fault, dice);
      case LARGE_HEADER -> {
        // To the application all went well.
        Attempt attempt = new Attempt(server, kind, 0, start, connect, -1, usual);
        Work work =
            new Work(server, worker(server, dice), start + connect, start + usual - 100, 200, null);
        yield new Result(attempt, work, List.of(), fault);
      }
      default -> closed(server, start, connect, usual, kind, fault);
    };
  }

  private static Server stray(Server server, String net) {
    String address = "10.250" + net + ":" + Math.max(server.port(), 8080);
    return new Server(server.pool(), server.name(), address, server.pid());
  }

  private static int worker(Server server, Dice dice) {
    return server.pid() + 1 + dice.below(4);
  }

  private static Result unconnected(Server server, long start, long took, Kind kind, Fault fault) {
    return new Result(new Attempt(server, kind, 0, start, -1, -1, took), null, List.of(), fault);
  }

  /** The process breaks off, so that it has nothing to say of the request. */
  private static Result closed(
      Server server, long start, long connect, long took, Kind kind, Fault fault) {
    return new Result(
        new Attempt(server, kind, 0, start, connect, -1, took), null, List.of(), fault);
  }

  private Result answered(
      Server server,
      long start,
      long connect,
      long took,
      int status,
      Kind kind,
      Fault fault,
      Dice dice) {
    Kind failure = kind == Kind.CUT_BODY ? kind : null;
    Attempt attempt = new Attempt(server, failure, status, start, connect, took - 100, took);
    Work work =
        new Work(server, worker(server, dice), start + connect, start + took - 150, status, kind);
    return new Result(attempt, work, List.of(), fault);
  }

  private static Result left(
      Server server, long start, long connect, long took, Fault fault, Dice dice) {
    long until = Math.max(connect + 1, Math.round(took * dice.uniform()));
    Attempt attempt = new Attempt(server, Kind.CLIENT_LEFT, 0, start, connect, -1, until);
    Work work =
        new Work(server, worker(server, dice), start + connect, start + took - 150, 200, null);
    return new Result(attempt, work, List.of(), fault);
  }

  /** The application goes on when nobody waits any more. */
  private Result timedOut(Server server, long start, long connect, Fault fault, Dice dice) {
    long limit = scenario.settings().readTimeout() + dice.below(4_000);
    long works = limit + Math.round(dice.between(500_000, 4_000_000));
    Attempt attempt = new Attempt(server, Kind.RESPONSE_TIMEOUT, 0, start, connect, -1, limit);
    Work work = new Work(server, worker(server, dice), start + connect, start + works, 200, null);
    return new Result(attempt, work, List.of(), fault);
  }

  private Result killed(
      Request request, Server server, long start, long connect, Fault fault, Dice dice) {
    long took =
        Math.min(scenario.settings().readTimeout() - 500_000, 2_000_000) + dice.below(900_000);
    int pid = worker(server, dice);
    Attempt attempt = new Attempt(server, Kind.EARLY_CLOSE, 0, start, connect, -1, took);
    Happening end =
        new Happening(
            start + took - 2_000,
            Happening.What.WORKER_KILLED,
            server,
            pid,
            request.method() + " " + request.path());
    return new Result(attempt, null, List.of(end), fault);
  }
}
