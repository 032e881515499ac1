package io.badhop.benchmarks.judgement.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.benchmarks.judgement.dialect.Dialect;
import io.badhop.benchmarks.judgement.world.Kind;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.FaultDomain;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FactsTest {

  private static final Facts FACTS = Facts.read();

  @Test
  void aDialectSaysWhereItDiffersFromTheRest() {
    assertThat(FACTS.status(Dialect.NGINX_JSON, Kind.REFUSED)).isEqualTo(502);
    assertThat(FACTS.status(Dialect.HAPROXY, Kind.REFUSED)).isEqualTo(503);
    assertThat(FACTS.causes(Dialect.NGINX_JSON, Kind.GARBAGE)).containsOnly(Cause.INVALID_RESPONSE);
    // PH is both in HAProxy's log.
    assertThat(FACTS.causes(Dialect.HAPROXY, Kind.GARBAGE))
        .containsOnly(Cause.INVALID_RESPONSE, Cause.HEADER_TOO_LARGE);
    assertThat(FACTS.hops(Dialect.APACHE_JSON, Kind.CONNECT_TIMEOUT))
        .containsOnly(FaultDomain.UPSTREAM_LINK);
  }

  @Test
  void whatLeavesNoWordCannotHappen() {
    assertThat(FACTS.possible(Dialect.TRAEFIK_COMMON, Kind.RATE_LIMIT)).isFalse();
    assertThat(FACTS.possible(Dialect.FASTLY, Kind.APP_500)).isFalse();
  }

  @Test
  void everyKindOfTroubleHappensSomewhereAndEveryDialectHasSome() {
    Set<Kind> somewhere = EnumSet.noneOf(Kind.class);
    for (Dialect dialect : Dialect.values()) {
      Set<Kind> here = EnumSet.noneOf(Kind.class);
      for (Kind kind : Kind.values()) {
        if (kind.layer() != Kind.Layer.HARMLESS && FACTS.possible(dialect, kind)) {
          here.add(kind);
        }
      }
      assertThat(here).as(dialect.name()).hasSizeGreaterThanOrEqualTo(3);
      somewhere.addAll(here);
    }
    Set<Kind> trouble = EnumSet.noneOf(Kind.class);
    for (Kind kind : Kind.values()) {
      if (kind.layer() != Kind.Layer.HARMLESS) {
        trouble.add(kind);
      }
    }
    assertThat(somewhere).isEqualTo(trouble);
  }
}
