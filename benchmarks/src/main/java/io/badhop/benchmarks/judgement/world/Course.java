package io.badhop.benchmarks.judgement.world;

import java.util.ArrayList;
import java.util.List;

/** What happens to processes because of the faults of a scenario. */
final class Course {

  private static final long CHECK_US = 2_000_000;

  private final Scenario scenario;
  private final List<Happening> happenings = new ArrayList<>();

  private Course(Scenario scenario) {
    this.scenario = scenario;
  }

  /** In no particular order. */
  static List<Happening> of(Scenario scenario) {
    Course course = new Course(scenario);
    for (Pool pool : scenario.site().pools()) {
      for (Server server : pool.servers()) {
        course.add(scenario.from() + 100_000, Happening.What.STARTED, server, "");
      }
    }
    Dice dice = Dice.of(scenario.seed(), 3);
    for (Fault fault : scenario.faults()) {
      course.add(fault, dice);
    }
    return course.happenings;
  }

  private void add(long time, Happening.What what, Server server, String detail) {
    int pid = server == null ? 900 : server.pid();
    happenings.add(new Happening(time, what, server, pid, detail));
  }

  private void add(Fault fault, Dice dice) {
    switch (fault.kind()) {
      case REFUSED -> gone(fault, dice.chance(0.5), "Layer4 connection problem");
      case UNREACHABLE, CONNECT_TIMEOUT -> checks(fault, "Layer4 timeout");
      case DEPLOY -> gone(fault, true, "Layer4 connection problem");
      case WRONG_ADDRESS -> {
        add(fault.from() - 300_000, Happening.What.RELOADED, null, "");
        add(fault.to() - 300_000, Happening.What.RELOADED, null, "");
      }
      case POOL_FULL -> every(fault, 3_000_000, Happening.What.POOL_FULL);
      case PROXY_FULL -> every(fault, 5_000_000, Happening.What.PROXY_FULL);
      default -> {}
    }
  }

  private List<Server> servers(Fault fault) {
    List<Server> servers = new ArrayList<>();
    for (Pool pool : scenario.site().pools()) {
      boolean routed = scenario.site().routesOf(pool).stream().anyMatch(fault::isOf);
      pool.servers().stream()
          .filter(server -> routed && fault.servers().isEmpty() || fault.servers().contains(server))
          .forEach(servers::add);
    }
    return servers;
  }

  private void gone(Fault fault, boolean told, String why) {
    for (Server server : servers(fault)) {
      if (told) {
        add(fault.from() - 50_000, Happening.What.STOPPING, server, "");
      }
      add(fault.to() - 20_000, Happening.What.STARTED, server, "");
    }
    checks(fault, why);
  }

  private void checks(Fault fault, String why) {
    if (!scenario.settings().active()) {
      return;
    }
    List<Server> servers = servers(fault);
    for (int i = 0; i < servers.size(); i++) {
      Server server = servers.get(i);
      add(fault.from() + CHECK_US + 1000L * i, Happening.What.DOWN, server, why);
      add(fault.to() + CHECK_US + 1000L * i, Happening.What.UP, server, "");
    }
    for (Pool pool : scenario.site().pools()) {
      if (servers.containsAll(pool.servers())) {
        long at = fault.from() + CHECK_US + 1000L * servers.size();
        add(at, Happening.What.EMPTY_POOL, pool.servers().get(0), "");
      }
    }
  }

  private void every(Fault fault, long step, Happening.What what) {
    for (long time = fault.from() + 200_000; time < fault.to(); time += step) {
      if (what == Happening.What.PROXY_FULL) {
        add(time, what, null, "");
      } else {
        for (Server server : servers(fault)) {
          add(time, what, server, "");
        }
      }
    }
  }

  /** Whether health checks have the server out at this time. */
  static boolean isOut(Scenario scenario, Fault fault, long time) {
    boolean seen =
        switch (fault.kind()) {
          case REFUSED, UNREACHABLE, CONNECT_TIMEOUT -> true;
          default -> false;
        };
    return seen
        && scenario.settings().active()
        && time >= fault.from() + CHECK_US
        && time < fault.to() + CHECK_US;
  }
}
