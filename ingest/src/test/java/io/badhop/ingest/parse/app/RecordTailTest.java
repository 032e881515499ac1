package io.badhop.ingest.parse.app;

import static io.badhop.ingest.parse.Parsed.app;
import static io.badhop.ingest.parse.Parsed.component;
import static io.badhop.ingest.parse.Parsed.skipped;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.AppEventKind;
import io.badhop.schemas.event.ComponentEventKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Exceptions that are named on a later line than the record's first. */
class RecordTailTest {
  private static final String HEAD = "2026-03-03 10:00:05,120 ERROR shop: failed request_id=r-1";
  private static final String NO_ID = "2026-03-03 10:00:05,120 ERROR shop: failed";

  private final LineParser parser = new AppLines(ParseContext.of("test"), AppLines.Dialect.TEXT);

  private long offset;

  private ParseResult next(String line) {
    offset += 100;
    return parser.parse(RawLine.of(line, offset));
  }

  /**
   * The exceptions that further lines name; every other line must be continued unless it is empty.
   */
  private List<AppEvent> named(String... lines) {
    List<AppEvent> events = new ArrayList<>();
    for (String line : lines) {
      ParseResult result = next(line);
      if (result instanceof ParseResult.Event event) {
        events.add((AppEvent) event.event());
      } else if (!line.isEmpty()) {
        assertThat(result).as(line).isInstanceOf(ParseResult.Continued.class);
      }
    }
    return events;
  }

  private void types(List<AppEvent> events, String... types) {
    assertThat(events).extracting(AppEvent::getExceptionType).containsExactly(types);
  }

  @Test
  void theFurtherEventBelongsToTheHeadsRequest() {
    AppEvent head = app(parser, HEAD);

    AppEvent event = named("com.example.GoneException: no stock", "\tat a.B.c(B.java:1)").get(0);

    assertThat(event.getRequestId()).isEqualTo("r-1");
    assertThat(event.getRequestIdKind()).isEqualTo(head.getRequestIdKind());
    assertThat(event.getTime()).isEqualTo(head.getTime());
    assertThat(event.getResolution()).isEqualTo(head.getResolution());
    assertThat(event.getLevel()).isEqualTo("ERROR");
    assertThat(event.getKind()).isEqualTo(AppEventKind.LOG);
    assertThat(event.getStatus()).isEqualTo(-1);
    assertThat(event.getDurationUs()).isEqualTo(-1);
    assertThat(event.getMessage()).isEqualTo("com.example.GoneException: no stock");
    assertThat(event.getEventId())
        .isEqualTo(RawLine.of("com.example.GoneException: no stock", 100).identity())
        .isNotEqualTo(head.getEventId());
  }

  @Test
  void javaNamesTheExceptionFirstAndCausesReplaceNothing() {
    app(parser, HEAD);

    types(
        named(
            "java.lang.IllegalStateException: failed",
            "\tat a.B.c(B.java:1)",
            "Caused by: java.io.IOException: reset",
            "\t... 3 more",
            "java.lang.OtherException: printed by the message"),
        "java.lang.IllegalStateException");
  }

  @Test
  void pythonNamesTheExceptionBehindTheFrames() {
    app(parser, HEAD);

    types(
        named(
            "Traceback (most recent call last):",
            "  File \"/srv/a.py\", line 3, in f",
            "    raise ValueError: no",
            "KeyError: 'x'",
            "",
            "During handling of the above exception, another exception occurred:",
            "",
            "Traceback (most recent call last):",
            "  File \"/srv/a.py\", line 5, in g",
            "stock.Gone: none left",
            "of a second line: nothing"),
        "KeyError",
        "stock.Gone");
  }

  @Test
  void dotNetIndentsJavaScriptAndRubyDoNot() {
    app(parser, HEAD);
    types(
        named("      System.TimeoutException: gone", "         at Shop.Cart.Add()"),
        "System.TimeoutException");
    app(parser, HEAD);
    types(named("TypeError: no", "    at f (/srv/a.js:1:2)"), "TypeError");
    app(parser, HEAD);
    types(named("Error: no", "    at f (/srv/a.js:1:2)"), "Error");
    app(parser, HEAD);
    types(named("Shop::StockError (none left):", "app/a.rb:3:in `f'"), "Shop::StockError");
    app(parser, HEAD);
    types(
        named("Exception in thread \"main\" java.lang.NullPointerException", "\tat a"),
        "java.lang.NullPointerException");
    app(parser, HEAD);
    types(named("Unhandled exception. System.IO.IOException: disk"), "System.IO.IOException");
  }

  @Test
  void aHeadThatNamesItsExceptionNeedsNoSecond() {
    app(parser, HEAD + " java.lang.IllegalStateException: failed");

    types(named("java.lang.IllegalStateException: failed", "\tat a.B.c(B.java:1)"));
  }

  @Test
  void ordinaryLinesOfAMessageNameNothing() {
    app(parser, HEAD);

    types(
        named(
            "Response: 200",
            "see https://example.com/Error: x",
            "the Error: none",
            "  indented Exception: none",
            "Errors:"));
  }

  @Test
  void withoutARequestOnlyWhatBefallsTheProcessCounts() {
    skipped(parser, NO_ID);
    types(named("java.lang.IllegalStateException: failed", "\tat a"));
    skipped(parser, NO_ID);

    ParseResult result = next("java.lang.OutOfMemoryError: Java heap space");

    assertThat(((ParseResult.Component) result).event().getKind())
        .isEqualTo(ComponentEventKind.OUT_OF_MEMORY);
    types(named("\tat a", "Caused by: java.lang.OutOfMemoryError: Java heap space"));
  }

  @Test
  void aCauseMayBeTheEvidence() {
    skipped(parser, NO_ID);
    types(named("org.springframework.dao.DataAccessException: no connection", "\tat a"));

    assertThat(
            component(
                    parser,
                    "Caused by: java.sql.SQLTransientException: HikariPool-1 - Connection is not"
                        + " available, request timed out after 30000ms.")
                .getKind())
        .isEqualTo(ComponentEventKind.POOL_FULL);
  }

  @Test
  void theTimeOfTheComponentsEventIsTheHeads() {
    skipped(parser, NO_ID);

    assertThat(component(parser, "java.lang.OutOfMemoryError: x").getTime())
        .isEqualTo(app(parser, HEAD).getTime());
  }

  @Test
  void panicsEndTheProcessWhereverTheyAreWritten() {
    app(parser, HEAD);

    assertThat(component(parser, "panic: runtime error: index out of range").getKind())
        .isEqualTo(ComponentEventKind.WORKER_KILLED);
    assertThat(component(parser, "thread 'main' panicked at src/main.rs:3:5:").getKind())
        .isEqualTo(ComponentEventKind.WORKER_KILLED);
    assertThat(component(parser, "fatal error: runtime: out of memory").getKind())
        .isEqualTo(ComponentEventKind.OUT_OF_MEMORY);
  }

  @Test
  void aPanicThatTheHeadAnnouncedIsItsException() {
    LineParser logfmt = new AppLines(ParseContext.of("test"), AppLines.Dialect.LOGFMT);
    app(logfmt, "time=2026-03-03T10:00:05Z level=panic msg=boom request_id=r-2");

    AppEvent event = app(logfmt, "panic: (*logrus.Entry) 0xc000");

    assertThat(event.getExceptionType()).isEqualTo("panic");
    assertThat(event.getRequestId()).isEqualTo("r-2");
  }

  @Test
  void aRequestWithoutAnIdStillGetsItsException() {
    AppEvent head = app(parser, "2026-03-03 10:00:05 ERROR done method=GET path=/a status=500");

    AppEvent event = named("java.lang.IllegalStateException: x").get(0);

    assertThat(event.getRequestId()).isEqualTo(head.getRequestId());
  }

  @Test
  void gunicornsTracebackIsEvidenceOfItsPool() {
    LineParser gunicorn = new GunicornParser(ParseContext.of("test"));
    skipped(gunicorn, "[2026-03-03 10:00:05 +0000] [7] [ERROR] Error handling request /boom");
    for (String frame :
        List.of("Traceback (most recent call last):", "  File \"a.py\", line 1, in f")) {
      assertThat(gunicorn.parse(RawLine.of(frame, 1))).isInstanceOf(ParseResult.Continued.class);
    }

    assertThat(component(gunicorn, "RuntimeError: QueuePool limit of size 5 reached").getKind())
        .isEqualTo(ComponentEventKind.POOL_FULL);
  }

  @Test
  void whatUwsgiServedInBetweenEndsTheRecord() {
    LineParser uwsgi = new UwsgiParser(ParseContext.of("test"));
    String request =
        "[pid: 1|app: 0|req: 1/1] 192.0.2.1 () {28 vars in 348 bytes} [Sun Nov 22 06:05:41 2026]"
            + " GET /x => generated 0 bytes in 3 msecs (HTTP/1.1 500) 0 headers in 0 bytes (0 switches on core 0)";
    app(uwsgi, request);
    app(uwsgi, "2026-11-22 06:05:41,120 ERROR shop: failed request_id=r-1");
    app(uwsgi, request);

    uwsgi.parse(RawLine.of("Traceback (most recent call last):", 1));
    assertThat(uwsgi.parse(RawLine.of("KeyError: 'x'", 2)))
        .isInstanceOf(ParseResult.Continued.class);
  }
}
