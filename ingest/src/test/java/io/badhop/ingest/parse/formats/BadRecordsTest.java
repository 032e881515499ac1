package io.badhop.ingest.parse.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.Format;
import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.RequestIds;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.schemas.event.RequestIdKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records made to be hard on their reader. */
class BadRecordsTest {
  private static final ParseContext CONTEXT = ParseContext.of("test");
  private static final int DEEP = 10_000;

  static Stream<String> formats() {
    return Formats.all().stream().map(Format::name);
  }

  /** A parser by what a usual line of its log would choose; empty where a configuration must. */
  private static Optional<LineParser> parser(String format) {
    try {
      return Optional.of(Formats.parser(format, ServerConfigs.EMPTY, CONTEXT));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static List<String> deep() {
    String object = "{\"a\":".repeat(DEEP);
    String array = "[".repeat(DEEP);
    return List.of(
        object,
        array,
        "{\"a\":" + array,
        object + "1" + "}".repeat(DEEP),
        "{\"a\":" + array + "]".repeat(DEEP) + ",\"ts\":\"2026-11-22T06:00:00Z\",\"status\":500}",
        "{\"MESSAGE\":" + array + "]".repeat(DEEP) + ",\"__CURSOR\":\"1\"}");
  }

  @ParameterizedTest
  @MethodSource("formats")
  void deepNestingIsOneRejectedLine(String format) {
    LineParser parser = parser(format).orElse(null);
    for (String line : parser == null ? List.<String>of() : deep()) {
      assertThat(parser.parse(RawLine.of(line, 0)))
          .as(line.substring(0, 20))
          .isNotNull()
          .isNotInstanceOf(ParseResult.Event.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"log\":\"%s\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-22T06:00:00Z\"}",
        "{\"__REALTIME_TIMESTAMP\":\"1\",\"MESSAGE\":\"%s\"}",
        "{\"@timestamp\":\"2026-11-22T06:00:00Z\",\"message\":\"%s\"}",
        "2026-11-22T06:00:00.123456789Z stdout F %s",
        "Nov 22 06:00:00 vm1 shop[1]: %s"
      })
  void deepNestingInAWrapperIsOneLineAndTheNextIsRead(String wrapper) {
    String good =
        "{'ts':'2026-11-22T06:00:00Z','request_id':'r-1','status':500}".replace('\'', '"');
    RawLine line = RawLine.of(wrapper.replace("%s", escaped(wrapper, good)), 0);
    LineParser parser =
        Formats.detect(List.of(line), "x.log", ServerConfigs.EMPTY, CONTEXT)
            .orElseThrow()
            .parser()
            .get();
    for (String bad : deep()) {
      assertThat(parser.parse(RawLine.of(wrapper.replace("%s", escaped(wrapper, bad)), 99)))
          .isNotInstanceOf(ParseResult.Event.class);
      assertThat(parser.parse(RawLine.of(wrapper.replace("%s", bad), 99)))
          .isNotInstanceOf(ParseResult.Event.class);
    }
    assertThat(parser.parse(line)).isInstanceOf(ParseResult.Event.class);
  }

  private static String escaped(String wrapper, String json) {
    return wrapper.startsWith("{") ? json.replace("\"", "\\\"") : json;
  }

  /** With %s for an ID, each in the way of its format. */
  static Stream<String> identified() {
    return Stream.of(
        "{\"ts\":\"2026-11-22T06:00:00Z\",\"request_id\":\"%s\",\"status\":500}",
        "{\"time\":\"2026-11-22T06:00:00Z\",\"status\":504,\"request_id\":\"%s\","
            + "\"upstream_addr\":\"10.0.0.1:80\",\"request\":\"GET /a HTTP/1.1\"}",
        "{\"timestamp\":\"2026-11-22T06:00:00Z\",\"status\":503,\"url\":\"/a\",\"host\":\"h\","
            + "\"cache_status\":\"MISS\",\"request_id\":\"%s\"}",
        "{\"EdgeStartTimestamp\":\"2026-11-22T06:00:00Z\",\"RayID\":\"%s\","
            + "\"EdgeEndTimestamp\":\"2026-11-22T06:00:01Z\",\"EdgeResponseStatus\":502,"
            + "\"ClientRequestURI\":\"/a\"}",
        "2026-11-22 06:11:16,123 ERROR [main] failed request_id=%s method=GET path=/a status=500",
        "http 2026-11-22T06:00:00.123456Z app/x/1 192.0.2.9:4711 10.0.0.1:80 0.001 -1 -1 502 - 34"
            + " 366 \"GET http://a.example.com:80/a HTTP/1.1\" \"x\" - - arn:aws:x:eu:1:t/1"
            + " \"Root=%s\" \"a\" \"-\" 0 2026-11-22T06:00:00.000000Z \"forward\" \"-\" \"-\"");
  }

  @ParameterizedTest
  @MethodSource("identified")
  void anEnormousOrForgedIdIsNoKey(String line) {
    RawLine usual = RawLine.of(line.replace("%s", "r-1"), 0);
    LineParser parser =
        Formats.detect(List.of(usual), "x.log", ServerConfigs.EMPTY, CONTEXT)
            .orElseThrow()
            .parser()
            .get();
    assertThat(kind(parser.parse(usual))).isNotEqualTo(RequestIdKind.NONE);

    for (String id :
        List.of("x".repeat(1_000_000), "\\u0000\\u001b", "\u0001\u0007", "\u202eevil", "-")) {
      ParseResult result = parser.parse(RawLine.of(line.replace("%s", id), 0));
      if (result instanceof ParseResult.Event event) {
        String key = (String) event.event().get(index(event.event(), "requestId"));
        assertThat(key.length()).isBetween(1, RequestIds.MAX_LENGTH);
        assertThat(key).matches("[!-~]+");
      } else {
        assertThat(result).isNotNull();
      }
    }
  }

  private static RequestIdKind kind(ParseResult result) {
    SpecificRecord event = ((ParseResult.Event) result).event();
    return (RequestIdKind) event.get(index(event, "requestIdKind"));
  }

  private static int index(SpecificRecord event, String field) {
    return event.getSchema().getField(field).pos();
  }
}
