package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.FailureCell;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Two faults that begin together, with causes that one trouble with a machine may show as. */
class TwoFaultsTest {

  private static final List<String> REPORTS =
      List.of("shop/api/reports", "shop/api/reports/{id}", "shop/api/reports/new");
  private static final String REPORTS_MACHINE = "10.0.7.1:80";

  private final Traffic traffic = new Traffic();

  @Test
  void whatOtherMachinesServedIsASecondFault() {
    bothWell("10.0.0.1:80", REPORTS_MACHINE);
    for (int i = 0; i < 40; i++) {
      Traffic.PATHS.forEach(path -> fail(path, "10.0.0.1:80", "app", Cause.CONNECTION_RESET));
      if (i >= 8) {
        REPORTS.forEach(path -> fail(path, REPORTS_MACHINE, "reports", Cause.RESPONSE_TIMEOUT));
      }
      traffic.step();
    }
    assertThat(causes()).containsExactlyInAnyOrder(Cause.CONNECTION_RESET, Cause.RESPONSE_TIMEOUT);
    assertThat(ids()).hasSize(2);
  }

  @Test
  void thatAPoolHasNoMemberSaysNothingOfAnother() {
    bothWell("10.0.0.1:80", REPORTS_MACHINE);
    for (int i = 0; i < 40; i++) {
      Traffic.PATHS.forEach(path -> fail(path, "", "app", Cause.NO_HEALTHY_UPSTREAM));
      if (i >= 8) {
        REPORTS.forEach(path -> fail(path, REPORTS_MACHINE, "", Cause.APP_ERROR));
      }
      traffic.step();
    }
    assertThat(causes()).containsExactlyInAnyOrder(Cause.NO_HEALTHY_UPSTREAM, Cause.APP_ERROR);
  }

  @Test
  void whereNothingNamesMachinesARouteThatFailsInItsOwnWayIsASecondFault() {
    bothWell("", "");
    for (int i = 0; i < 40; i++) {
      Traffic.PATHS.forEach(path -> fail(path, "", "", Cause.CONNECTION_RESET));
      if (i >= 8) {
        REPORTS.forEach(path -> fail(path, "", "", Cause.RESPONSE_TIMEOUT));
        REPORTS.forEach(path -> fail(path, "", "", Cause.RESPONSE_TIMEOUT));
      }
      traffic.step();
    }
    assertThat(causes()).containsExactlyInAnyOrder(Cause.CONNECTION_RESET, Cause.RESPONSE_TIMEOUT);
    assertThat(ids()).hasSize(2);
  }

  @Test
  void whereNothingNamesMachinesWhatFailsInTwoWaysOnEachRouteIsOne() {
    bothWell("", "");
    for (int i = 0; i < 80; i++) {
      for (int route = 0; route < Traffic.PATHS.size(); route++) {
        Cause cause = (i + route) % 3 == 0 ? Cause.RESPONSE_TIMEOUT : Cause.CONNECTION_RESET;
        fail(Traffic.PATHS.get(route), "", "", cause);
      }
      traffic.step();
    }
    assertThat(ids()).hasSize(1);
  }

  @Test
  void machinesThatDidWellAfterTheOthersFailedAreASecondFaultThoughOfTheSameCause() {
    bothWell("10.0.0.1:80", REPORTS_MACHINE);
    for (int i = 0; i < 60; i++) {
      Traffic.PATHS.forEach(path -> fail(path, "10.0.0.1:80", "app", Cause.CONNECTION_REFUSED));
      for (String path : REPORTS) {
        if (i < 20) {
          traffic.ok(path, REPORTS_MACHINE, 2);
        } else {
          fail(path, REPORTS_MACHINE, "reports", Cause.CONNECTION_REFUSED);
        }
      }
      traffic.step();
    }
    assertThat(ids()).hasSize(2);
  }

  private void bothWell(String upstream, String reports) {
    for (int i = 0; i < 60; i++) {
      Traffic.PATHS.forEach(path -> traffic.ok(path, upstream, 2));
      REPORTS.forEach(path -> traffic.ok(path, reports, 2));
      traffic.step();
    }
  }

  private void fail(String path, String upstream, String pool, Cause cause) {
    FailureCell cell = traffic.cell(path, upstream, cause, Traffic.domain(cause), false);
    cell.setPool(pool);
    traffic.fail(cell);
  }

  private Set<String> ids() {
    return traffic.said.stream()
        .map(Escalation::getIncidentId)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Of each incident the last that was said. */
  private List<Cause> causes() {
    return ids().stream()
        .map(id -> traffic.said.stream().filter(e -> e.getIncidentId().equals(id)).toList())
        .map(life -> life.get(life.size() - 1).getCause())
        .toList();
  }
}
