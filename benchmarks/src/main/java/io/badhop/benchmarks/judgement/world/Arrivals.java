package io.badhop.benchmarks.judgement.world;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The requests of a scenario in the order of their times: independent arrivals, and retries. */
final class Arrivals {

  private static final long SECOND = 1_000_000;
  private static final List<String> AGENTS =
      List.of(
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
              + " Chrome/129.0.0.0 Safari/537.36",
          "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0",
          "okhttp/4.12.0",
          "python-requests/2.32.3");
  private static final List<String> PROBES =
      List.of("/.env", "/wp-login.php", "/admin/", "/.git/config", "/phpmyadmin/", "/backup.zip");

  private final Scenario scenario;
  private final Dice dice;
  private final double top;
  private final double[] weights;
  private final PriorityQueue<Request> again =
      new PriorityQueue<>(Comparator.comparingLong(Request::time).thenComparing(Request::number));
  private long clock;
  private long number;
  private Request drawn;

  Arrivals(Scenario scenario) {
    this.scenario = scenario;
    this.dice = Dice.of(scenario.seed(), 1);
    this.clock = scenario.from();
    this.top =
        scenario.rate() * (1 + scenario.faults().stream().mapToDouble(Arrivals::extra).sum());
    List<Route> routes = scenario.site().routes();
    this.weights = new double[routes.size()];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += routes.get(i).weight();
      weights[i] = sum;
    }
  }

  /** The next one, or null at the end. */
  Request next() {
    if (drawn == null) {
      drawn = draw();
    }
    if (!again.isEmpty() && (drawn == null || again.peek().time() <= drawn.time())) {
      return again.poll();
    }
    Request next = drawn;
    drawn = null;
    return next;
  }

  /** The client of a failed request tries once more. */
  void retry(Request failed, long after) {
    if (after < scenario.to() && failed.again() < 2) {
      again.add(failed.again(++number, after, dice.hex(16)));
    }
  }

  private Request draw() {
    while (true) {
      clock += Math.round(dice.exponential(SECOND / top));
      if (clock >= scenario.to()) {
        return null;
      }
      if (isCutOff(clock)) {
        continue;
      }
      double rate = scenario.rate() * rhythm(clock);
      double draw = dice.uniform() * top;
      if (draw < rate) {
        return usual();
      }
      for (Fault fault : scenario.faults()) {
        rate += extra(fault) * scenario.rate() * (fault.concerns(clock, null) ? 1 : 0);
        if (draw < rate && fault.concerns(clock, null)) {
          return fault.kind() == Kind.SCANNER ? probe() : usual();
        }
      }
    }
  }

  private boolean isCutOff(long time) {
    return scenario.faults().stream()
        .anyMatch(f -> f.kind() == Kind.TRAFFIC_STOPS && f.concerns(time, null));
  }

  /** Requests that a surge or a scanner adds, relative to the usual rate. */
  private static double extra(Fault fault) {
    return switch (fault.kind()) {
      case SURGE -> 2;
      case SCANNER -> 0.5;
      default -> 0;
    };
  }

  /** Between a fifth at night and the whole in the evening. */
  private double rhythm(long time) {
    if (!scenario.daily()) {
      return 1;
    }
    double day = time % (86_400 * SECOND) / (86_400.0 * SECOND);
    return 0.6 - 0.4 * StrictMath.cos(2 * StrictMath.PI * (day - 0.17));
  }

  private Request usual() {
    double draw = dice.uniform() * weights[weights.length - 1];
    int i = 0;
    while (weights[i] <= draw) {
      i++;
    }
    Route route = scenario.site().routes().get(i);
    String query = route.template().equals("/search") ? "q=lamp&page=" + (1 + dice.below(5)) : "";
    return request(route, route.method(), route.path(dice), query, dice.pick(AGENTS));
  }

  private Request probe() {
    return request(null, "GET", dice.pick(PROBES), "", "masscan/1.3");
  }

  private Request request(Route route, String method, String path, String query, String agent) {
    boolean api = path.startsWith("/api/");
    String host = scenario.site().hosts().get(api && dice.chance(0.7) ? 1 : 0);
    boolean own = dice.chance(scenario.settings().ownIds());
    List<Integer> address = new ArrayList<>(List.of(dice.below(120), dice.below(250)));
    String client = "198.51." + address.get(0) + "." + (1 + address.get(1));
    return new Request(
        ++number,
        clock,
        own ? dice.uuid() : dice.hex(32),
        dice.hex(16),
        client,
        30_000 + dice.below(30_000),
        host,
        route,
        method,
        path,
        query,
        agent,
        0);
  }
}
