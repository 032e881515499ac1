package io.badhop.ingest.ship;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.ParseResult;
import org.junit.jupiter.api.Test;

/** One outcome a line, counted under a bounded number of names. */
class TallyTest {
  private final Tally tally = new Tally();

  @Test
  void reasonsMadeUpFromTheInputAreBounded() {
    for (int i = 0; i < 10_000; i++) {
      tally.line();
      tally.count(new ParseResult.Skipped("reason-" + i));
      tally.line();
      tally.reject(new RejectedLine("f", i, "no-" + i, "", ""));
    }
    Accounting accounting = tally.accounting();

    assertThat(accounting.skippedBy()).hasSizeLessThanOrEqualTo(65).containsKey("other-reasons");
    assertThat(accounting.rejectedBy()).hasSizeLessThanOrEqualTo(65).containsKey("other-reasons");
    assertThat(accounting.examples()).hasSizeLessThanOrEqualTo(Accounting.MAX_EXAMPLES);
    assertThat(accounting.lines()).isEqualTo(20_000);
    assertThat(accounting.addsUp()).isTrue();
  }

  @Test
  void aLineWithoutAnOutcomeShows() {
    tally.line();

    assertThat(tally.accounting().addsUp()).isFalse();
  }

  @Test
  void ofEachReasonAFewExamplesAreKept() {
    for (int i = 0; i < 100; i++) {
      tally.line();
      tally.reject(new RejectedLine("f", i, i % 2 == 0 ? "a" : "b", "", ""));
    }

    assertThat(tally.accounting().examples())
        .extracting(RejectedLine::offset)
        .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
  }
}
