package io.badhop.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What of a log is still on its way. */
class InboxTest {
  private static final Instant START = Instant.parse("2026-11-22T06:00:00Z");
  private final Inbox inbox = new Inbox(1000);

  @Test
  void aSenderThatIsSteadilyOverItsLimitHoldsItsLogBackByNoMoreThanAMinute() {
    inbox.limit("app", START);
    assertThat(inbox.outstanding("app", START.plusSeconds(20))).contains(START);
    for (int second = 1; second <= 3600; second++) {
      inbox.limit("app", START.plusSeconds(second));
    }
    Instant now = START.plusSeconds(3600);
    assertThat(inbox.outstanding("app", now)).contains(now.minusSeconds(60));
    assertThat(inbox.outstanding("app", now.plusSeconds(61))).isEmpty();
    assertThat(inbox.limited()).isEqualTo(3601);
  }

  @Test
  void whatIsRefusedForHoursIsWaitedForFromTheFirst() {
    for (int second = 0; second <= 3600; second += 30) {
      inbox.refuse("app", START.plusSeconds(second));
      inbox.limit("app", START.plusSeconds(second));
    }
    assertThat(inbox.outstanding("app", START.plusSeconds(3650))).contains(START);
    assertThat(inbox.outstanding("other", START.plusSeconds(3650))).isEmpty();
    assertThat(inbox.outstanding("app", START.plusSeconds(3661))).isEmpty();
  }

  @Test
  void theEarliestOfWhatWaitsHereAndWhatWasRefusedCounts() {
    inbox.offer(new Batch("app", new byte[] {'x'}, 0, START));
    inbox.refuse("app", START.plusSeconds(5));
    assertThat(inbox.outstanding("app", START.plusSeconds(6))).contains(START);
    inbox.poll();
    assertThat(inbox.outstanding("app", START.plusSeconds(6))).contains(START.plusSeconds(5));
  }
}
