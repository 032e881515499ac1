package io.badhop.benchmarks.judgement.label;

import io.badhop.benchmarks.judgement.dialect.Dialect;
import io.badhop.benchmarks.judgement.world.Dice;
import io.badhop.benchmarks.judgement.world.Fault;
import io.badhop.benchmarks.judgement.world.Kind;
import io.badhop.benchmarks.judgement.world.Pool;
import io.badhop.benchmarks.judgement.world.Scenario;
import io.badhop.benchmarks.judgement.world.Server;
import io.badhop.benchmarks.judgement.world.Settings;
import io.badhop.benchmarks.judgement.world.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Weeks of normal traffic: the rhythm of days, deployments one instance after the other, surges,
 * scanners, clients that leave or send nonsense, planned answers of 503, slow hours, and what fails
 * by chance. Nobody has to be told of any of it.
 */
public final class Weeks {

  private static final long SECOND = 1_000_000;
  private static final long HOUR = 3_600 * SECOND;
  private static final long DAY = 24 * HOUR;

  /** Monday, 16 November 2026, 00:00 UTC. */
  private static final long MONDAY = 1_794_787_200_000_000L;

  private static final List<Dialect> PROXIES =
      List.of(Dialect.NGINX_JSON, Dialect.HAPROXY, Dialect.ENVOY_JSON);

  private Weeks() {}

  /** A week behind each of three proxies. */
  public static List<Case> of(long seed) {
    List<Case> weeks = new ArrayList<>();
    for (int i = 0; i < PROXIES.size(); i++) {
      weeks.add(week(seed, i, PROXIES.get(i)));
    }
    return weeks;
  }

  private static Case week(long seed, int index, Dialect proxy) {
    Dice dice = Dice.of(seed, 100 + index);
    List<Pool.Platform> platforms =
        List.of(Pool.Platform.JSON, Pool.Platform.PINO, Pool.Platform.LOGBACK);
    Site site = Site.of(dice, platforms, false);
    Settings settings =
        new Settings(
            true, true, 19 * SECOND, 2 * SECOND, 5 * SECOND, SECOND, true, false, false, 0.25, 0.6);
    Scenario scenario =
        new Scenario(
            dice.next(),
            site,
            settings,
            MONDAY,
            MONDAY + 7 * DAY,
            2,
            true,
            true,
            faults(site, dice));
    return new Case(
        seed,
        index,
        "week of " + Dialect.CLOUDFLARE + ">" + proxy,
        scenario,
        Dialect.CLOUDFLARE,
        proxy,
        Case.Logged.ALL,
        1);
  }

  private static List<Fault> faults(Site site, Dice dice) {
    List<Fault> faults = new ArrayList<>();
    for (long day = MONDAY; day < MONDAY + 7 * DAY; day += DAY) {
      deployment(faults, site, day + Math.round(dice.between(8, 17) * HOUR), dice);
      all(faults, Kind.SURGE, day + Math.round(dice.between(9, 20) * HOUR), 600, 1);
      all(faults, Kind.SCANNER, day + Math.round(dice.between(0, 23) * HOUR), 300, 1);
      all(faults, Kind.BAD_CLIENT, day + Math.round(dice.between(0, 23) * HOUR), 600, 0.03);
      faults.add(
          new Fault(
              Kind.SLOW,
              day + 2 * HOUR,
              day + 2 * HOUR + 1_200 * SECOND,
              Set.of(),
              Set.copyOf(site.routesOf(site.pools().get(0))),
              1));
      long night = day + 3 * HOUR;
      faults.add(
          new Fault(
              Kind.MAINTENANCE,
              night,
              night + 900 * SECOND,
              Set.of(),
              Set.copyOf(site.routesOf(site.pools().get(2))),
              1));
    }
    return faults;
  }

  /** One instance after the other is gone for less than two seconds. */
  private static void deployment(List<Fault> faults, Site site, long from, Dice dice) {
    long at = from;
    Pool pool = site.pools().get(0);
    for (Server server : pool.servers()) {
      long gone = Math.round(dice.between(0.4, 1.6) * SECOND);
      faults.add(
          new Fault(
              Kind.DEPLOY, at, at + gone, Set.of(server), Set.copyOf(site.routesOf(pool)), 1));
      at += 20 * SECOND;
    }
  }

  private static void all(
      List<Fault> faults, Kind kind, long from, long seconds, double intensity) {
    faults.add(new Fault(kind, from, from + seconds * SECOND, Set.of(), Set.of(), intensity));
  }
}
