package io.badhop.benchmarks.judgement.label;

import io.badhop.benchmarks.judgement.dialect.Dialect;
import io.badhop.benchmarks.judgement.world.Dice;
import io.badhop.benchmarks.judgement.world.Fault;
import io.badhop.benchmarks.judgement.world.Kind;
import io.badhop.benchmarks.judgement.world.Pool;
import io.badhop.benchmarks.judgement.world.Scenario;
import io.badhop.benchmarks.judgement.world.Settings;
import io.badhop.benchmarks.judgement.world.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Draws cases. The possible pairs of dialect and kind come in turn, in an order that the seed
 * shuffles, so that a set as large as the table holds all of them; the rest is left to chance.
 */
public final class Planner {

  /** 22 November 2026, 06:00 UTC. */
  private static final long BEGIN = 1_795_327_200_000_000L;

  private static final long SECOND = 1_000_000;
  private static final int QUIET_EVERY = 20;
  private static final int MOST_REQUESTS = 9_000;

  private record Pair(Dialect dialect, Kind kind) {}

  private final long seed;
  private final Facts facts;
  private final List<Pair> pairs;

  /** Cases of this seed. */
  public Planner(long seed, Facts facts) {
    this.seed = seed;
    this.facts = facts;
    this.pairs = shuffled();
  }

  private List<Pair> shuffled() {
    List<Pair> all = new ArrayList<>();
    for (Dialect dialect : Dialect.values()) {
      for (Kind kind : Kind.values()) {
        if (kind != Kind.CLIENT_LEFT && facts.possible(dialect, kind)) {
          all.add(new Pair(dialect, kind));
        }
      }
    }
    Dice dice = Dice.of(seed, -1);
    for (int i = all.size() - 1; i > 0; i--) {
      int j = dice.below(i + 1);
      Pair other = all.get(i);
      all.set(i, all.get(j));
      all.set(j, other);
    }
    return all;
  }

  /** Number of pairs of dialect and kind. */
  public int pairs() {
    return pairs.size();
  }

  /** The case of this number, 0 or more. */
  public Case draw(int index) {
    Dice dice = Dice.of(seed, index);
    if (index % QUIET_EVERY == QUIET_EVERY - 1) {
      return new Drawing(index, pairs.get(index % pairs.size()), dice).quiet();
    }
    return new Drawing(index, pairs.get(index % pairs.size()), dice).incident();
  }

  /** One case in the making. */
  private final class Drawing {
    final int index;
    final Kind kind;
    final Dice dice;
    final Dialect edge;
    final Dialect proxy;
    final Site site;
    final Scopes scopes;

    Drawing(int index, Pair pair, Dice dice) {
      this.index = index;
      this.kind = pair.kind();
      this.dice = dice;
      boolean byEdge = pair.dialect().isEdge();
      boolean reaches = kind.layer() == Kind.Layer.EDGE;
      this.proxy = !byEdge ? pair.dialect() : reaches ? anyProxy() : null;
      this.edge = byEdge ? pair.dialect() : anyEdge();
      this.site = site();
      this.scopes = new Scopes(site, dice);
    }

    private Dialect anyProxy() {
      return dice.oneOf(
          Dialect.NGINX_JSON,
          Dialect.NGINX_TIMED,
          Dialect.HAPROXY,
          Dialect.APACHE_JSON,
          Dialect.ENVOY_JSON,
          Dialect.CADDY,
          Dialect.TRAEFIK_JSON);
    }

    private Dialect anyEdge() {
      double draw = dice.uniform();
      if (draw < 0.4) {
        return null;
      }
      if (draw < 0.7) {
        return Dialect.CLOUDFLARE;
      }
      if (draw < 0.8 || proxy != Dialect.NGINX_JSON) {
        return Dialect.FASTLY;
      }
      return dice.oneOf(Dialect.CLOUDFRONT, Dialect.ALB);
    }

    private Site site() {
      boolean nginx = proxy != null && proxy.facts().equals("nginx");
      Pool.Platform main =
          kind == Kind.WORKER_TIMEOUT
              ? dice.oneOf(Pool.Platform.GUNICORN, Pool.Platform.UWSGI)
              : dice.oneOf(
                  Pool.Platform.JSON,
                  Pool.Platform.JSON,
                  Pool.Platform.PINO,
                  Pool.Platform.LOGBACK,
                  Pool.Platform.GUNICORN,
                  Pool.Platform.UWSGI);
      Pool.Platform second =
          dice.oneOf(Pool.Platform.JSON, Pool.Platform.PINO, Pool.Platform.LOGBACK);
      boolean socket = nginx && (kind == Kind.POOL_FULL || dice.chance(0.3) && !byName());
      Pool.Platform third = socket ? Pool.Platform.PHP_FPM : Pool.Platform.JSON;
      return Site.of(dice, List.of(main, second, third), socket);
    }

    private boolean byName() {
      return kind == Kind.DNS || kind == Kind.DNS_DRIFT;
    }

    Case incident() {
      boolean nginx = proxy != null && proxy.facts().equals("nginx");
      boolean gone = kind == Kind.REFUSED || kind == Kind.CONNECT_TIMEOUT;
      boolean retries = proxy != null && proxy != Dialect.HAPROXY && dice.chance(0.25);
      boolean passive = nginx && gone && retries && dice.chance(0.5);
      boolean active = proxy == Dialect.HAPROXY && gone && dice.chance(0.4);
      Scopes.Scope scope = scopes.of(kind, !retries && !active, nginx);
      double hit = scope.intensity() * scope.share();
      Timing timing = kind == Kind.TRAFFIC_STOPS ? Timing.ofSilence(dice) : new Timing(hit, dice);
      List<Fault> faults = new ArrayList<>();
      faults.add(scope.fault(kind, timing.from, timing.to));
      if (proxy != null && dice.chance(0.15)) {
        second(faults, timing, scope, nginx);
      }
      if (dice.chance(0.15)) {
        faults.add(
            new Fault(
                Kind.SCANNER,
                timing.from - 20 * SECOND,
                timing.from + 10 * SECOND,
                Set.of(),
                Set.of(),
                1));
      }
      Settings settings = settings(retries, passive, active);
      Scenario scenario =
          new Scenario(
              Dice.of(seed, index, 7).next(),
              site,
              settings,
              timing.begin,
              timing.end,
              timing.rate,
              false,
              true,
              faults);
      return made(scenario);
    }

    /** Another kind of trouble elsewhere at the same time. */
    private void second(List<Fault> faults, Timing timing, Scopes.Scope taken, boolean nginx) {
      Kind other = dice.oneOf(Kind.APP_500, Kind.RESPONSE_TIMEOUT, Kind.REFUSED, Kind.APP_503);
      if (other == kind || !facts.possible(proxy, other)) {
        return;
      }
      Scopes.Scope scope = scopes.of(other, false, nginx);
      boolean apart = !taken.routes().isEmpty() && !scope.routes().isEmpty();
      if (apart && scope.routes().stream().noneMatch(taken.routes()::contains)) {
        double failures = timing.rate * (timing.to - timing.from) / 1e6 * scope.share();
        if (failures * scope.intensity() > 30) {
          long later = Math.round(dice.between(0, (timing.to - timing.from) / 4.0));
          faults.add(scope.fault(other, timing.from + later, timing.to));
        }
      }
    }

    private Settings settings(boolean retries, boolean passive, boolean active) {
      long queue = proxy == Dialect.HAPROXY ? Math.round(dice.between(1, 2) * SECOND) : 0;
      long connect = Math.round(dice.between(1, 4)) * SECOND;
      long read = Math.round(dice.between(3, 8)) * SECOND;
      boolean direct = proxy == null;
      return new Settings(
          edge != null,
          proxy != null,
          edgeConnect(),
          direct ? edgeConnect() : connect,
          direct ? edgeRead() : read,
          queue,
          retries,
          passive,
          active,
          dice.oneOf(0.0, 0.25),
          0.6);
    }

    /** The vendors' times: Cloudflare 19 s, ALB and CloudFront 10 s, Fastly 1 s. */
    private long edgeConnect() {
      if (edge == null) {
        return 0;
      }
      return switch (edge) {
        case CLOUDFLARE -> 19 * SECOND;
        case FASTLY -> SECOND;
        default -> 10 * SECOND;
      };
    }

    /** Cloudflare 100 s, CloudFront 30 s, ALB 60 s unless it is set. */
    private long edgeRead() {
      return switch (edge) {
        case CLOUDFLARE -> 100 * SECOND;
        case ALB -> 60 * SECOND;
        default -> 30 * SECOND;
      };
    }

    private Case made(Scenario scenario) {
      String faults =
          scenario.faults().stream().map(f -> f.kind().name()).collect(Collectors.joining("+"));
      String name =
          (edge == null ? "" : edge + ">") + (proxy == null ? "apps" : proxy) + " " + faults;
      return new Case(seed, index, name, scenario, edge, proxy, logged(), dice.below(2));
    }

    private Case.Logged logged() {
      double draw = dice.uniform();
      double apps = draw < 0.6 ? 1 : draw < 0.72 ? 0.8 : draw < 0.82 ? 0.1 : 0;
      boolean skewed = dice.chance(0.35);
      boolean reached = kind.layer() == Kind.Layer.EDGE || proxy == null;
      boolean edgeToo = edge != null && (reached || dice.chance(0.85));
      return new Case.Logged(
          edgeToo,
          true,
          apps,
          skewed ? skew() : 0,
          skewed ? skew() : 0,
          skewed ? skew() : 0,
          dice.chance(0.2) ? 0.0005 : 0);
    }

    private long skew() {
      return Math.round(dice.between(-2.5, 2.5) * SECOND);
    }

    /** No fault that somebody has to be told. */
    Case quiet() {
      Kind harmless = dice.oneOf(Kind.SLOW, Kind.DEPLOY, Kind.SCANNER, Kind.SURGE, Kind.BAD_CLIENT);
      double rate = StrictMath.exp(dice.between(StrictMath.log(3), StrictMath.log(60)));
      long from = BEGIN + 120 * SECOND;
      long to = harmless == Kind.DEPLOY ? from + SECOND : from + 60 * SECOND;
      Scopes.Scope scope = scopes.of(harmless, true, false);
      Scenario scenario =
          new Scenario(
              Dice.of(seed, index, 7).next(),
              site,
              settings(harmless == Kind.DEPLOY, false, false),
              BEGIN,
              to + 120 * SECOND,
              rate,
              false,
              true,
              List.of(scope.fault(harmless, from, to)));
      return made(scenario);
    }
  }

  /** When it begins, how long it lasts, at which rate: enough failures, not too many requests. */
  private static final class Timing {
    private static final int FAILURES = 35;
    private static final double LONGEST_S = 900;

    /** Requests that go well afterwards, so that the end can be told. */
    private static final int AFTERWARDS = 30;

    final double rate;
    final long begin = BEGIN;
    final long from;
    final long to;
    final long end;

    private Timing(double rate, double before, double fault, double after) {
      this.rate = rate;
      this.from = begin + Math.round(before * SECOND);
      this.to = from + Math.round(fault * SECOND);
      this.end = to + Math.round(after * SECOND);
    }

    /**
     * Minutes of silence that no chance explains: hundreds of requests stay away. Ten minutes
     * before it show the rhythm that is broken.
     */
    static Timing ofSilence(Dice dice) {
      return new Timing(dice.between(5, 12), dice.between(600, 720), dice.between(60, 180), 120);
    }

    Timing(double hit, Dice dice) {
      double drawn = StrictMath.exp(dice.between(0, StrictMath.log(200)));
      double least = FAILURES / (hit * LONGEST_S);
      double slow = Math.max(drawn, least);
      double fault = Math.max(dice.between(30, 150), FAILURES / (hit * slow));
      double before = dice.between(60, 200);
      double after = Math.max(dice.between(60, 150), Math.min(600, AFTERWARDS / (hit * slow)));
      double most = MOST_REQUESTS / (before + fault + after);
      if (slow > most && most > least) {
        before = 45;
        after = Math.max(45, Math.min(600, AFTERWARDS / (hit * slow)));
        fault = Math.max(30, Math.min(fault, FAILURES * 3 / (hit * slow)));
        most = MOST_REQUESTS / (before + fault + after);
      }
      rate = Math.min(slow, Math.max(most, least));
      from = begin + Math.round(before * SECOND);
      to = from + Math.round(fault * SECOND);
      end = to + Math.round(after * SECOND);
    }
  }
}
