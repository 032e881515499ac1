package io.badhop.ingest.parse.otlp;

import static io.badhop.ingest.parse.Parsed.app;
import static io.badhop.ingest.parse.Parsed.component;
import static io.badhop.ingest.parse.Parsed.rejected;
import static io.badhop.ingest.parse.Parsed.skipped;
import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.Corpus;
import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.FieldNames;
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
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.RequestIdKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** OpenTelemetry logs in JSON. */
class OtlpParserTest {
  private static final ParseContext CONTEXT = ParseContext.of("test");
  private static final String TIME = "\"timeUnixNano\":\"1795327200123456789\"";

  private final LineParser parser = new OtlpParser(CONTEXT);

  private static String line(String resource, String... records) {
    return "{\"resourceLogs\":[{\"resource\":{\"attributes\":["
        + resource
        + "]},\"scopeLogs\":[{\"scope\":{\"name\":\"x\"},\"logRecords\":["
        + String.join(",", records)
        + "]}]}]}";
  }

  private static String text(String key, String value) {
    return "{\"key\":\"" + key + "\",\"value\":{\"stringValue\":\"" + value + "\"}}";
  }

  private static String number(String key, String value) {
    return "{\"key\":\"" + key + "\",\"value\":{\"intValue\":" + value + "}}";
  }

  private static String body(String text) {
    return TIME + ",\"body\":{\"stringValue\":\"" + text + "\"}";
  }

  private static String record(String fields, String... attributes) {
    return "{" + fields + ",\"attributes\":[" + String.join(",", attributes) + "]}";
  }

  @Test
  void theEarlierConventionsAreReadToo() {
    AppEvent event =
        app(
            parser,
            line(
                text("service.name", "unknown_service:java") + "," + text("host.name", "web-1"),
                record(
                    body("done"),
                    text("request_id", "r-1"),
                    number("http.status_code", "500"),
                    text("http.method", "GET"),
                    text("http.target", "/cart?id=7"),
                    text("error.type", "500"),
                    number("duration_ms", "12"))));

    assertThat(event.getKind()).isEqualTo(AppEventKind.REQUEST);
    assertThat(event.getStatus()).isEqualTo(500);
    assertThat(event.getMethod()).isEqualTo("GET");
    assertThat(event.getPath()).isEqualTo("/cart");
    assertThat(event.getService()).isEmpty();
    assertThat(event.getInstance()).isEqualTo("web-1");
    assertThat(event.getExceptionType()).isEmpty();
    assertThat(event.getDurationUs()).isEqualTo(12_000);
    assertThat(event.getStartTime()).isEqualTo(1_795_327_200_111_456L);
  }

  @Test
  void timesAreTextsOrNumbersAndTheObservedOneIsSecond() {
    String id = ",\"traceId\":\"0af7651916cd43dd8448eb211c80319c\"}";
    long time = 1_795_327_200_123_456L;
    assertThat(app(parser, line("", "{" + TIME + id)).getTime()).isEqualTo(time);
    assertThat(app(parser, line("", "{\"timeUnixNano\":1795327200123456789" + id)).getTime())
        .isEqualTo(time);
    assertThat(app(parser, line("", "{\"timeUnixNano\":1.795327200123456789E18" + id)).getTime())
        .isEqualTo(time);
    assertThat(
            app(
                    parser,
                    line(
                        "",
                        "{\"timeUnixNano\":\"0\",\"observed_time_unix_nano\":\"1795327200123456789\""
                            + id))
                .getTime())
        .isEqualTo(time);
    assertThat(app(parser, line("", "{\"timeUnixNano\":\"1000000000000\"" + id)).getTime())
        .isEqualTo(1_000_000_000L);
    assertThat(rejected(parser, line("", "{\"severityText\":\"x\"" + id)))
        .isEqualTo("bad-timestamp");
    assertThat(rejected(parser, line("", "{\"timeUnixNano\":\"99999999999999999999\"" + id)))
        .isEqualTo("bad-timestamp");
    assertThat(rejected(parser, line("", "{\"timeUnixNano\":1e999999999" + id)))
        .isEqualTo("bad-timestamp");
  }

  @Test
  void theLevelIsTheNumbersElseTheText() {
    String id = ",\"traceId\":\"0af7651916cd43dd8448eb211c80319c\"}";
    String[][] levels = {
      {"\"severityNumber\":10,\"severityText\":\"Information\"", "INFO"},
      {"\"severityNumber\":24", "FATAL"},
      {"\"severityNumber\":1", "TRACE"},
      {"\"severityNumber\":\"SEVERITY_NUMBER_ERROR2\"", "ERROR"},
      {"\"severity_number\":0,\"severity_text\":\"Warning\"", "WARNING"},
      {"\"severityNumber\":25,\"severityText\":\"x\"", "X"},
    };
    for (String[] level : levels) {
      assertThat(app(parser, line("", "{" + TIME + "," + level[0] + id)).getLevel())
          .isEqualTo(level[1]);
    }
  }

  @Test
  void theTraceIsTheKeyWhereThereIsNoRequestId() {
    AppEvent hex =
        app(parser, line("", "{" + TIME + ",\"traceId\":\"0AF7651916CD43DD8448EB211C80319C\"}"));
    AppEvent base64 =
        app(parser, line("", "{" + TIME + ",\"traceId\":\"CvdlGRbNQ92ESOshHIAxnA==\"}"));

    assertThat(hex.getRequestId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(hex.getRequestIdKind()).isEqualTo(RequestIdKind.TRACE_ID);
    assertThat(hex.getKind()).isEqualTo(AppEventKind.LOG);
    assertThat(base64.getRequestId()).isEqualTo(hex.getRequestId());
  }

  @Test
  void bodiesMayBeNamesAndValues() {
    String kvlist =
        ",\"body\":{\"kvlistValue\":{\"values\":["
            + text("message", "no stock")
            + ","
            + text("request_id", "r-2")
            + ",{\"key\":\"http\",\"value\":{\"kvlistValue\":{\"values\":[{\"key\":\"response\",\"value\":"
            + "{\"kvlistValue\":{\"values\":["
            + number("status_code", "\"503\"")
            + "]}}}]}}}]}}";
    AppEvent event = app(parser, line("", "{" + TIME + kvlist + "}"));

    assertThat(event.getMessage()).isEqualTo("no stock");
    assertThat(event.getRequestId()).isEqualTo("r-2");
    assertThat(event.getStatus()).isEqualTo(503);
  }

  @Test
  void anEventWithoutABodyHasItsExceptionOrItsName() {
    String named =
        "{" + TIME + ",\"eventName\":\"checkout.failed\",\"traceId\":\"0af7651916cd43dd\"";
    assertThat(app(parser, line("", named + "}")).getMessage()).isEqualTo("checkout.failed");
    AppEvent thrown =
        app(
            parser,
            line(
                "",
                named
                    + ",\"attributes\":["
                    + text("exception.message", "closed")
                    + ","
                    + text("exception.stacktrace", "java.io.IOException: closed\\n\\tat a.B")
                    + "]}"));
    assertThat(thrown.getMessage()).isEqualTo("closed");
    assertThat(thrown.getExceptionType()).isEqualTo("java.io.IOException");
  }

  @Test
  void namesOfTheUserComeFirst() {
    FieldNames own =
        FieldNames.GUESSED.with(
            Map.of("requestId", List.of("shop.order"), "status", List.of("shop.answer")));
    ParseContext context =
        new ParseContext(
            "default", "test", "", CONTEXT.zone(), own, CONTEXT.ids(), CONTEXT.addresses());
    AppEvent event =
        app(
            new OtlpParser(context),
            line(
                "",
                record(
                    body("x"),
                    text("request_id", "not-this"),
                    text("shop.order", "o-1"),
                    number("http.response.status_code", "200"),
                    number("shop.answer", "504"))));

    assertThat(event.getRequestId()).isEqualTo("o-1");
    assertThat(event.getStatus()).isEqualTo(504);
  }

  @Test
  void whatTheProcessSaysOfItselfIsEvidence() {
    assertThat(
            component(
                    parser,
                    line(text("service.name", "shop"), "{" + body("OutOfMemoryError: heap") + "}"))
                .getKind())
        .isEqualTo(ComponentEventKind.OUT_OF_MEMORY);
    assertThat(skipped(parser, line("", "{" + body("cache warmed") + "}"))).isEqualTo("no-request");
  }

  @Test
  void aResourceLogsOfItsOwnIsALineToo() {
    String whole = line(text("service.name", "shop"), record(body("x"), text("request_id", "r")));
    String inner = whole.substring("{\"resourceLogs\":[".length(), whole.length() - 2);

    assertThat(app(parser, inner).getService()).isEqualTo("shop");
  }

  @Test
  void eachRecordOfALineHasItsOwnIdentity() {
    String same = record(body("x"), text("request_id", "r"));
    String line = line("", same, same);
    List<Long> ids = new ArrayList<>();
    for (long offset : new long[] {0, 0, 1}) {
      for (ParseResult result : parser.parse(RawLine.of(line, offset)).each()) {
        ids.add(((AppEvent) ((ParseResult.Event) result).event()).getEventId());
      }
    }
    assertThat(ids).hasSize(6);
    assertThat(ids.subList(0, 2)).isEqualTo(ids.subList(2, 4));
    assertThat(ids.stream().distinct()).hasSize(4);
  }

  @Test
  void linesOfNoRecordSaySo() {
    assertThat(skipped(parser, "")).isEqualTo("empty");
    assertThat(skipped(parser, line(""))).isEqualTo("no-records");
    assertThat(skipped(parser, "{\"resourceLogs\":[]}")).isEqualTo("no-records");
    assertThat(rejected(parser, "{\"msg\":\"x\"}")).isEqualTo("not-the-format");
    assertThat(rejected(parser, "{\"resourceLogs\":5}")).isEqualTo("not-the-format");
    assertThat(rejected(parser, line("") + "x")).isEqualTo("bad-json");
    assertThat(rejected(parser, "[]")).isEqualTo("bad-json");
  }

  @Test
  void bodiesThatAreLinesOfAServerAreReadByItsParser() {
    String access =
        "192.0.2.9 - - [22/Nov/2026:06:19:30 +0000] \\\"GET /a HTTP/1.1\\\" 502 157 \\\"-\\\" \\\"x\\\"";
    String line =
        line(
            text("host.name", "lb-1"),
            record(body(access), text("log.file.name", "access.log")),
            record(body(access), text("log.file.name", "access.log")),
            record(body("oops")));
    Detection found =
        Formats.detect(List.of(RawLine.of(line, 0)), "otlp.json", ServerConfigs.EMPTY, CONTEXT)
            .orElseThrow();

    assertThat(found.format().name()).startsWith("nginx");
    assertThat(found.variant()).endsWith("otlp");
    List<ParseResult> results = found.parser().get().parse(RawLine.of(line, 0)).each();
    assertThat(results).hasSize(3);
    ProxyEvent first = (ProxyEvent) ((ParseResult.Event) results.get(0)).event();
    ProxyEvent second = (ProxyEvent) ((ParseResult.Event) results.get(1)).event();
    assertThat(first.getProxy()).isEqualTo("lb-1");
    assertThat(first.getStatus()).isEqualTo(502);
    assertThat(second.getEventId()).isNotEqualTo(first.getEventId());
    assertThat(results.get(2)).isInstanceOf(ParseResult.Rejected.class);
    assertThat(
            Formats.detectAs(
                    found.format().name(),
                    List.of(RawLine.of(line, 0)),
                    "x",
                    ServerConfigs.EMPTY,
                    CONTEXT)
                .variant())
        .endsWith("otlp");
  }

  @Test
  void bodiesThatAreJsonKeepTheTraceOfTheRecord() {
    String json =
        "{\\\"ts\\\":\\\"2026-11-22T06:19:30.5Z\\\",\\\"status\\\":500,\\\"request_id\\\":\\\"r-1\\\",\\\"duration_ms\\\":4}";
    String line =
        line(
            text("service.name", "shop"),
            "{" + body(json) + ",\"traceId\":\"0af7651916cd43dd8448eb211c80319c\"}");
    Detection found =
        Formats.detect(List.of(RawLine.of(line, 0)), "x", ServerConfigs.EMPTY, CONTEXT)
            .orElseThrow();
    AppEvent event = app(found.parser().get(), line);

    assertThat(found.format().name()).isEqualTo("app-json");
    assertThat(event.getRequestId()).isEqualTo("r-1");
    assertThat(event.getOtherId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(event.getService()).isEqualTo("shop");
    assertThat(event.getDurationUs()).isEqualTo(4_000);
  }

  @Test
  void theExamplesOfTheSpecificationAreRead() {
    assertThat(Corpus.outcomes("otlp", "proto-example-logs.log")).isEqualTo("otlp event=1");
    AppEvent event = (AppEvent) Corpus.events("otlp", "proto-example-logs.log").get(0);
    assertThat(event.getTime()).isEqualTo(1_544_712_660_300_000L);
    assertThat(event.getRequestId()).isEqualTo("5b8efff798038103d269b633813fc60c");
    assertThat(event.getService()).isEqualTo("my.service");
    assertThat(event.getLevel()).isEqualTo("INFO");
    assertThat(event.getMessage()).isEqualTo("Example log record");
    assertThat(Corpus.outcomes("otlp", "proto-example-events.log"))
        .isEqualTo("otlp skipped:no-request=1");
  }

  @Test
  void damagedLinesHaveAnOutcome() {
    String rich =
        line(
            text("service.name", "shop"),
            record(body("x"), text("request_id", "r"), number("http.response.status_code", "503")),
            "{\"time_unix_nano\":1795327200123456789,\"body\":{\"kvlist_value\":{\"values\":["
                + text("a", "b")
                + ",{\"value\":{\"array_value\":{\"values\":[{\"bytes_value\":\"AQI=\"}]}},\"key\":\"k\"}]}}}");
    Parsed.fuzz(parser, 21, rich);
    Parsed.fuzz(new OtlpBodies(CONTEXT, parser), 22, rich);
  }
}
