package io.badhop.benchmarks.judgement.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.benchmarks.judgement.label.Case;
import io.badhop.benchmarks.judgement.label.Facts;
import io.badhop.benchmarks.judgement.label.Generator;
import io.badhop.benchmarks.judgement.world.Dice;
import io.badhop.benchmarks.judgement.world.Fault;
import io.badhop.benchmarks.judgement.world.Kind;
import io.badhop.benchmarks.judgement.world.Pool;
import io.badhop.benchmarks.judgement.world.Scenario;
import io.badhop.benchmarks.judgement.world.Settings;
import io.badhop.benchmarks.judgement.world.Site;
import io.badhop.ingest.ship.Accounting;
import io.badhop.ingest.ship.EventReader;
import io.badhop.ingest.ship.LogFile;
import io.badhop.ingest.ship.LogSet;
import io.badhop.ingest.ship.LogSetOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DialectsTest {

  private static final Facts FACTS = Facts.read();
  private static final long BEGIN = 1_795_327_200_000_000L;
  private static final long SECOND = 1_000_000;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void badhopReadsEveryLineOfADialect(Dialect dialect) throws Exception {
    new Generator(FACTS).write(everything(dialect), folder);

    LogSet set = LogSet.open(List.of(folder), LogSetOptions.DEFAULT);

    assertThat(set.unrecognised()).isEmpty();
    for (LogFile file : set.files()) {
      read(set, file).forEach(DialectsTest::holds);
    }
  }

  private static void holds(String file, Accounting accounting) {
    assertThat(accounting.rejectedBy()).as(file).isEmpty();
    // What a server says of itself is no request; an access log has nothing of that.
    boolean access = !file.matches(".*(error|runtime|traefik|fpm|gunicorn|haproxy|uwsgi).*");
    if (access) {
      assertThat(accounting.skippedBy().keySet()).as(file).isSubsetOf(Set.of("comment"));
    }
    assertThat(accounting.lines()).as(file).isPositive();
  }

  private static Map<String, Accounting> read(LogSet set, LogFile file) throws Exception {
    try (EventReader reader = set.reader(file)) {
      while (reader.next() != null) {
        // Only what becomes of the lines matters here.
      }
      return reader.accountingByFile();
    }
  }

  /** Every kind of trouble that the dialect has, one after the other. */
  private static Case everything(Dialect dialect) {
    Site site =
        Site.of(
            Dice.of(5),
            List.of(Pool.Platform.GUNICORN, Pool.Platform.PINO, Pool.Platform.JSON),
            false);
    List<Fault> faults = new ArrayList<>();
    long at = BEGIN + 5 * SECOND;
    for (Kind kind : Kind.values()) {
      boolean tiers = kind.layer() != Kind.Layer.EDGE || dialect.isEdge();
      if (tiers && FACTS.possible(dialect, kind) && kind != Kind.POOL_FULL) {
        faults.add(new Fault(kind, at, at + SECOND, Set.of(), Set.of(), 0.7));
        at += 2 * SECOND;
      }
    }
    boolean edge = dialect.isEdge();
    Settings settings =
        new Settings(
            edge, true, SECOND, SECOND / 5, 3 * SECOND, SECOND, false, false, false, 0.2, 0.5);
    Scenario scenario =
        new Scenario(9, site, settings, BEGIN, at + 5 * SECOND, 40, false, true, faults);
    Dialect proxy = edge ? Dialect.NGINX_JSON : dialect;
    return new Case(9, 0, "", scenario, edge ? dialect : null, proxy, Case.Logged.ALL, 1);
  }
}
