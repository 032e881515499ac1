package io.badhop.ingest.parse.app;

import static io.badhop.ingest.parse.Parsed.app;
import static io.badhop.ingest.parse.Parsed.micros;
import static io.badhop.ingest.parse.Parsed.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.Parsed;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.AppEventKind;
import io.badhop.schemas.event.RequestIdKind;
import org.junit.jupiter.api.Test;

/** Access logs of gunicorn, morgan and Tomcat. */
class AccessLogParserTest {
  private static final String ID = "0c9e1f3b2a4d5e6f708192a3b4c5d6e7";
  private static final String COMMON =
      "192.0.2.7 - - [03/Mar/2026:10:00:05 +0100] \"POST /pay?card=1 HTTP/1.1\" 503 12";
  private static final String COMBINED = COMMON + " \"-\" \"agent \\\"x\\\" 1\"";
  private static final String DEV = "\u001b[0mGET /a?b=1 \u001b[31m500 \u001b[0m12.345 ms - 2";

  private final ParseContext context = ParseContext.of("test");
  private final AccessLogParser gunicorn =
      new AccessLogParser(context, AccessLogParser.Writer.GUNICORN, false);
  private final AccessLogParser morgan =
      new AccessLogParser(context, AccessLogParser.Writer.MORGAN, false);
  private final AccessLogParser tomcat =
      new AccessLogParser(context, AccessLogParser.Writer.TOMCAT, false);

  @Test
  void theCombinedFormatTellsStatusAndPath() {
    AppEvent event = app(gunicorn, COMBINED);

    assertThat(event.getKind()).isEqualTo(AppEventKind.REQUEST);
    assertThat(event.getStatus()).isEqualTo(503);
    assertThat(event.getMethod()).isEqualTo("POST");
    assertThat(event.getPath()).isEqualTo("/pay");
    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T09:00:05Z"));
    assertThat(event.getDurationUs()).isEqualTo(-1);
    assertThat(event.getRequestIdKind()).isEqualTo(RequestIdKind.NONE);
  }

  @Test
  void gunicornAppendsMicrosecondsOrSecondsAndAnId() {
    AppEvent micros = app(gunicorn, COMBINED + " 1500 <12> " + ID);

    assertThat(micros.getDurationUs()).isEqualTo(1_500);
    assertThat(micros.getStartTime()).isEqualTo(micros("2026-03-03T09:00:04.998500Z"));
    assertThat(micros.getRequestId()).isEqualTo(ID);
    assertThat(app(gunicorn, COMBINED + " 0.001500 \"" + ID + "\"").getDurationUs())
        .isEqualTo(1_500);
    assertThat(app(gunicorn, COMBINED + " - request_id=r-1").getRequestId()).isEqualTo("r-1");
  }

  @Test
  void aTraceparentIsATrace() {
    AppEvent event = app(gunicorn, COMBINED + " 00-" + ID + "-00f067aa0ba902b7-01");

    assertThat(event.getRequestId()).isEqualTo(ID);
    assertThat(event.getRequestIdKind()).isEqualTo(RequestIdKind.TRACE_ID);
  }

  @Test
  void whatIsMarkedTakesTheMark() {
    AccessLogParser marked = new AccessLogParser(context, AccessLogParser.Writer.GUNICORN, true);

    assertThat(rejected(marked, COMBINED + " 1500")).isEqualTo("not-the-format");
    assertThat(app(marked, COMBINED + " 1500 <12>").getDurationUs()).isEqualTo(1_500);
  }

  @Test
  void morganMarksMillisecondsAndWritesDashesWhereNothingWasSent() {
    AppEvent aborted = app(morgan, COMBINED.replace("503 12", "- -"));

    assertThat(app(morgan, COMMON + " 12.345 ms").getDurationUs()).isEqualTo(12_345);
    assertThat(aborted.getStatus()).isEqualTo(-1);
    assertThat(aborted.getKind()).isEqualTo(AppEventKind.LOG);
  }

  @Test
  void morgansShortFormsTakeTheTimeBeforeThem() {
    AppEvent dev = app(morgan, "2026-03-03T10:00:05.250Z " + DEV);

    assertThat(dev.getStatus()).isEqualTo(500);
    assertThat(dev.getPath()).isEqualTo("/a");
    assertThat(dev.getDurationUs()).isEqualTo(12_345);
    assertThat(dev.getTime()).isEqualTo(micros("2026-03-03T10:00:05.250Z"));
    assertThat(app(morgan, "2026-03-03T10:00:05Z GET /a 200 2 - 1.500 ms").getDurationUs())
        .isEqualTo(1_500);
    assertThat(
            app(morgan, "2026-03-03T10:00:05Z 192.0.2.7 - GET /a HTTP/1.1 200 2 - 1.5 ms")
                .getStatus())
        .isEqualTo(200);
    assertThat(rejected(morgan, DEV)).isEqualTo("no-time");
  }

  @Test
  void tomcatsWholeNumberHasAUnitThatDependsOnItsVersion() {
    assertThat(app(tomcat, COMMON + " 15").getDurationUs()).isEqualTo(-1);
    assertThat(app(tomcat, COMMON + " 0.015").getDurationUs()).isEqualTo(15_000);
  }

  @Test
  void aWebSocketIsNoSlowRequest() {
    AppEvent event = app(gunicorn, COMBINED.replace(" 503 ", " 101 ") + " 900000000");

    assertThat(event.getDurationUs()).isEqualTo(-1);
    assertThat(event.getStartTime()).isEqualTo(micros("2026-03-03T08:45:05Z"));
  }

  @Test
  void otherLinesAreRejected() {
    assertThat(rejected(gunicorn, "[2026-03-03 10:00:05 +0000] [1] [INFO] x"))
        .isEqualTo("not-the-format");
    assertThat(rejected(gunicorn, COMMON.replace("503", "5o3"))).isEqualTo("bad-status");
    assertThat(rejected(gunicorn, COMMON.replace("Mar", "Mrz"))).isEqualTo("bad-timestamp");
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    Parsed.fuzz(gunicorn, 24, COMBINED + " 1500 <12> " + ID, COMMON);
    Parsed.fuzz(morgan, 25, COMBINED, DEV, "2026-03-03T10:00:05Z GET /a 200 2 - 1.500 ms");
    Parsed.fuzz(tomcat, 26, COMMON + " 15 0.015");
  }
}
