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

/** Rails, lograge and Puma. */
class RailsParserTest {
  private static final String ID = "6f1c2a3b-4d5e-4f60-8a7b-9c0d1e2f3a4b";
  private static final String AT = "I, [2026-03-03T10:00:05.250001 #12]  INFO -- : ";
  private static final String TAGGED = AT + "[" + ID + "] ";
  private static final String STARTED =
      "Started POST \"/pay?card=1\" for 192.0.2.7 at 2026-03-03 11:00:05 +0100";
  private static final String COMPLETED =
      "Completed 500 Internal Server Error in 1500ms (ActiveRecord: 2.0ms)";
  private static final String LOGRAGE =
      AT
          + "method=GET path=/a format=json controller=CartController action=show status=500"
          + " error='Net::ReadTimeout: slow' duration=79.50 view=0.00 request_id="
          + ID;

  private final RailsParser parser = new RailsParser(ParseContext.of("test"));

  private ParseResult read(String line) {
    return parser.parse(RawLine.of(line, 0));
  }

  @Test
  void aTagBindsTheLinesOfARequest() {
    AppEvent started = app(parser, TAGGED + STARTED);
    read(TAGGED + "Processing by PayController#create as JSON");
    app(parser, AT + "[7a1c2a3b-4d5e-4f60-8a7b-9c0d1e2f3a4b] " + STARTED.replace("pay", "other"));
    AppEvent completed = app(parser, TAGGED + COMPLETED);

    assertThat(started.getKind()).isEqualTo(AppEventKind.LOG);
    assertThat(started.getRequestId()).isEqualTo(ID);
    assertThat(started.getMessage()).doesNotContain("card");
    assertThat(completed.getKind()).isEqualTo(AppEventKind.REQUEST);
    assertThat(completed.getRequestId()).isEqualTo(ID);
    assertThat(completed.getStatus()).isEqualTo(500);
    assertThat(completed.getMethod()).isEqualTo("POST");
    assertThat(completed.getPath()).isEqualTo("/pay");
    assertThat(completed.getRoute()).isEqualTo("PayController#create");
    assertThat(completed.getDurationUs()).isEqualTo(1_500_000);
    assertThat(completed.getTime()).isEqualTo(micros("2026-03-03T10:00:05.250001Z"));
  }

  @Test
  void withoutALoggersTimeTheEndIsTheStartAndTheDuration() {
    assertThat(skipped(parser, STARTED)).isEqualTo("no-request");
    AppEvent event = app(parser, COMPLETED);

    assertThat(event.getStartTime()).isEqualTo(micros("2026-03-03T10:00:05Z"));
    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T10:00:06.500Z"));
    assertThat(event.getPath()).isEqualTo("/pay");
    assertThat(rejected(parser, COMPLETED)).isEqualTo("no-time");
  }

  @Test
  void anExceptionBelongsToTheRequestOfItsTag() {
    app(parser, TAGGED + STARTED);
    AppEvent event =
        app(parser, "[" + ID + "] ActiveRecord::ConnectionTimeoutError (no connection in 5 s):");

    assertThat(event.getExceptionType()).isEqualTo("ActiveRecord::ConnectionTimeoutError");
    assertThat(event.getKind()).isEqualTo(AppEventKind.LOG);
    assertThat(read("[" + ID + "] app/models/cart.rb:3:in `add'"))
        .isInstanceOf(ParseResult.Continued.class);
  }

  @Test
  void logragesLineIsAWholeRequest() {
    AppEvent event = app(parser, LOGRAGE);

    assertThat(event.getStatus()).isEqualTo(500);
    assertThat(event.getRequestId()).isEqualTo(ID);
    assertThat(event.getRoute()).isEqualTo("CartController#show");
    assertThat(event.getDurationUs()).isEqualTo(79_500);
    assertThat(event.getExceptionType()).isEqualTo("Net::ReadTimeout");
    assertThat(event.getPath()).isEqualTo("/a");
    assertThat(rejected(parser, LOGRAGE.substring(AT.length()))).isEqualTo("no-time");
  }

  @Test
  void pumasMessagesHappenedAfterTheLastTime() {
    skipped(parser, STARTED);
    ComponentEvent event =
        component(parser, "! Terminating timed out worker (failed to check in within 60 s): 12");

    assertThat(event.getKind()).isEqualTo(ComponentEventKind.WORKER_TIMEOUT);
    assertThat(event.getComponent()).isEqualTo("puma");
    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T10:00:05Z"));
  }

  @Test
  void otherLogsAreRejected() {
    assertThat(rejected(parser, "hello")).isEqualTo("not-the-format");
    assertThat(rejected(parser, "Started reading for x")).isEqualTo("bad-timestamp");
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    Parsed.fuzz(parser, 29, TAGGED + STARTED, TAGGED + COMPLETED, LOGRAGE, STARTED, COMPLETED);
  }
}
