package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.Severity;
import org.junit.jupiter.api.Test;

/** Failures that nobody is to be woken for. */
class SilentWhenItShouldBeTest {

  private final Traffic traffic = new Traffic();

  @Test
  void oneBadClientIsForInformation() {
    strayFailures();
    for (int i = 0; i < 40; i++) {
      failsFor("192.0.2.66").usual("").step();
    }
    assertThat(traffic.said)
        .isNotEmpty()
        .extracting(Escalation::getSeverity)
        .containsOnly(Severity.INFO);
    assertThat(last().getEvidence()).anyMatch(words -> words.contains("of one client"));
  }

  @Test
  void itIsTheSitesTroubleWhenASecondClientMeetsIt() {
    strayFailures();
    for (int i = 0; i < 40; i++) {
      failsFor("192.0.2." + (i < 10 ? 66 : 66 + i)).usual("").step();
    }
    assertThat(last().getSeverity()).isGreaterThanOrEqualTo(Severity.MINOR);
  }

  @Test
  void oneClientOfAPathThatFailsAltogetherIsNotToBlame() {
    strayFailures();
    for (int i = 0; i < 40; i++) {
      FailureCell cell =
          traffic.cell("shop/export", "10.0.0.1:80", Cause.APP_ERROR, appError(), false);
      cell.getExemplars().get(0).setClientIp("192.0.2.66");
      traffic.fail(cell).usual("").step();
    }
    assertThat(last().getSeverity()).isGreaterThanOrEqualTo(Severity.MINOR);
  }

  @Test
  void aLogThatShowsOneAddressForAllClientsProvesNothing() {
    traffic.healthy(240);
    for (int i = 0; i < 40; i++) {
      failsFor("10.1.1.1").usual("").step();
    }
    assertThat(last().getSeverity()).isGreaterThanOrEqualTo(Severity.MINOR);
  }

  /** One in a thousand fails, of one client and another. */
  private void strayFailures() {
    for (int i = 0; i < 6; i++) {
      traffic.fail(Traffic.PATHS.get(i % 5), Traffic.UPSTREAMS.get(i % 3), Cause.APP_ERROR);
      traffic.healthy(60);
    }
  }

  private Traffic failsFor(String client) {
    FailureCell cell = traffic.cell("shop/cart", "10.0.0.1:80", Cause.APP_ERROR, appError(), false);
    cell.getExemplars().get(0).setClientIp(client);
    return traffic.fail(cell);
  }

  private static FaultDomain appError() {
    return Traffic.domain(Cause.APP_ERROR);
  }

  private Escalation last() {
    return traffic.said.get(traffic.said.size() - 1);
  }
}
