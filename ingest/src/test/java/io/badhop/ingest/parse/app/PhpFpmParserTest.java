package io.badhop.ingest.parse.app;

import static io.badhop.ingest.parse.Parsed.app;
import static io.badhop.ingest.parse.Parsed.component;
import static io.badhop.ingest.parse.Parsed.micros;
import static io.badhop.ingest.parse.Parsed.rejected;
import static io.badhop.ingest.parse.Parsed.skipped;
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

/** PHP-FPM's own log. */
class PhpFpmParserTest {
  private static final String AT = "[03-Mar-2026 10:00:05] ";
  private static final String SLOW =
      AT
          + "WARNING: [pool www] child 12, script '/srv/r.php' (request: \"GET /r.php?m=1\")"
          + " execution timed out (6.1 sec), terminating";

  private final PhpFpmParser parser =
      new PhpFpmParser(
          ParseContext.of("test")
              .withAddresses(new AddressBook(Map.of("fastcgi", "unix:/run/f.sock"), Map.of())));

  private ComponentEventKind kind(String line) {
    return component(parser, AT + line).getKind();
  }

  @Test
  void aPoolThatIsFullIsEvidenceAboutItsSocket() {
    ComponentEvent event =
        component(
            parser,
            AT + "WARNING: [pool www] server reached pm.max_children setting (5), consider it");

    assertThat(event.getKind()).isEqualTo(ComponentEventKind.POOL_FULL);
    assertThat(event.getComponent()).isEqualTo("www");
    assertThat(event.getAddress()).isEqualTo("unix:/run/f.sock");
    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T10:00:05Z"));
    assertThat(event.getResolution()).isEqualTo(1_000_000);
  }

  @Test
  void aRequestThatTookTooLongNamesItsPath() {
    ComponentEvent event = component(parser, SLOW);

    assertThat(event.getKind()).isEqualTo(ComponentEventKind.WORKER_TIMEOUT);
    assertThat(event.getPath()).isEqualTo("/r.php");
  }

  @Test
  void theOtherKindsAreKnown() {
    assertThat(kind("WARNING: [pool www] seems busy (you may need more)"))
        .isEqualTo(ComponentEventKind.POOL_FULL);
    assertThat(kind("WARNING: [pool www] child 4 exited on signal 11 (SIGSEGV) after 2.0 seconds"))
        .isEqualTo(ComponentEventKind.WORKER_KILLED);
    assertThat(kind("WARNING: [pool www] child 4, script 'x' executing too slow (1 sec), logging"))
        .isEqualTo(ComponentEventKind.SLOW_REQUEST);
    assertThat(kind("NOTICE: fpm is running, pid 1")).isEqualTo(ComponentEventKind.STARTED);
    assertThat(kind("NOTICE: Reloading in progress ...")).isEqualTo(ComponentEventKind.RELOADED);
    assertThat(kind("NOTICE: Terminating ...")).isEqualTo(ComponentEventKind.STOPPED);
    assertThat(skipped(parser, AT + "NOTICE: ready to handle connections"))
        .isEqualTo("process-message");
  }

  @Test
  void theQueryOfARequestIsDropped() {
    assertThat(component(parser, SLOW).getMessage())
        .contains("\"GET /r.php\") execution timed out")
        .doesNotContain("m=1");
  }

  @Test
  void aChildThatFailsIsNotOneThatEnds() {
    assertThat(kind("WARNING: [pool www] child 4 exited with code 255 after 2.0 seconds"))
        .isEqualTo(ComponentEventKind.WORKER_KILLED);
    assertThat(skipped(parser, AT + "NOTICE: [pool www] child 4 exited with code 0 after 2.0 s"))
        .isEqualTo("process-message");
  }

  @Test
  void whatAScriptSaysIsJudgedAsItsErrorLog() {
    String said = "WARNING: [pool www] child 4 said into stderr: \"PHP message: ";

    assertThat(kind(said + "PHP Fatal error:  Allowed memory size of 9 bytes exhausted\""))
        .isEqualTo(ComponentEventKind.OUT_OF_MEMORY);
    assertThat(skipped(parser, AT + said + "seems busy\"")).isEqualTo("process-message");
  }

  @Test
  void inAContainerTheAccessLogStandsInTheSameStream() {
    component(parser, SLOW);

    assertThat(app(parser, "10.0.0.1 -  03/Mar/2026:10:00:05 +0000 \"GET /r.php\" 500").getStatus())
        .isEqualTo(500);
  }

  @Test
  void aTimeWithMicroSecondsIsRead() {
    assertThat(component(parser, SLOW.replace("10:00:05]", "10:00:05.250001]")).getTime())
        .isEqualTo(micros("2026-03-03T10:00:05.250001Z"));
  }

  @Test
  void furtherLinesContinueARecord() {
    assertThat(rejected(parser, "#0 /srv/r.php(1)")).isEqualTo("not-the-format");
    component(parser, SLOW);
    assertThat(parser.parse(RawLine.of("#0 /srv/r.php(1)", 5)))
        .isInstanceOf(ParseResult.Continued.class);
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    Parsed.fuzz(parser, 12, SLOW, AT + "NOTICE: fpm is running, pid 1");
  }
}
