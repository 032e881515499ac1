package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.CoverageCount;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.Reading;
import io.badhop.schemas.event.Refinement;
import io.badhop.schemas.event.Tier;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A record that is missing below decides a cause only where the tier below is logged in full. */
class AbsenceTest {

  private static final String UPSTREAM = "10.0.0.2:80";

  private final Traffic traffic = new Traffic();

  @Test
  void whereTheUpstreamIsLoggedInFullItIsEvidence() {
    traffic.taught(new CoverageCount(Tier.PROXY, "shop", UPSTREAM, 60L, 60L)).healthy(40);
    unknownFailures();

    assertThat(last()).isEqualTo(Cause.CONNECTION_REFUSED);
    assertThat(traffic.said.get(traffic.said.size() - 1).getEvidence())
        .contains("no record of it below");
  }

  @Test
  void whereOnlyAnotherUpstreamIsItIsNot() {
    traffic.taught(new CoverageCount(Tier.PROXY, "shop", "10.0.0.1:80", 6_000L, 6_000L));
    traffic.healthy(40);
    unknownFailures();

    assertThat(last()).isEqualTo(Cause.UNKNOWN);
  }

  @Test
  void whereALogIsSampledItIsNot() {
    traffic.taught(new CoverageCount(Tier.PROXY, "shop", UPSTREAM, 600L, 540L)).healthy(40);
    unknownFailures();

    assertThat(last()).isEqualTo(Cause.UNKNOWN);
  }

  @Test
  void theRecordThatComesAfterAllTakesTheEvidenceBack() {
    traffic.taught(new CoverageCount(Tier.PROXY, "shop", UPSTREAM, 60L, 60L)).healthy(40);
    unknownFailures();
    for (int i = 0; i < 5; i++) {
      Refinement amended = refinement(10, Cause.UNKNOWN, Cause.RESPONSE_TIMEOUT);
      amended.setWasIfCovered(Cause.CONNECTION_REFUSED);
      amended.setWasDomainIfCovered(FaultDomain.APP);
      traffic.refine(amended);
    }
    traffic.usual("").step();
    traffic.healthy(8);

    assertThat(last()).isEqualTo(Cause.RESPONSE_TIMEOUT);
    assertThat(traffic.stage2.counters().snapshot().refinementsUnmatched()).isZero();
  }

  /** Five in one slot; each is refined, with what holds where the tier below is logged in full. */
  private void unknownFailures() {
    for (int i = 0; i < 5; i++) {
      traffic.fail("shop/login", UPSTREAM, Cause.UNKNOWN);
    }
    traffic.usual(UPSTREAM).step();
    for (int i = 0; i < 5; i++) {
      Refinement refinement = refinement(1, Cause.UNKNOWN, Cause.UNKNOWN);
      refinement.setIfCovered(
          new Reading(
              Cause.CONNECTION_REFUSED, FaultDomain.APP, 0.9, List.of("no record of it below")));
      traffic.refine(refinement);
    }
    traffic.usual(UPSTREAM).step();
    for (int i = 0; i < 8; i++) {
      traffic.usual(UPSTREAM).step();
    }
  }

  private Refinement refinement(long slotsAgo, Cause was, Cause becomes) {
    return new Refinement(
        traffic.ago(slotsAgo),
        Tier.PROXY,
        was,
        FaultDomain.APP,
        false,
        cell(becomes),
        false,
        null,
        null,
        null);
  }

  private FailureCell cell(Cause cause) {
    return traffic.cell("shop/login", UPSTREAM, cause, FaultDomain.APP, false);
  }

  private Cause last() {
    return traffic.said.get(traffic.said.size() - 1).getCause();
  }
}
