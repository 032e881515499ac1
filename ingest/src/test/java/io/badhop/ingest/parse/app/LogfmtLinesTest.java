package io.badhop.ingest.parse.app;

import static io.badhop.ingest.parse.Parsed.app;
import static io.badhop.ingest.parse.Parsed.component;
import static io.badhop.ingest.parse.Parsed.micros;
import static io.badhop.ingest.parse.Parsed.rejected;
import static io.badhop.ingest.parse.Parsed.skipped;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.Parsed;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.ingest.parse.formats.Formats;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.AppEventKind;
import io.badhop.schemas.event.ComponentEventKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Logs of logfmt. */
class LogfmtLinesTest {
  private static final String SLOG =
      "time=2026-03-03T10:00:05.250123456Z level=ERROR msg=\"request done\" method=GET path=/a?b=c"
          + " status=503 duration=12.5ms request_id=r-1";
  private static final String GO_KIT =
      "ts=2026-03-03T10:00:05.250Z caller=cart.go:12 level=info component=cart msg=\"cache warm\"";

  private final LineParser parser = new AppLines(ParseContext.of("test"), AppLines.Dialect.LOGFMT);

  @Test
  void slogClosesARequest() {
    AppEvent event = app(parser, SLOG);

    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T10:00:05.250123Z"));
    assertThat(event.getKind()).isEqualTo(AppEventKind.REQUEST);
    assertThat(event.getStatus()).isEqualTo(503);
    assertThat(event.getDurationUs()).isEqualTo(12_500);
    assertThat(event.getPath()).isEqualTo("/a");
    assertThat(event.getMessage()).isEqualTo("request done");
    assertThat(event.getLevel()).isEqualTo("ERROR");
    assertThat(event.getRequestId()).isEqualTo("r-1");
  }

  @Test
  void aStatusAloneMayBeSomebodyElses() {
    AppEvent event =
        app(parser, "ts=2026-03-03T10:00:05Z msg=\"upstream failed\" status=503 reqId=r-2");

    assertThat(event.getKind()).isEqualTo(AppEventKind.LOG);
    assertThat(event.getStatus()).isEqualTo(-1);
    assertThat(app(parser, "ts=2026-03-03T10:00:05Z status=Pending reqId=r-2").getStatus())
        .isEqualTo(-1);
  }

  @Test
  void recordsOfNoRequestAreSkipped() {
    assertThat(skipped(parser, GO_KIT)).isEqualTo("no-request");
    assertThat(component(parser, GO_KIT.replace("cache warm", "shutting down")).getKind())
        .isEqualTo(ComponentEventKind.STOPPED);
  }

  @Test
  void anErrorOfGoIsPartOfTheMessage() {
    AppEvent event =
        app(parser, "ts=2026-03-03T10:00:05Z msg=failed err=\"dial tcp: refused\" trace_id=AB12");

    assertThat(event.getMessage()).isEqualTo("failed: dial tcp: refused");
    assertThat(event.getRequestId()).isEqualTo("ab12");
  }

  @Test
  void whatIsNoRecordIsRejectedByName() {
    assertThat(rejected(parser, "hello world")).isEqualTo("not-the-format");
    assertThat(rejected(parser, "level=info msg=hello")).isEqualTo("bad-timestamp");
    assertThat(rejected(parser, "time=2026-03-03T10:00:05Z status=200 upstream_addr=192.0.2.1:80"))
        .isEqualTo("proxy-record");
    assertThat(skipped(parser, "")).isEqualTo("empty");
  }

  @Test
  void aRecordWithoutATimeHasThatOfItsWrapper() {
    String docker =
        "{\"log\":\"level=info msg=done method=GET path=/a status=500 request_id=r-1\\n\","
            + "\"stream\":\"stdout\",\"time\":\"2026-03-03T10:00:05.25Z\"}";
    Detection found =
        Formats.detect(
                List.of(RawLine.of(docker, 0)),
                "a.log",
                ServerConfigs.EMPTY,
                ParseContext.of("test"))
            .orElseThrow();

    AppEvent event = app(found.parser().get(), docker);

    assertThat(found.format().name()).isEqualTo("logfmt");
    assertThat(event.getTime()).isEqualTo(micros("2026-03-03T10:00:05.250Z"));
    assertThat(event.getStatus()).isEqualTo(500);
    assertThat(event.getRequestId()).isEqualTo("r-1");
  }

  @Test
  void jsonTextAndTracesBetweenAreRead() {
    app(parser, SLOG);

    assertThat(
            app(parser, "{\"ts\":\"2026-03-03T10:00:05Z\",\"request_id\":\"r-3\"}").getRequestId())
        .isEqualTo("r-3");
    assertThat(app(parser, "2026-03-03 10:00:05 WARN slow request_id=r-4").getRequestId())
        .isEqualTo("r-4");
    assertThat(parser.parse(RawLine.of("\tmain.go:12", 1)))
        .isInstanceOf(ParseResult.Continued.class);
    assertThat(rejected(parser, "hello world")).isEqualTo("not-the-format");
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    Parsed.fuzz(parser, 47, SLOG, GO_KIT, "a='b\\'c' d=[1 2] e", "{\"ts\":1}", "panic: x");
  }
}
