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

/** uWSGI's log. */
class UwsgiParserTest {
  private static final String REQUEST =
      "[pid: 7|app: 0|req: 1/2] 10.0.0.1 () {38 vars in 696 bytes} [Tue Mar  3 10:00:05 2026]"
          + " GET /pay?card=1 => generated 0 bytes in 1500 msecs (HTTP/1.1 500) 0 headers in 0 bytes"
          + " (0 switches on core 0)";
  private static final String HARAKIRI =
      "Tue Mar  3 10:00:09 2026 - *** HARAKIRI ON WORKER 1 (pid: 7, try: 1) ***";
  private static final String SLOW =
      "Tue Mar  3 10:00:09 2026 - HARAKIRI [core 0] 10.0.0.1 - GET /slow?card=1 since 1772532000";
  private static final String START =
      "*** Starting uWSGI 2.0.21 (64bit) on [Tue Mar  3 10:00:00 2026] ***";
  private static final String FULL =
      "*** uWSGI listen queue of socket \"10.0.0.2:3031\" (fd: 3) full !!! (101/100) ***";

  private final UwsgiParser parser = new UwsgiParser(ParseContext.of("test"));

  @Test
  void theTimeOfARequestIsItsStart() {
    AppEvent event = app(parser, REQUEST);

    assertThat(event.getKind()).isEqualTo(AppEventKind.REQUEST);
    assertThat(event.getStatus()).isEqualTo(500);
    assertThat(event.getMethod()).isEqualTo("GET");
    assertThat(event.getPath()).isEqualTo("/pay");
    assertThat(event.getStartTime()).isEqualTo(micros("2026-03-03T10:00:05Z"));
    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T10:00:06.500Z"));
    assertThat(event.getDurationUs()).isEqualTo(1_500_000);
  }

  @Test
  void shortRequestsAreInMicroseconds() {
    assertThat(app(parser, REQUEST.replace("1500 msecs", "68 micros")).getDurationUs())
        .isEqualTo(68);
  }

  @Test
  void anIdThatIsLoggedBehindTheLineIsTheJoinKey() {
    assertThat(app(parser, REQUEST + " request_id=r-9").getRequestId()).isEqualTo("r-9");
  }

  @Test
  void aWorkerThatTakesTooLongIsEnded() {
    ComponentEvent event = component(parser, START);
    assertThat(event.getKind()).isEqualTo(ComponentEventKind.STARTED);
    assertThat(component(parser, HARAKIRI).getKind()).isEqualTo(ComponentEventKind.WORKER_TIMEOUT);
    ComponentEvent slow = component(parser, SLOW);

    assertThat(slow.getKind()).isEqualTo(ComponentEventKind.SLOW_REQUEST);
    assertThat(slow.getPath()).isEqualTo("/slow");
    assertThat(slow.getMessage()).doesNotContain("card");
  }

  @Test
  void messagesWithoutATimeHappenedAfterTheLastOne() {
    app(parser, REQUEST);
    ComponentEvent killed =
        component(parser, "DAMN ! worker 1 (pid: 7) died, killed by signal 9 :( trying respawn");

    assertThat(killed.getKind()).isEqualTo(ComponentEventKind.WORKER_KILLED);
    assertThat(killed.getTime()).isEqualTo(micros("2026-03-03T10:00:06.500Z"));
    assertThat(component(parser, "Respawned uWSGI worker 1 (new pid: 8)").getKind())
        .isEqualTo(ComponentEventKind.OTHER);
    assertThat(component(parser, FULL).getKind()).isEqualTo(ComponentEventKind.POOL_FULL);
    assertThat(component(parser, "SIGINT/SIGTERM received...killing workers...").getKind())
        .isEqualTo(ComponentEventKind.STOPPED);
  }

  @Test
  void theSocketIsTheAddressOfWhatFollows() {
    app(parser, REQUEST);
    skipped(parser, "uwsgi socket 0 bound to TCP address 10.0.0.2:3031 fd 3");

    assertThat(component(parser, FULL).getAddress()).isEqualTo("10.0.0.2:3031");
    assertThat(app(parser, REQUEST).getInstance()).isEqualTo("10.0.0.2:3031");
  }

  @Test
  void theApplicationsOwnLinesCountByTheirId() {
    app(parser, REQUEST);

    assertThat(
            app(parser, "2026-03-03 10:00:05,120 ERROR shop: no stock request_id=r-3").getLevel())
        .isEqualTo("ERROR");
    assertThat(parser.parse(RawLine.of("Traceback (most recent call last):", 1)))
        .isInstanceOf(ParseResult.Continued.class);
    assertThat(skipped(parser, "hello")).isEqualTo("no-request");
  }

  @Test
  void linesBeforeAnythingOfUwsgiAreRejected() {
    assertThat(rejected(parser, "hello")).isEqualTo("not-the-format");
    assertThat(rejected(parser, REQUEST.replace("HTTP/1.1 500", "HTTP/1.1")))
        .isEqualTo("not-the-format");
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    Parsed.fuzz(parser, 27, REQUEST, HARAKIRI, SLOW, FULL);
  }
}
