package io.badhop.ingest.parse.app;

import static io.badhop.ingest.parse.Parsed.app;
import static io.badhop.ingest.parse.Parsed.component;
import static io.badhop.ingest.parse.Parsed.micros;
import static io.badhop.ingest.parse.Parsed.rejected;
import static io.badhop.ingest.parse.Parsed.skipped;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.Parsed;
import io.badhop.ingest.parse.RawLine;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.AppEventKind;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ComponentEventKind;
import org.junit.jupiter.api.Test;

/** PHP's error log. */
class PhpErrorParserTest {
  private static final String AT = "[03-Mar-2026 10:00:05 Europe/Berlin] ";
  private static final String UNCAUGHT =
      AT + "PHP Fatal error:  Uncaught Shop\\CartException: gone request_id=r-17 in /srv/a.php:3";
  private static final String MEMORY =
      AT + "PHP Fatal error:  Allowed memory size of 8388608 bytes exhausted (tried to allocate 9)";

  private final PhpErrorParser parser = new PhpErrorParser(ParseContext.of("test"));

  @Test
  void theZoneIsNamedInTheTime() {
    assertThat(component(parser, MEMORY).getTime()).isEqualTo(micros("2026-03-03T09:00:05Z"));
  }

  @Test
  void aScriptWithoutMemoryOrTimeSaysSoOfItsWorker() {
    ComponentEvent event = component(parser, MEMORY);

    assertThat(event.getKind()).isEqualTo(ComponentEventKind.OUT_OF_MEMORY);
    assertThat(event.getComponent()).isEqualTo("php");
    assertThat(
            component(
                    parser, AT + "PHP Fatal error:  Maximum execution time of 30 seconds exceeded")
                .getKind())
        .isEqualTo(ComponentEventKind.WORKER_TIMEOUT);
  }

  @Test
  void anExceptionWithAnIdBelongsToItsRequest() {
    AppEvent event = app(parser, UNCAUGHT);

    assertThat(event.getRequestId()).isEqualTo("r-17");
    assertThat(event.getKind()).isEqualTo(AppEventKind.LOG);
    assertThat(event.getLevel()).isEqualTo("FATAL ERROR");
    assertThat(event.getExceptionType()).isEqualTo("Shop\\CartException");
  }

  @Test
  void anErrorWithoutAnIdIsAboutNoRequestThatIsKnown() {
    assertThat(skipped(parser, AT + "PHP Warning:  Undefined variable $x in /srv/a.php on line 2"))
        .isEqualTo("no-request");
  }

  @Test
  void aStackTraceContinuesItsRecord() {
    assertThat(rejected(parser, "Stack trace:")).isEqualTo("not-the-format");
    app(parser, UNCAUGHT);
    for (String line : new String[] {"Stack trace:", "#0 {main}", "  thrown in /srv/a.php"}) {
      assertThat(parser.parse(RawLine.of(line, 9))).isInstanceOf(ParseResult.Continued.class);
    }
  }

  @Test
  void thePoolsMastersLogHasNoZoneAndIsAnotherFormat() {
    assertThat(rejected(parser, "[03-Mar-2026 10:00:05] NOTICE: fpm is running, pid 1"))
        .isEqualTo("not-the-format");
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    Parsed.fuzz(parser, 21, UNCAUGHT, MEMORY);
  }
}
