package io.badhop.benchmarks.latency;

import java.util.List;

/**
 * What traffic there is and what fails when. Each site has a path for each round; in its round
 * every request of the path is refused for a while.
 *
 * @param millis whether the access log says milliseconds, or seconds
 * @param rate requests a second over all sites
 * @param rounds failures a site has, one after the other
 */
record Plan(boolean millis, int rate, int rounds) {

  static final List<String> SITES = List.of("alder", "birch", "cedar", "damson", "elm", "fir");

  private static final List<String> PATHS =
      List.of(
          "/",
          "/basket",
          "/checkout",
          "/daily",
          "/events",
          "/faq",
          "/gifts",
          "/help",
          "/invoices",
          "/jobs",
          "/kitchen",
          "/login",
          "/media",
          "/news",
          "/offers",
          "/prices");

  /** Time in which baselines are learned and the virtual machines become warm. */
  private static final long WARM_UP_US = 60_000_000;

  static final long PERIOD_US = 15_000_000;
  private static final long FAILING_US = 4_000_000;

  /** Time for the last incident to be told. */
  private static final long TAIL_US = 8_000_000;

  Plan {
    if (rounds < 1 || rounds > PATHS.size() || rate < 1) {
      throw new IllegalArgumentException("1 to " + PATHS.size() + " rounds, rate of 1 or more");
    }
  }

  static Plan parse(String[] args) {
    return new Plan(args[0].equals("millis"), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
  }

  List<String> args() {
    return List.of(millis ? "millis" : "seconds", Integer.toString(rate), Integer.toString(rounds));
  }

  static String path(int round) {
    return PATHS.get(round);
  }

  static String upstream(int site, int round) {
    return "10.1." + site + "." + (round + 1) + ":8080";
  }

  /** When a failure begins, microseconds after the beginning; sites take turns. */
  long failsAt(int site, int round) {
    return WARM_UP_US + round * PERIOD_US + site * PERIOD_US / SITES.size();
  }

  boolean fails(int site, int round, long us) {
    long since = us - failsAt(site, round);
    return since >= 0 && since < FAILING_US;
  }

  long lengthUs() {
    return failsAt(SITES.size() - 1, rounds - 1) + FAILING_US + TAIL_US;
  }
}
