package io.badhop.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.FailureCell;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One fault of several members of a pool, some of whose failures show late or not at all. */
class OneFaultOnMembersTest {

  private static final String PAY = "www/api/pay/{id}";
  private static final String ONE = "10.0.0.1:80";
  private static final String OTHER = "10.0.0.2:80";
  private static final long TIMEOUT_US = 6_000_000;

  /** Slots until a time-out shows. */
  private static final int TIMEOUT = 24;

  private final Traffic traffic = new Traffic();

  @Test
  void whatRetriesHideLaterOnAMemberThatUsersSawFailBelongsToThat() {
    payFails(List.of(ONE, OTHER));
    hiddenOn(OTHER);

    assertThat(ids()).isEqualTo(1);
  }

  @Test
  void whatTheyHideOnAMemberThatFailedNobodyIsAnother() {
    payFails(List.of(ONE));
    hiddenOn(OTHER);

    assertThat(ids()).isEqualTo(2);
  }

  @Test
  void whatIsTriedTwiceShowsItsTimeoutsLaterAndBeganWithTheRest() {
    timeouts(2 * TIMEOUT_US);

    assertThat(ids()).isEqualTo(1);
  }

  @Test
  void whatWaitedNoLongerAndShowsLaterIsAnother() {
    timeouts(TIMEOUT_US);

    assertThat(ids()).isEqualTo(2);
  }

  private void payFails(List<String> members) {
    traffic.healthy(60);
    for (int i = 0; i < 80; i++) {
      traffic.usual("");
      if (i % 8 == 7) {
        traffic.fail(PAY, members.get(i / 8 % members.size()), Cause.INVALID_RESPONSE);
      }
      traffic.step();
    }
  }

  private void hiddenOn(String member) {
    for (int i = 0; i < 4; i++) {
      traffic.usual("").hidden(PAY, member, Cause.INVALID_RESPONSE).step();
    }
  }

  /** One member lets orders wait; the other shows that it fails when a time-out has passed. */
  private void timeouts(long waitedByOther) {
    traffic.healthy(60);
    for (int i = 0; i < 2 * TIMEOUT; i++) {
      traffic.usual("");
      if (i % 4 == 0) {
        timeout(PAY, ONE, TIMEOUT_US);
      }
      if (i >= TIMEOUT) {
        Traffic.PATHS.forEach(path -> timeout(path, OTHER, waitedByOther));
      }
      traffic.step();
    }
  }

  private void timeout(String path, String upstream, long waited) {
    Cause cause = Cause.RESPONSE_TIMEOUT;
    FailureCell cell = traffic.cell(path, upstream, cause, Traffic.domain(cause), false);
    cell.setMinDurationUs(waited);
    cell.setMaxDurationUs(waited);
    traffic.fail(cell);
  }

  private long ids() {
    return traffic.said.stream().map(Escalation::getIncidentId).distinct().count();
  }
}
