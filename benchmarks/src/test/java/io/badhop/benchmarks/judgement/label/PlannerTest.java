package io.badhop.benchmarks.judgement.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.benchmarks.judgement.dialect.Dialect;
import io.badhop.benchmarks.judgement.world.Fault;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlannerTest {

  private static final Planner PLANNER = new Planner(1, Facts.read());

  @Test
  void aSetHasAllDialectsMixesGapsSkewsAndRates() {
    List<Case> cases = IntStream.range(0, 300).mapToObj(PLANNER::draw).toList();

    Set<Dialect> dialects = EnumSet.noneOf(Dialect.class);
    cases.stream()
        .flatMap(c -> java.util.stream.Stream.of(c.edge(), c.proxy()))
        .filter(d -> d != null)
        .forEach(dialects::add);
    assertThat(dialects).isEqualTo(EnumSet.allOf(Dialect.class));
    assertThat(cases).anyMatch(c -> loud(c) > 1);
    assertThat(cases).anyMatch(c -> loud(c) == 0);
    assertThat(cases).anyMatch(c -> c.logged().apps() == 0.1);
    assertThat(cases).anyMatch(c -> c.logged().apps() == 0.8);
    assertThat(cases).anyMatch(c -> c.logged().apps() == 0);
    assertThat(cases).anyMatch(c -> c.edge() != null && !c.logged().edge());
    assertThat(cases).anyMatch(c -> Math.abs(c.logged().proxySkew()) > 1_000_000);
    assertThat(cases).anyMatch(c -> c.logged().cut() > 0);
    assertThat(cases).anyMatch(c -> c.scenario().rate() < 3);
    assertThat(cases).anyMatch(c -> c.scenario().rate() > 60);
  }

  private static long loud(Case one) {
    return one.scenario().faults().stream()
        .map(Fault::kind)
        .filter(kind -> !Generator.isHarmless(kind))
        .count();
  }
}
