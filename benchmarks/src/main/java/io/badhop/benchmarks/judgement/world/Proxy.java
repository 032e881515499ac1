package io.badhop.benchmarks.judgement.world;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** What a proxy does with a request: its own answers, and tries at the servers of a pool. */
final class Proxy {

  private static final long PASSIVE_US = 10_000_000;

  /**
   * What came of a request.
   *
   * @param fault the fault that made it fail, or null
   */
  record Outcome(Hop hop, List<Work> work, List<Happening> happenings, Fault fault) {}

  private final Scenario scenario;
  private final ToIntFunction<Kind> status;
  private final Application application;
  private final Map<String, Integer> turns = new HashMap<>();
  private final Map<Server, Long> outUntil = new HashMap<>();

  Proxy(Scenario scenario, ToIntFunction<Kind> status) {
    this.scenario = scenario;
    this.status = status;
    this.application = new Application(scenario);
  }

  Outcome handle(Request request, long start, int index, Connections.Place place, Dice dice) {
    Passage passage = new Passage(request, start, index, place, dice);
    passage.run();
    return new Outcome(passage.hop(), passage.work, passage.happenings, passage.fault);
  }

  /** One request on its way. */
  private final class Passage {
    final Request request;
    final long start;
    final int index;
    final Connections.Place place;
    final Dice dice;
    final List<Attempt> attempts = new ArrayList<>();
    final List<Work> work = new ArrayList<>();
    final List<Happening> happenings = new ArrayList<>();
    Fault fault;
    Kind own;
    long time;

    Passage(Request request, long start, int index, Connections.Place place, Dice dice) {
      this.request = request;
      this.start = start;
      this.index = index;
      this.place = place;
      this.dice = dice;
      this.time = start;
    }

    void run() {
      Route route = request.route();
      Fault local = local();
      if (local != null) {
        fault = local;
        own = local.kind();
        time += ownDuration(own);
        return;
      }
      Pool pool = route == null ? scenario.site().pools().get(0) : route.pool();
      List<Server> left = serving(pool);
      int tries = scenario.settings().retries() ? Math.max(1, left.size()) : 1;
      for (int i = 0; i < tries && !left.isEmpty(); i++) {
        Server server = next(pool, left);
        left.remove(server);
        if (tried(server)) {
          return;
        }
      }
      if (attempts.isEmpty()) {
        own = Kind.NO_SERVER;
        fault = cause(pool);
        time += 200;
      }
    }

    /** What the proxy answers itself, by a fault of its own or of the name. */
    private Fault local() {
      for (Fault candidate : scenario.faults()) {
        boolean here =
            switch (candidate.kind()) {
              case RATE_LIMIT, PROXY_FULL, MAINTENANCE, DNS, NO_SERVER -> true;
              default -> false;
            };
        if (here
            && candidate.concerns(start, request.route())
            && dice.chance(candidate.intensity())) {
          return candidate;
        }
      }
      return null;
    }

    private long ownDuration(Kind kind) {
      return kind == Kind.DNS ? Math.round(dice.between(900, 6_000)) : 150;
    }

    private List<Server> serving(Pool pool) {
      List<Server> serving = new ArrayList<>();
      for (Server server : pool.servers()) {
        boolean out =
            pool.servers().size() > 1 && outUntil.getOrDefault(server, 0L) > start
                || scenario.faults().stream()
                    .anyMatch(
                        f ->
                            f.concerns(f.from(), request.route(), server)
                                && Course.isOut(scenario, f, start));
        if (!out) {
          serving.add(server);
        }
      }
      return serving;
    }

    private Server next(Pool pool, List<Server> left) {
      return left.get(Math.floorMod(turns.merge(pool.name(), 1, Integer::sum), left.size()));
    }

    private Fault cause(Pool pool) {
      return scenario.faults().stream()
          .filter(f -> start >= f.from() && start < f.to() + 12_000_000)
          .filter(f -> f.isOf(request.route()))
          .filter(
              f -> f.servers().isEmpty() || pool.servers().stream().anyMatch(f.servers()::contains))
          .findFirst()
          .orElse(null);
    }

    /** Whether that was the last try. */
    private boolean tried(Server server) {
      Application.Result result = application.ask(request, server, time, dice);
      attempts.add(result.attempt());
      time = result.attempt().end();
      if (result.work() != null) {
        work.add(result.work());
      }
      happenings.addAll(result.happenings());
      Kind failure = result.attempt().failure();
      fault = result.fault();
      boolean answered = result.attempt().answered() || failure == Kind.CLIENT_LEFT;
      if (!answered && scenario.settings().passive()) {
        outUntil.put(server, time + PASSIVE_US);
      }
      // A request that may have changed something is not sent twice.
      boolean again = failure != null && (failure.unconnected() || request.method().equals("GET"));
      return answered || !again;
    }

    Hop hop() {
      Attempt last = attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
      Kind failure = own != null ? own : last.failure();
      int code = last != null && last.answered() ? last.status() : statusOf(failure);
      int bytes = code >= 400 ? 157 : 400 + dice.below(6_000);
      return new Hop(
          index, start, time + 120, code, attempts, own, place.number(), place.count(), bytes);
    }

    private int statusOf(Kind failure) {
      return failure == Kind.MAINTENANCE ? 503 : status.applyAsInt(failure);
    }
  }
}
