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
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ComponentEventKind;
import org.junit.jupiter.api.Test;

/** gunicorn's error log. */
class GunicornParserTest {
  private static final String AT = "[2026-03-03 10:00:05 +0100] [9] ";
  private static final String TIMEOUT = AT + "[CRITICAL] WORKER TIMEOUT (pid:12)";
  private static final String LISTENING = AT + "[INFO] Listening at: http://10.1.1.1:8000 (9)";

  private final GunicornParser parser = new GunicornParser(ParseContext.of("test"));

  private ComponentEventKind kind(String line) {
    return component(parser, AT + line).getKind();
  }

  @Test
  void theAddressOfTheServerGoesWithWhatFollows() {
    component(parser, LISTENING);
    ComponentEvent event = component(parser, TIMEOUT);

    assertThat(event.getKind()).isEqualTo(ComponentEventKind.WORKER_TIMEOUT);
    assertThat(event.getAddress()).isEqualTo("10.1.1.1:8000");
    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T09:00:05Z"));
    assertThat(event.getResolution()).isEqualTo(1_000_000);
  }

  @Test
  void aSocketIsAnAddress() {
    assertThat(component(parser, AT + "[INFO] Listening at: unix:/run/g.sock (9)").getAddress())
        .isEqualTo("unix:/run/g.sock");
  }

  @Test
  void theKindsAreKnown() {
    assertThat(kind("[ERROR] Worker (pid:12) was sent SIGKILL! Perhaps out of memory?"))
        .isEqualTo(ComponentEventKind.OUT_OF_MEMORY);
    assertThat(kind("[ERROR] Worker (pid:12) was sent SIGSEGV!"))
        .isEqualTo(ComponentEventKind.WORKER_KILLED);
    assertThat(kind("[INFO] Listening at: http://10.1.1.1:8000 (9)"))
        .isEqualTo(ComponentEventKind.STARTED);
    assertThat(kind("[INFO] Handling signal: hup")).isEqualTo(ComponentEventKind.RELOADED);
    assertThat(kind("[INFO] Handling signal: term")).isEqualTo(ComponentEventKind.STOPPED);
    assertThat(skipped(parser, AT + "[INFO] Booting worker with pid: 12"))
        .isEqualTo("process-message");
  }

  @Test
  void aWorkerThatEndsBadlyIsKilledAndOneThatIsAskedToIsNot() {
    assertThat(kind("[WARNING] Worker with pid 12 was terminated due to signal 9"))
        .isEqualTo(ComponentEventKind.WORKER_KILLED);
    assertThat(kind("[ERROR] Worker (pid:12) exited with code 3"))
        .isEqualTo(ComponentEventKind.WORKER_KILLED);
    assertThat(kind("[INFO] Handling signal: quit")).isEqualTo(ComponentEventKind.STOPPED);
    assertThat(skipped(parser, AT + "[ERROR] Worker (pid:12) was sent SIGTERM!"))
        .isEqualTo("process-message");
  }

  @Test
  void whatTheApplicationLogsCountsByItsId() {
    component(parser, LISTENING);
    AppEvent event = app(parser, AT + "[ERROR] ValueError: no stock request_id=r-4");

    assertThat(event.getRequestId()).isEqualTo("r-4");
    assertThat(event.getLevel()).isEqualTo("ERROR");
    assertThat(event.getExceptionType()).isEqualTo("ValueError");
    assertThat(event.getInstance()).isEqualTo("10.1.1.1:8000");
  }

  @Test
  void aTracebackContinuesItsRecord() {
    assertThat(rejected(parser, "Traceback (most recent call last):")).isEqualTo("not-the-format");
    skipped(parser, AT + "[ERROR] Error handling request /a");
    assertThat(parser.parse(RawLine.of("Traceback (most recent call last):", 5)))
        .isInstanceOf(ParseResult.Continued.class);
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    Parsed.fuzz(parser, 13, TIMEOUT, LISTENING);
  }
}
