package io.badhop.benchmarks.judgement.label;

import io.badhop.benchmarks.judgement.dialect.Dialect;
import io.badhop.benchmarks.judgement.dialect.Journal;
import io.badhop.benchmarks.judgement.dialect.LogFiles;
import io.badhop.benchmarks.judgement.world.Dice;
import io.badhop.benchmarks.judgement.world.Happening;
import io.badhop.benchmarks.judgement.world.Kind;
import io.badhop.benchmarks.judgement.world.Scenario;
import io.badhop.benchmarks.judgement.world.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Lets a case happen and writes its logs. The same case gives the same bytes. */
public final class Generator {

  private final Facts facts;

  /** By a table of facts. */
  public Generator(Facts facts) {
    this.facts = facts;
  }

  /** Writes the logs into a folder, which is made. */
  public Generated write(Case one, Path folder) throws IOException {
    LogFiles logs = new LogFiles();
    Scenario scenario = one.scenario();
    List<Journal> journals = journals(one, logs);
    Dice losses = Dice.of(scenario.seed(), 4);
    Journal apps = one.logged().apps() > 0 ? apps(one, logs) : handled -> {};
    Observed observed = new Observed(one, facts);
    world(one)
        .run(
            handled -> {
              journals.forEach(journal -> journal.request(handled));
              if (losses.chance(one.logged().apps())) {
                apps.request(handled);
              }
              observed.request(handled);
            },
            happening -> {
              journals.forEach(journal -> journal.happening(happening));
              boolean kept = happening.what() != Happening.What.WORKER_KILLED || losses.chance(0.9);
              if (kept && one.logged().apps() > 0.5) {
                apps.happening(happening);
              }
            });
    logs.write(folder, one.logged().cut(), Dice.of(scenario.seed(), 5));
    return observed.result();
  }

  private static Journal apps(Case one, LogFiles logs) {
    return Dialect.applications(logs, one.scenario().site(), one.logged().appSkew(), one.edge());
  }

  private static List<Journal> journals(Case one, LogFiles logs) {
    List<Journal> journals = new ArrayList<>();
    Case.Logged logged = one.logged();
    if (one.edge() != null && logged.edge()) {
      journals.add(one.edge().open(logs, one.scenario().site(), logged.edgeSkew(), one.variant()));
    }
    if (one.proxy() != null && logged.proxy()) {
      journals.add(
          one.proxy().open(logs, one.scenario().site(), logged.proxySkew(), one.variant()));
    }
    return journals;
  }

  private World world(Case one) {
    return new World(
        one.scenario(),
        kind -> one.edge() == null ? 503 : facts.status(one.edge(), kind),
        kind -> one.proxy() == null ? 503 : facts.status(one.proxy(), kind));
  }

  /** Whether a kind of trouble is none that somebody has to be told. */
  static boolean isHarmless(Kind kind) {
    return kind.layer() == Kind.Layer.HARMLESS;
  }
}
