package io.badhop.ingest.parse.app;

import static io.badhop.ingest.parse.Parsed.app;
import static io.badhop.ingest.parse.Parsed.component;
import static io.badhop.ingest.parse.Parsed.micros;
import static io.badhop.ingest.parse.Parsed.rejected;
import static io.badhop.ingest.parse.Parsed.skipped;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.Parsed;
import io.badhop.ingest.parse.RawLine;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.AppEventKind;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.RequestIdKind;
import org.junit.jupiter.api.Test;

/** Plain text logs of applications. */
class TextAppLinesTest {
  private static final String UUID = "6f1c2a3b-4d5e-4f60-8a7b-9c0d1e2f3a4b";
  private static final String TRACE = "0c9e1f3b2a4d5e6f708192a3b4c5d6e7";
  private static final String PYTHON =
      "2026-03-03 10:00:05,120 ERROR shop.cart: KeyError: 'x' request_id=r-3";
  private static final String SPRING =
      "2026-03-03T10:00:05.120+01:00 ERROR 1 --- [shop] [nio-8080-exec-1] ["
          + TRACE
          + "-00f067aa0ba902b7] c.e.Cart : java.lang.IllegalStateException: gone";
  private static final String LARAVEL =
      "[2026-03-03 10:00:05] production.ERROR: gone {\"request_id\":\"" + UUID + "\"}";

  private final LineParser parser = new AppLines(ParseContext.of("test"), AppLines.Dialect.TEXT);

  @Test
  void aPythonRecordWithAnIdBelongsToItsRequest() {
    AppEvent event = app(parser, PYTHON);

    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T10:00:05.120Z"));
    assertThat(event.getResolution()).isEqualTo(1_000);
    assertThat(event.getKind()).isEqualTo(AppEventKind.LOG);
    assertThat(event.getLevel()).isEqualTo("ERROR");
    assertThat(event.getRequestId()).isEqualTo("r-3");
    assertThat(event.getExceptionType()).isEqualTo("KeyError");
    assertThat(event.getMessage()).startsWith("shop.cart: KeyError");
  }

  @Test
  void springWritesTheTraceInBrackets() {
    AppEvent event = app(parser, SPRING);

    assertThat(event.getRequestId()).isEqualTo(TRACE);
    assertThat(event.getRequestIdKind()).isEqualTo(RequestIdKind.TRACE_ID);
    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T09:00:05.120Z"));
    assertThat(event.getMessage()).isEqualTo("java.lang.IllegalStateException: gone");
    assertThat(event.getExceptionType()).isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void laravelWritesTheIdInJsonBehindTheMessage() {
    AppEvent event = app(parser, LARAVEL);

    assertThat(event.getRequestId()).isEqualTo(UUID);
    assertThat(event.getLevel()).isEqualTo("ERROR");
    assertThat(event.getResolution()).isEqualTo(1_000_000);
  }

  @Test
  void anUuidInBracketsIsAnId() {
    assertThat(app(parser, "2026-03-03 10:00:05 [" + UUID + "] WARN slow").getRequestId())
        .isEqualTo(UUID);
  }

  @Test
  void methodAndStatusCloseARequest() {
    AppEvent event =
        app(
            parser,
            "2026-03-03 10:00:05.5 INFO done method=get path=/a?b=1 status=503 duration_ms=12.5");

    assertThat(event.getKind()).isEqualTo(AppEventKind.REQUEST);
    assertThat(event.getStatus()).isEqualTo(503);
    assertThat(event.getMethod()).isEqualTo("GET");
    assertThat(event.getPath()).isEqualTo("/a");
    assertThat(event.getDurationUs()).isEqualTo(12_500);
  }

  @Test
  void aStatusAloneMayBeSomebodyElses() {
    AppEvent event = app(parser, "2026-03-03 10:00:05 WARN upstream status=503 request_id=r-1");

    assertThat(event.getStatus()).isEqualTo(-1);
    assertThat(event.getKind()).isEqualTo(AppEventKind.LOG);
  }

  @Test
  void whatAProcessSaysOfItselfIsAnEventOfTheComponent() {
    String at = "2026-03-03 10:00:05 INFO [main] ";

    assertThat(component(parser, at + "Started Shop in 3.2 seconds (JVM running for 4)").getKind())
        .isEqualTo(ComponentEventKind.STARTED);
    assertThat(component(parser, at + "java.lang.OutOfMemoryError: Java heap space").getKind())
        .isEqualTo(ComponentEventKind.OUT_OF_MEMORY);
    assertThat(
            component(parser, at + "HikariPool-1 - Connection is not available, request timed out")
                .getKind())
        .isEqualTo(ComponentEventKind.POOL_FULL);
    assertThat(component(parser, at + "Commencing graceful shutdown").getKind())
        .isEqualTo(ComponentEventKind.STOPPED);
    assertThat(skipped(parser, at + "hello")).isEqualTo("no-request");
  }

  @Test
  void tomcatsOwnLogHasAnotherDate() {
    assertThat(skipped(parser, "03-Mar-2026 10:00:05.120 SEVERE [http-1] o.a.Coyote hello"))
        .isEqualTo("no-request");
  }

  @Test
  void aStackTraceContinuesItsRecord() {
    String frame = "\tat com.example.Cart.add(Cart.java:7)";
    assertThat(rejected(parser, frame)).isEqualTo("not-the-format");
    app(parser, SPRING);
    assertThat(parser.parse(RawLine.of(frame, 1))).isInstanceOf(ParseResult.Continued.class);
    assertThat(rejected(parser, "{\"level\":\"info\"}")).isEqualTo("not-the-format");
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    Parsed.fuzz(parser, 28, PYTHON, SPRING, LARAVEL);
  }
}
