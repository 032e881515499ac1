package io.badhop.ingest.parse.app;

import static io.badhop.ingest.parse.Parsed.component;
import static io.badhop.ingest.parse.Parsed.micros;
import static io.badhop.ingest.parse.Parsed.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.AddressBook;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.Parsed;
import io.badhop.ingest.parse.RawLine;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ComponentEventKind;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** PHP-FPM's slow log. */
class FpmSlowParserTest {
  private static final String HEAD = "[03-Mar-2026 10:00:05]  [pool shop] pid 12";
  private static final String SCRIPT = "script_filename = /srv/report.php";
  private static final String FRAME = "[0x00007f02a96160e0] sleep() /srv/report.php:2";

  private final FpmSlowParser parser =
      new FpmSlowParser(
          ParseContext.of("test")
              .withAddresses(new AddressBook(Map.of("shop", "10.0.0.4:9000"), Map.of())));

  private ParseResult read(String line) {
    return parser.parse(RawLine.of(line, 0));
  }

  @Test
  void aRecordIsOneEventThatNamesPoolAndScript() {
    assertThat(read(HEAD)).isInstanceOf(ParseResult.Continued.class);
    ComponentEvent event = component(parser, SCRIPT);

    assertThat(event.getKind()).isEqualTo(ComponentEventKind.SLOW_REQUEST);
    assertThat(event.getComponent()).isEqualTo("shop");
    assertThat(event.getAddress()).isEqualTo("10.0.0.4:9000");
    assertThat(event.getMessage()).isEqualTo("/srv/report.php");
    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T10:00:05Z"));
    assertThat(read(FRAME)).isInstanceOf(ParseResult.Continued.class);
  }

  @Test
  void framesWithoutARecordAreRejected() {
    assertThat(rejected(parser, FRAME)).isEqualTo("not-the-format");
    assertThat(rejected(parser, SCRIPT)).isEqualTo("not-the-format");
  }

  @Test
  void blankLinesStandBetweenRecords() {
    assertThat(Parsed.skipped(parser, "")).isEqualTo("empty");
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    Parsed.fuzz(parser, 22, HEAD, SCRIPT, FRAME);
  }
}
