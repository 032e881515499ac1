package io.badhop.ingest.parse.app;

import static io.badhop.ingest.parse.Parsed.app;
import static io.badhop.ingest.parse.Parsed.component;
import static io.badhop.ingest.parse.Parsed.micros;
import static io.badhop.ingest.parse.Parsed.rejected;
import static io.badhop.ingest.parse.Parsed.skipped;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.Parsed;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.AppEventKind;
import io.badhop.schemas.event.ComponentEvent;
import io.badhop.schemas.event.ComponentEventKind;
import io.badhop.schemas.event.RequestIdKind;
import org.junit.jupiter.api.Test;

/** JSON logs of applications. */
class JsonAppLinesTest {
  private static final String PINO =
      "{\"level\":50,\"time\":1772532005250,\"pid\":9,\"hostname\":\"pod-1\",\"req\":{\"id\":\"r-1\","
          + "\"method\":\"GET\",\"url\":\"/cart?id=7\",\"headers\":{\"host\":\"shop.test:80\"}},"
          + "\"res\":{\"statusCode\":500},\"err\":{\"type\":\"TypeError\",\"stack\":\"TypeError: no\"},"
          + "\"responseTime\":250,\"msg\":\"request errored\"}";

  private final LineParser parser = new AppLines(ParseContext.of("test"), AppLines.Dialect.JSON);

  @Test
  void pinoNumbersLevelsAndNestsItsFields() {
    AppEvent event = app(parser, PINO);

    assertThat(event.getTime()).isEqualTo(1_772_532_005_250_000L);
    assertThat(event.getResolution()).isEqualTo(1_000);
    assertThat(event.getStartTime()).isEqualTo(1_772_532_005_000_000L);
    assertThat(event.getLevel()).isEqualTo("ERROR");
    assertThat(event.getKind()).isEqualTo(AppEventKind.REQUEST);
    assertThat(event.getStatus()).isEqualTo(500);
    assertThat(event.getRequestId()).isEqualTo("r-1");
    assertThat(event.getPath()).isEqualTo("/cart");
    assertThat(event.getHost()).isEqualTo("shop.test");
    assertThat(event.getInstance()).isEqualTo("pod-1");
    assertThat(event.getExceptionType()).isEqualTo("TypeError");
  }

  @Test
  void aRequestThatPinoSawAbortedHasNoStatus() {
    AppEvent event = app(parser, PINO.replace("\"statusCode\":500", "\"statusCode\":null"));

    assertThat(event.getStatus()).isEqualTo(-1);
    assertThat(event.getKind()).isEqualTo(AppEventKind.LOG);
  }

  @Test
  void bunyanWritesIsoTimes() {
    AppEvent event =
        app(
            parser,
            "{\"name\":\"shop\",\"hostname\":\"pod-1\",\"pid\":3,\"level\":40,\"req_id\":\"r-2\","
                + "\"msg\":\"slow\",\"time\":\"2026-03-03T10:00:05.250Z\",\"v\":0}");

    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T10:00:05.250Z"));
    assertThat(event.getLevel()).isEqualTo("WARN");
    assertThat(event.getKind()).isEqualTo(AppEventKind.LOG);
  }

  @Test
  void logstashLogbackHasOffsetsAndATrace() {
    AppEvent event =
        app(
            parser,
            "{\"@timestamp\":\"2026-03-03T11:00:05.250+01:00\",\"@version\":\"1\",\"message\":\"failed\","
                + "\"logger_name\":\"a.B\",\"level\":\"ERROR\",\"level_value\":40000,"
                + "\"traceId\":\"0AF7651916CD43DD8448EB211C80319C\","
                + "\"stack_trace\":\"java.lang.IllegalStateException: no\\n\\tat a.B.c(B.java:1)\\n"
                + "Caused by: java.io.IOException: x\"}");

    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T10:00:05.250Z"));
    assertThat(event.getRequestId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(event.getRequestIdKind()).isEqualTo(RequestIdKind.TRACE_ID);
    assertThat(event.getExceptionType()).isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void ecsIsReadDottedAndNested() {
    String dotted =
        "{\"@timestamp\":\"2026-03-03T10:00:05.250Z\",\"log.level\":\"error\",\"message\":\"m\","
            + "\"trace.id\":\"abc1\",\"service.name\":\"shop\",\"error.type\":\"a.E\","
            + "\"http.response.status_code\":503}";
    String nested =
        "{\"@timestamp\":\"2026-03-03T10:00:05.250Z\",\"log\":{\"level\":\"error\"},\"message\":\"m\","
            + "\"trace\":{\"id\":\"abc1\"},\"service\":{\"name\":\"shop\"},\"error\":{\"type\":\"a.E\"},"
            + "\"http\":{\"response\":{\"status_code\":503}}}";

    for (String line : new String[] {dotted, nested}) {
      AppEvent event = app(parser, line);
      assertThat(event.getLevel()).isEqualTo("ERROR");
      assertThat(event.getRequestId()).isEqualTo("abc1");
      assertThat(event.getService()).isEqualTo("shop");
      assertThat(event.getExceptionType()).isEqualTo("a.E");
      assertThat(event.getStatus()).isEqualTo(503);
    }
  }

  @Test
  void structlogNamesItsMessageEvent() {
    AppEvent event =
        app(
            parser,
            "{\"event\":\"checkout failed\",\"level\":\"error\",\"request_id\":\"r-3\","
                + "\"timestamp\":\"2026-03-03T10:00:05.250125Z\",\"exception\":"
                + "\"Traceback (most recent call last):\\n  File \\\"a.py\\\", line 1, in f\\n"
                + "shop.errors.StockError: none left\"}");

    assertThat(event.getMessage()).isEqualTo("checkout failed");
    assertThat(event.getExceptionType()).isEqualTo("shop.errors.StockError");
    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T10:00:05.250125Z"));
  }

  @Test
  void aTraceOfSeveralLinesOfMessageStillNamesItsException() {
    AppEvent event =
        app(
            parser,
            "{\"msg\":\"x\",\"request_id\":\"r-3\",\"ts\":\"2026-03-03T10:00:05Z\",\"exc_info\":"
                + "\"Traceback (most recent call last):\\n  File \\\"a.py\\\", line 1, in f\\n"
                + "db.OperationalError: could not connect\\n\\tIs the server running?\"}");

    assertThat(event.getExceptionType()).isEqualTo("db.OperationalError");
  }

  @Test
  void pythonJsonLoggerPutsACommaBeforeTheMilliSeconds() {
    AppEvent event =
        app(
            parser,
            "{\"asctime\":\"2026-03-03 10:00:05,250\",\"levelname\":\"ERROR\",\"message\":\"m\","
                + "\"correlation_id\":\"r-5\"}");

    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T10:00:05.250Z"));
    assertThat(event.getResolution()).isEqualTo(1_000);
    assertThat(event.getLevel()).isEqualTo("ERROR");
  }

  @Test
  void secondsSinceTheEpochMayHaveAFraction() {
    String rest = ",\"request_id\":\"r\",\"msg\":\"m\"}";
    assertThat(app(parser, "{\"ts\":1772532005.25" + rest).getTime())
        .isEqualTo(1_772_532_005_250_000L);
    assertThat(app(parser, "{\"ts\":1772532005" + rest).getResolution()).isEqualTo(1_000_000);
    assertThat(app(parser, "{\"ts\":1772532005250001" + rest).getTime())
        .isEqualTo(1_772_532_005_250_001L);
    assertThat(app(parser, "{\"ts\":1772532005250001999" + rest).getTime())
        .isEqualTo(1_772_532_005_250_001L);
    assertThat(app(parser, "{\"ts\":1772532005250.5" + rest).getTime())
        .isEqualTo(1_772_532_005_250_000L);
  }

  @Test
  void durationsComeInMilliSecondsOrSeconds() {
    String head = "{\"ts\":\"2026-03-03T10:00:05.250Z\",\"status\":200,\"request_id\":\"r\",";
    assertThat(app(parser, head + "\"duration_ms\":12.5}").getDurationUs()).isEqualTo(12_500);
    assertThat(app(parser, head + "\"elapsed_s\":0.25}").getDurationUs()).isEqualTo(250_000);
    assertThat(app(parser, head + "\"duration_ms\":\"fast\"}").getDurationUs()).isEqualTo(-1);
  }

  @Test
  void aRequestWithoutAnIdIsStillARequest() {
    AppEvent event =
        app(parser, "{\"ts\":\"2026-03-03T10:00:05Z\",\"status\":500,\"path\":\"/a\"}");

    assertThat(event.getRequestIdKind()).isEqualTo(RequestIdKind.NONE);
    assertThat(event.getKind()).isEqualTo(AppEventKind.REQUEST);
  }

  @Test
  void recordsOfNoRequestAreSkipped() {
    assertThat(skipped(parser, "{\"ts\":\"2026-03-03T10:00:05Z\",\"msg\":\"cache warmed\"}"))
        .isEqualTo("no-request");
  }

  @Test
  void whatTheProcessSaysOfItselfIsEvidence() {
    ComponentEvent up =
        component(
            parser,
            "{\"ts\":\"2026-03-03T10:00:05Z\",\"service\":\"shop\",\"instance\":\"10.1.1.1:80\","
                + "\"msg\":\"listening on 10.1.1.1:80\"}");

    assertThat(up.getKind()).isEqualTo(ComponentEventKind.STARTED);
    assertThat(up.getComponent()).isEqualTo("shop");
    assertThat(up.getAddress()).isEqualTo("10.1.1.1:80");
    assertThat(told("SIGTERM received")).isEqualTo(ComponentEventKind.STOPPED);
    assertThat(told("Worker timeout (pid 4)")).isEqualTo(ComponentEventKind.WORKER_TIMEOUT);
    assertThat(told("java.lang.OutOfMemoryError: heap"))
        .isEqualTo(ComponentEventKind.OUT_OF_MEMORY);
    assertThat(told("connection pool exhausted")).isEqualTo(ComponentEventKind.POOL_FULL);
  }

  private ComponentEventKind told(String message) {
    return component(parser, "{\"ts\":\"2026-03-03T10:00:05Z\",\"msg\":\"" + message + "\"}")
        .getKind();
  }

  @Test
  void aLineThatIsNoRecordIsRejectedByName() {
    assertThat(rejected(parser, "oops")).isEqualTo("bad-json");
    assertThat(rejected(parser, "{\"msg\":\"x\"} trailing")).isEqualTo("bad-json");
    assertThat(rejected(parser, "{\"msg\":\"x\"}")).isEqualTo("bad-timestamp");
    assertThat(rejected(parser, "{\"ts\":\"noon\"}")).isEqualTo("bad-timestamp");
    assertThat(rejected(parser, "{\"ts\":9865777732371385621}")).isEqualTo("bad-timestamp");
  }

  @Test
  void deeplyNestedAndWideRecordsAreBounded() {
    String deep = "{\"a\":".repeat(100) + "1" + "}".repeat(100);
    StringBuilder wide = new StringBuilder("{\"ts\":\"2026-03-03T10:00:05Z\"");
    for (int i = 0; i < 5_000; i++) {
      wide.append(",\"k").append(i).append("\":").append(i);
    }

    assertThat(rejected(parser, deep)).isEqualTo("bad-json");
    assertThat(skipped(parser, wide.append('}').toString())).isEqualTo("no-request");
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    Parsed.fuzz(
        parser,
        11,
        PINO,
        "{\"ts\":1772532005250001999,\"exception\":\"Traceback (most recent call last):\\nA: b\",\"request_id\":\"r\"}",
        "{\"asctime\":\"2026-03-03 10:00:05,250\",\"elapsed\":0.25,\"status\":\"500\"}");
  }
}
