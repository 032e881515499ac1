package io.badhop.ingest.parse.app;

import static io.badhop.ingest.parse.Parsed.app;
import static io.badhop.ingest.parse.Parsed.micros;
import static io.badhop.ingest.parse.Parsed.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.Parsed;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.AppEventKind;
import org.junit.jupiter.api.Test;

/** PHP-FPM's access log. */
class FpmAccessParserTest {
  private static final String DEFAULT =
      "10.0.0.1 -  03/Mar/2026:10:00:05 +0100 \"GET /pay.php?card=1\" 500";
  private static final String SAMPLE = DEFAULT + " /srv/pay.php 1502.466 2048 0.00%";

  private final FpmAccessParser parser = new FpmAccessParser(ParseContext.of("test"));

  @Test
  void theDefaultTellsStatusAndPath() {
    AppEvent event = app(parser, DEFAULT);

    assertThat(event.getKind()).isEqualTo(AppEventKind.REQUEST);
    assertThat(event.getStatus()).isEqualTo(500);
    assertThat(event.getMethod()).isEqualTo("GET");
    assertThat(event.getPath()).isEqualTo("/pay.php");
    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T09:00:05Z"));
    assertThat(event.getDurationUs()).isEqualTo(-1);
  }

  @Test
  void theTimeIsTheStartSoTheEndIsLaterByTheDuration() {
    AppEvent event = app(parser, SAMPLE);

    assertThat(event.getDurationUs()).isEqualTo(1_502_466);
    assertThat(event.getStartTime()).isEqualTo(micros("2026-03-03T09:00:05Z"));
    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T09:00:06.502466Z"));
  }

  @Test
  void aNumberThatStandsElsewhereHasAnUnknownUnit() {
    assertThat(app(parser, DEFAULT + " 1.502").getDurationUs()).isEqualTo(-1);
  }

  @Test
  void anIdAtTheEndIsTheJoinKey() {
    assertThat(app(parser, DEFAULT + " 0c9e1f3b2a4d5e6f708192a3b4c5d6e7").getRequestId())
        .isEqualTo("0c9e1f3b2a4d5e6f708192a3b4c5d6e7");
  }

  @Test
  void theCommonLogFormatIsAnotherFormat() {
    assertThat(
            rejected(parser, "10.0.0.1 - - [03/Mar/2026:10:00:05 +0100] \"GET / HTTP/1.1\" 200 1"))
        .isEqualTo("not-the-format");
    assertThat(rejected(parser, DEFAULT.replace("500", "5x0"))).isEqualTo("bad-status");
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    Parsed.fuzz(parser, 23, DEFAULT, SAMPLE);
  }
}
