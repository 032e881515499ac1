package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.FailureCell;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.Phase;
import org.junit.jupiter.api.Test;

/** An address that took the place of one that answered: a name that drifted, or a wrong setting. */
class MovedAddressTest {

  private static final int MINUTE = 240;

  private final Traffic traffic = new Traffic();

  @Test
  void anAddressThatTookThePlaceOfOneOutsideOfPoolsIsADriftedName() {
    recommends(2 * MINUTE, "10.0.5.1:80", "");
    recommends(12, "", "10.0.9.9:80");

    assertThat(last().getCause()).isEqualTo(Cause.DNS_DRIFT);
    assertThat(last().getFaultDomain()).isEqualTo(FaultDomain.UPSTREAM_LINK);
  }

  @Test
  void aPoolThatIsSeldomAskedHasNotGivenItsTrafficToADriftedName() {
    for (int i = 0; i < 2 * MINUTE; i++) {
      if (i % 40 == 0) {
        traffic.ok("shop/seldom", Traffic.UPSTREAMS.get(0), 1);
      }
      recommends(1, "10.0.5.1:80", "");
    }
    recommends(20, "", "10.0.9.9:80");

    assertThat(last().getCause()).isEqualTo(Cause.DNS_DRIFT);
  }

  @Test
  void aNameGivesNoOtherPort() {
    recommends(2 * MINUTE, "10.0.5.1:80", "");
    recommends(12, "", "10.0.5.1:81");

    assertThat(last().getCause()).isEqualTo(Cause.WRONG_UPSTREAM_ADDRESS);
    assertThat(last().getFaultDomain()).isEqualTo(FaultDomain.PROXY);
  }

  @Test
  void anAddressThatTookThePlaceOfAWholePoolIsAWrongOne() {
    traffic.healthy(2 * MINUTE);
    for (int i = 0; i < 12; i++) {
      Traffic.PATHS.forEach(
          path -> traffic.fail(unpooled(path, "10.0.9.9:80", Cause.CONNECT_TIMEOUT)));
      traffic.step();
    }

    assertThat(last().getCause()).isEqualTo(Cause.WRONG_UPSTREAM_ADDRESS);
    assertThat(last().getFaultDomain()).isEqualTo(FaultDomain.PROXY);
  }

  @Test
  void aDriftedNameThatLeadsBackWasOneAllTheSame() {
    recommends(2 * MINUTE, "10.0.5.1:80", "");
    recommends(60, "", "10.0.9.9:80");
    recommends(6, "10.0.5.1:80", "10.0.9.9:80");
    recommends(60, "10.0.5.1:80", "");

    assertThat(last().getPhase()).isEqualTo(Phase.RESOLVED);
    assertThat(traffic.said).extracting(Escalation::getCause).containsOnly(Cause.DNS_DRIFT);
  }

  @Test
  void whatWasThereBeforeIsKnownAlsoWhenTheOutageHasLastedForLongerThanHistories() {
    recommends(2 * MINUTE, "10.0.5.1:80", "");
    recommends(100 * MINUTE, "", "10.0.9.9:80");

    assertThat(traffic.said).extracting(Escalation::getCause).containsOnly(Cause.DNS_DRIFT);
    assertThat(last().getEvidence())
        .anyMatch(words -> words.contains("these requests went to 10.0.5.1:80"));
  }

  @Test
  void itIsForgottenWhenTheNewAddressAnswers() {
    recommends(2 * MINUTE, "10.0.5.1:80", "");
    recommends(10 * MINUTE, "", "10.0.9.9:80");
    recommends(2 * MINUTE, "10.0.9.9:80", "10.0.9.9:80");

    assertThat(last().getCause()).isEqualTo(Cause.CONNECTION_REFUSED);
  }

  /** Slots of a service that no pool holds, each with a request to the addresses that are given. */
  private void recommends(int slots, String well, String refused) {
    for (int i = 0; i < slots; i++) {
      if (!well.isEmpty()) {
        traffic.okOutsideOfPools("shop/recs", well, 1);
      }
      if (!refused.isEmpty()) {
        traffic.fail(unpooled("shop/recs", refused, Cause.CONNECTION_REFUSED));
      }
      traffic.step();
    }
  }

  private FailureCell unpooled(String path, String upstream, Cause cause) {
    FailureCell cell = traffic.cell(path, upstream, cause, Traffic.domain(cause), false);
    cell.setPool("");
    return cell;
  }

  private Escalation last() {
    return traffic.said.get(traffic.said.size() - 1);
  }
}
