package io.badhop.benchmarks.judgement.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.benchmarks.judgement.label.Case;
import io.badhop.benchmarks.judgement.label.Generated;
import io.badhop.benchmarks.judgement.label.Label;
import io.badhop.benchmarks.judgement.world.Pool;
import io.badhop.benchmarks.judgement.world.Route;
import io.badhop.benchmarks.judgement.world.Server;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.Severity;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JudgeTest {

  private static final Server ONE = new Server("app", "app1", "10.0.1.21:8080", 1);
  private static final Server TWO = new Server("app", "app2", "10.0.1.22:8080", 2);
  private static final Pool POOL =
      new Pool("app", "http", Pool.Platform.JSON, "", List.of(ONE, TWO));
  private static final Route HOME = new Route("GET", "/", POOL, 1, 10);
  private static final Route ORDER = new Route("GET", "/orders/{n}", POOL, 1, 10);

  private static Label label(List<Server> servers, List<Route> routes) {
    return new Label(
        "REFUSED",
        true,
        100_000,
        160_000,
        0,
        Set.of(Cause.CONNECTION_REFUSED),
        Set.of(FaultDomain.APP),
        servers,
        routes,
        false,
        false,
        100_100,
        159_000,
        50,
        Set.of("id1"));
  }

  private static final Label OF_ONE = label(List.of(ONE), List.of(HOME, ORDER));

  private static Escalation said(String id, int sequence, long atMs, Severity severity) {
    Escalation said = new Escalation();
    said.setIncidentId(id);
    said.setSequence(sequence);
    said.setEventTimeMs(atMs);
    said.setSeverity(severity);
    said.setPhase(Phase.UPDATED);
    said.setCause(Cause.CONNECTION_REFUSED);
    said.setFaultDomain(FaultDomain.APP);
    said.setConfidence(0.9);
    said.setKey(new Key(KeyKind.UPSTREAM, ONE.address()));
    said.setExplains(List.of());
    said.setRequestIds(List.of("id1"));
    return said;
  }

  private static Judged judge(Label label, Escalation... said) {
    Case none = new Case(1, 1, "", null, null, null, Case.Logged.ALL, 0);
    return Judge.judge(none, new Generated(List.of(label), 100, 50), List.of(said));
  }

  @Test
  void aLoudIncidentInTheWindowIsFound() {
    Judged judged =
        judge(
            OF_ONE, said("a", 0, 101_000, Severity.WARNING), said("a", 1, 102_000, Severity.MAJOR));

    Row row = judged.rows().get(0);
    assertThat(row.found() && row.cause() && row.hop() && row.key() && row.proof()).isTrue();
    assertThat(row.delaySeconds()).isEqualTo(1.9);
    assertThat(judged.extra()).isEmpty();
  }

  @Test
  void aWarningTellsNobody() {
    Judged judged = judge(OF_ONE, said("a", 0, 101_000, Severity.WARNING));

    assertThat(judged.rows().get(0).found()).isFalse();
    assertThat(judged.extra()).isEmpty();
  }

  @Test
  void whatStandsFiveSecondsLaterCounts() {
    Escalation corrected = said("a", 1, 106_000, Severity.MAJOR);
    Escalation tooLate = said("a", 2, 106_500, Severity.MAJOR);
    Escalation first = said("a", 0, 101_000, Severity.MAJOR);
    first.setCause(Cause.UNKNOWN);
    tooLate.setCause(Cause.UNKNOWN);

    assertThat(judge(OF_ONE, first, corrected, tooLate).rows().get(0).cause()).isTrue();
  }

  @Test
  void aSecondIncidentForOneFaultIsExtra() {
    Judged judged =
        judge(OF_ONE, said("a", 0, 101_000, Severity.MAJOR), said("b", 0, 103_000, Severity.MAJOR));

    assertThat(judged.rows().get(0).incident().at()).isEqualTo(101_000);
    assertThat(judged.extra()).hasSize(1);
  }

  @Test
  void theWindowIsTwelveSecondsLongerThanTheFault() {
    assertThat(judge(OF_ONE, said("a", 0, 172_000, Severity.MAJOR)).rows().get(0).found()).isTrue();
    Judged late = judge(OF_ONE, said("a", 0, 172_001, Severity.MAJOR));
    assertThat(late.rows().get(0).found()).isFalse();
    assertThat(late.extra()).hasSize(1);
  }

  @Test
  void neitherCauseNorKeyRightIsNotFound() {
    Escalation wrong = said("a", 0, 101_000, Severity.MAJOR);
    wrong.setCause(Cause.DNS_FAILURE);
    wrong.setKey(new Key(KeyKind.PATH, "www.acme.example/login"));

    assertThat(judge(OF_ONE, wrong).rows().get(0).found()).isFalse();
  }

  @Test
  void oneInstanceIsNamedByItsAddressAndAPoolByTheWhole() {
    Escalation upstream = said("a", 0, 101_000, Severity.MAJOR);
    Escalation pool = said("a", 0, 101_000, Severity.MAJOR);
    pool.setKey(new Key(KeyKind.POOL, "app"));
    Label whole = label(List.of(ONE, TWO), List.of(HOME, ORDER));

    assertThat(Keys.right(upstream, OF_ONE)).isTrue();
    assertThat(Keys.right(pool, OF_ONE)).isFalse();
    assertThat(Keys.right(upstream, whole)).isFalse();
    assertThat(Keys.right(pool, whole)).isTrue();
  }

  @Test
  void aPathIsNamedByItsTemplate() {
    Label path = label(List.of(ONE, TWO), List.of(ORDER));
    Escalation right = said("a", 0, 101_000, Severity.MAJOR);
    right.setKey(new Key(KeyKind.PATH, "www.acme.example/orders/{id}"));
    Escalation wrong = said("a", 0, 101_000, Severity.MAJOR);
    wrong.setKey(new Key(KeyKind.PATH, "www.acme.example/login"));

    assertThat(Keys.right(right, path)).isTrue();
    assertThat(Keys.right(wrong, path)).isFalse();
  }
}
