package io.badhop.benchmarks.judgement.label;

import io.badhop.benchmarks.judgement.world.Fault;
import io.badhop.benchmarks.judgement.world.Handled;
import io.badhop.benchmarks.judgement.world.Kind;
import io.badhop.benchmarks.judgement.world.Request;
import io.badhop.benchmarks.judgement.world.Route;
import io.badhop.benchmarks.judgement.world.Server;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.FaultDomain;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Watches what happens and makes the labels of it. */
final class Observed {

  /** Fewer failures than that may be told and need not be. */
  private static final int FEW = 12;

  private static final long BEFORE_US = 2_000_000;
  private static final long AFTER_US = 12_000_000;

  private static final class Sum {
    long first = Long.MAX_VALUE;
    long last;
    int failed;
    final Set<String> ids = new HashSet<>();
  }

  private final Case one;
  private final Facts facts;
  private final List<Sum> sums = new ArrayList<>();
  private long requests;
  private long failed;

  Observed(Case one, Facts facts) {
    this.one = one;
    this.facts = facts;
    one.scenario().faults().forEach(fault -> sums.add(new Sum()));
  }

  void request(Handled handled) {
    requests++;
    if (!handled.failed()) {
      return;
    }
    failed++;
    List<Fault> faults = one.scenario().faults();
    for (int i = 0; i < faults.size(); i++) {
      Fault fault = faults.get(i);
      Sum sum = sums.get(i);
      long end = handled.outer().end();
      if (fault.equals(handled.fault())) {
        sum.failed++;
        sum.first = Math.min(sum.first, end);
        sum.last = Math.max(sum.last, end);
      }
      Route route = handled.request().route();
      boolean here = fault.isOf(route);
      if (here && end >= fault.from() - BEFORE_US && end <= fault.to() + AFTER_US) {
        sum.ids.addAll(ids(handled.request()));
      }
    }
  }

  private static List<String> ids(Request request) {
    String ray = request.ray();
    return List.of(
        request.id(),
        ray,
        ray + ray + "Qx7LmPq2rVwS8tYzABCD==",
        "1-69218a80-" + ray + ray.substring(0, 8),
        "69218a80" + ray + ray.substring(0, 8));
  }

  Generated result() {
    List<Label> labels = new ArrayList<>();
    for (int i = 0; i < sums.size(); i++) {
      labels.add(label(one.scenario().faults().get(i), sums.get(i)));
    }
    return new Generated(labels, requests, failed);
  }

  private Label label(Fault fault, Sum sum) {
    Kind kind = fault.kind();
    boolean harmless = Generator.isHarmless(kind);
    List<Server> servers = List.copyOf(fault.servers());
    boolean silence = kind == Kind.TRAFFIC_STOPS;
    boolean unnamed = silence || !one.teller(kind).namesServers() && !servers.isEmpty();
    long last = Math.max(fault.to(), sum.last);
    return new Label(
        kind.name(),
        !harmless && (silence || sum.failed >= FEW),
        fault.from() / 1000,
        last / 1000,
        one.logged().slack() / 1000,
        harmless ? EnumSet.noneOf(Cause.class) : causes(kind),
        harmless ? EnumSet.noneOf(FaultDomain.class) : hops(kind),
        servers,
        List.copyOf(fault.routes()),
        unnamed,
        silence || !one.teller(kind).hasIds(),
        sum.first == Long.MAX_VALUE ? fault.from() / 1000 : sum.first / 1000,
        silence ? fault.to() / 1000 : sum.last / 1000,
        sum.failed,
        Set.copyOf(sum.ids));
  }

  private Set<Cause> causes(Kind kind) {
    Set<Cause> causes = new HashSet<>(facts.causes(one.teller(kind), kind));
    if (kind == Kind.WORKER_TIMEOUT && one.logged().apps() < 1) {
      // Without the supervisor's word a worker that was ended is a connection that broke off.
      causes.add(Cause.PREMATURE_CLOSE);
      causes.add(Cause.CONNECTION_RESET);
    }
    return causes;
  }

  private Set<FaultDomain> hops(Kind kind) {
    Set<FaultDomain> hops = new HashSet<>(facts.hops(one.teller(kind), kind));
    boolean alone = one.proxy() == null && one.logged().apps() < 1;
    if (alone && hops.contains(FaultDomain.APP)) {
      // Without the application's own word an origin may be anything.
      hops.add(FaultDomain.PROXY);
      hops.add(FaultDomain.UNKNOWN);
    }
    return hops;
  }
}
