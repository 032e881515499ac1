package io.badhop.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.UnknownFieldSet;
import io.badhop.ingest.parse.LineParser;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.ingest.parse.formats.Formats;
import io.badhop.schemas.event.AppEvent;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** OTLP requests as lines; the Protobuf ones are made by the official classes. */
class OtlpEncodingTest {
  private static final long LIMIT = 1 << 20;
  private static final String RECORD =
      "{\"timeUnixNano\":\"1795327200123456789\",\"severityNumber\":17,\"severityText\":\"Error\","
          + "\"body\":{\"stringValue\":\"no stock\"},\"traceId\":\"0af7651916cd43dd8448eb211c80319c\","
          + "\"spanId\":\"b7ad6b7169203331\",\"observedTimeUnixNano\":\"1795327201000000000\",\"attributes\":["
          + "{\"key\":\"http.request.method\",\"value\":{\"stringValue\":\"GET\"}},"
          + "{\"key\":\"http.response.status_code\",\"value\":{\"intValue\":\"503\"}},"
          + "{\"key\":\"url.path\",\"value\":{\"stringValue\":\"/cart\"}}]}";
  private static final String LINE =
      "{\"resourceLogs\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":{\"stringValue\":"
          + "\"shop\"}},{\"key\":\"host.name\",\"value\":{\"stringValue\":\"web-1\"}}]},\"scopeLogs\":[{\"scope\":"
          + "{\"name\":\"a.B\",\"version\":\"1.0\"},\"logRecords\":["
          + RECORD
          + "]}]}]}";

  private final LineParser parser =
      Formats.parser("otlp", ServerConfigs.EMPTY, ParseContext.of("test"));

  private static List<String> lines(OtlpEncoding encoding, byte[] body) throws IOException {
    return new String(encoding.lines(body, LIMIT), StandardCharsets.UTF_8).lines().toList();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private AppEvent app(String line) {
    return (AppEvent) ((ParseResult.Event) parser.parse(RawLine.of(line, 0))).event();
  }

  @Test
  void aRecordOfProtobufIsALineOfJson() throws Exception {
    ExportLogsServiceRequest request =
        OtlpRequests.request(
            List.of(OtlpRequests.record("no stock").build(), LogRecord.getDefaultInstance()));

    List<String> lines = lines(OtlpEncoding.PROTOBUF, request.toByteArray());
    assertThat(lines.get(0)).isEqualTo(LINE);
    assertThat(lines.get(1)).isEqualTo(LINE.replace(RECORD, "{}"));
    assertThat(lines).hasSize(2);
  }

  @Test
  void whatTheLineSaysIsWhatTheRecordSaid() throws Exception {
    byte[] body =
        OtlpRequests.request(List.of(OtlpRequests.record("no stock").build())).toByteArray();
    AppEvent event = app(lines(OtlpEncoding.PROTOBUF, body).get(0));

    assertThat(event.getTime()).isEqualTo(1_795_327_200_123_456L);
    assertThat(event.getRequestId()).isEqualTo(OtlpRequests.TRACE);
    assertThat(event.getStatus()).isEqualTo(503);
    assertThat(event.getPath()).isEqualTo("/cart");
    assertThat(event.getMethod()).isEqualTo("GET");
    assertThat(event.getLevel()).isEqualTo("ERROR");
    assertThat(event.getMessage()).isEqualTo("no stock");
    assertThat(event.getService()).isEqualTo("shop");
    assertThat(event.getInstance()).isEqualTo("web-1");
  }

  @Test
  void aRequestInJsonIsALineForEachRecord() throws Exception {
    String pretty =
        LINE.replace(RECORD, RECORD + ",\n" + RECORD.replace("no stock", "more"))
            .replace(",\"value\"", ",\r\n  \"value\"");
    List<String> lines = lines(OtlpEncoding.JSON, utf8(pretty));

    assertThat(lines).hasSize(2);
    assertThat(app(lines.get(0)).getMessage()).isEqualTo("no stock");
    assertThat(app(lines.get(1)).getMessage()).isEqualTo("more");
    assertThat(app(lines.get(1)).getService()).isEqualTo("shop");
    assertThat(lines(OtlpEncoding.JSON, utf8(LINE))).containsExactly(LINE);
  }

  @Test
  void theResourceAndTheScopeMayStandBehindTheRecords() throws Exception {
    String late =
        "\ufeff{\"resource_logs\":[{\"scope_logs\":[{\"log_records\":[{\"time_unix_nano\":1795327200123456789,"
            + "\"trace_id\":\"0AF7651916CD43DD8448EB211C80319C\",\"body\":{\"string_value\":\"\u00e9\"}}],"
            + "\"scope\":{\"name\":\"x\"}}],\"resource\":{\"attributes\":[{\"value\":{\"string_value\":\"shop\"},"
            + "\"key\":\"service.name\"}]}}]}";
    List<String> lines = lines(OtlpEncoding.JSON, utf8(late));

    AppEvent event = app(lines.get(0));
    assertThat(event.getService()).isEqualTo("shop");
    assertThat(event.getMessage()).isEqualTo("\u00e9");
    assertThat(event.getRequestId()).isEqualTo(OtlpRequests.TRACE);
    assertThat(lines.get(0)).contains("\"scope\":{\"name\":\"x\"}");
    assertThat(app(late.substring(1))).isEqualTo(withIdentity(event, late.substring(1)));
  }

  private AppEvent withIdentity(AppEvent event, String line) {
    event.setEventId(app(line).getEventId());
    return event;
  }

  @Test
  void anEmptyRequestIsGood() throws Exception {
    assertThat(lines(OtlpEncoding.PROTOBUF, new byte[0])).isEmpty();
    assertThat(lines(OtlpEncoding.JSON, utf8("{}"))).isEmpty();
    assertThat(lines(OtlpEncoding.JSON, utf8("{\"resourceLogs\":[]}"))).isEmpty();
  }

  @Test
  void everyValueOfTheOfficialClassesIsReadable() throws Exception {
    Random random = new Random(5);
    for (int i = 0; i < 500; i++) {
      List<LogRecord> records = new ArrayList<>();
      for (int j = random.nextInt(4); j >= 0; j--) {
        records.add(
            OtlpRequests.record("b")
                .setBody(OtlpRequests.any(random, 5))
                .addAttributes(OtlpRequests.attribute("x", OtlpRequests.any(random, 5)))
                .build());
      }
      List<String> lines =
          lines(OtlpEncoding.PROTOBUF, OtlpRequests.request(records).toByteArray());
      assertThat(lines).hasSameSizeAs(records);
      for (String line : lines) {
        assertThat(app(line).getStatus()).isEqualTo(503);
        assertThat(lines(OtlpEncoding.JSON, utf8(line))).containsExactly(line);
      }
    }
  }

  @Test
  void deepNestingIsRefused() throws Exception {
    LogRecord fits = OtlpRequests.record("b").setBody(OtlpRequests.nested(16)).build();
    LogRecord deep = OtlpRequests.record("b").setBody(OtlpRequests.nested(17)).build();
    String line =
        lines(OtlpEncoding.PROTOBUF, OtlpRequests.request(List.of(fits)).toByteArray()).get(0);
    assertThat(app(line).getStatus()).isEqualTo(503);
    assertThatThrownBy(
            () -> lines(OtlpEncoding.PROTOBUF, OtlpRequests.request(List.of(deep)).toByteArray()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nested more than 16 deep");

    String open = "{\"arrayValue\":{\"values\":[";
    String abyss = open.repeat(10_000) + "{}" + "]}}".repeat(10_000);
    String json = LINE.replace("{\"stringValue\":\"no stock\"}", abyss);
    assertThatThrownBy(() -> lines(OtlpEncoding.JSON, utf8(json))).isInstanceOf(IOException.class);
    assertThat(parser.parse(RawLine.of(json, 0))).isInstanceOf(ParseResult.Rejected.class);
  }

  @Test
  void tenThousandLevelsOfProtobufAreRefused() {
    byte[] value = {};
    for (int i = 0; i < 10_000; i++) {
      value = wrapped(5, wrapped(1, value));
    }
    byte[] body = wrapped(1, wrapped(2, wrapped(2, wrapped(5, value))));

    assertThat(body).hasSizeGreaterThan(40_000);
    assertThatThrownBy(() -> lines(OtlpEncoding.PROTOBUF, body))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("deep");
  }

  private static byte[] wrapped(int field, byte[] content) {
    UnknownFieldSet.Field bytes =
        UnknownFieldSet.Field.newBuilder()
            .addLengthDelimited(com.google.protobuf.ByteString.copyFrom(content))
            .build();
    return UnknownFieldSet.newBuilder().addField(field, bytes).build().toByteArray();
  }

  @Test
  void aLargeResourceWithManyRecordsIsNotMultipliedBeyondTheLimit() throws Exception {
    List<LogRecord> records = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      records.add(LogRecord.getDefaultInstance());
    }
    ExportLogsServiceRequest.Builder request = OtlpRequests.request(records).toBuilder();
    request
        .getResourceLogsBuilder(0)
        .getResourceBuilder()
        .addAttributes(OtlpRequests.attribute("x", OtlpRequests.text("x".repeat(10_000))));
    byte[] body = request.build().toByteArray();
    String json =
        LINE.replace("web-1", "x".repeat(10_000)).replace(RECORD, "{},".repeat(2_000) + "{}");

    assertThat(body).hasSizeLessThan(20_000);
    assertThatThrownBy(() -> OtlpEncoding.PROTOBUF.lines(body, LIMIT))
        .isInstanceOf(RequestBody.TooLongException.class);
    assertThatThrownBy(() -> OtlpEncoding.JSON.lines(utf8(json), LIMIT))
        .isInstanceOf(RequestBody.TooLongException.class);
  }

  @Test
  void whatIsNoRequestIsToldInWords() {
    for (String json :
        List.of(
            "", "[]", "{\"msg\":\"x\"}", LINE + LINE, LINE.substring(9), "{\"resourceLogs\":[{")) {
      assertThatThrownBy(() -> lines(OtlpEncoding.JSON, utf8(json)))
          .isInstanceOf(IOException.class)
          .message()
          .isNotBlank();
    }
    byte[] wide = LINE.getBytes(StandardCharsets.UTF_16LE);
    assertThatThrownBy(() -> lines(OtlpEncoding.JSON, wide))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("UTF-8");
    // A group, which only Protobuf 2 has.
    assertThatThrownBy(() -> lines(OtlpEncoding.PROTOBUF, new byte[] {0x0b, 0x0c}))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> lines(OtlpEncoding.PROTOBUF, utf8("{\"resourceLogs\":[]}")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void damagedRequestsAreRefusedOrReadAndNothingElse() {
    byte[] protobuf =
        OtlpRequests.request(
                List.of(
                    OtlpRequests.record("a").setBody(OtlpRequests.nested(4)).build(),
                    OtlpRequests.record("b").build()))
            .toByteArray();
    Random random = new Random(8);
    int[] read = new int[2];
    for (int i = 0; i < 20_000; i++) {
      OtlpEncoding encoding = i % 2 == 0 ? OtlpEncoding.PROTOBUF : OtlpEncoding.JSON;
      byte[] body = (i % 2 == 0 ? protobuf : utf8(LINE)).clone();
      for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
        body[random.nextInt(body.length)] = (byte) random.nextInt();
      }
      try {
        for (String line : lines(encoding, body)) {
          assertThat(parser.parse(RawLine.of(line, i))).isNotNull();
          read[i % 2]++;
        }
      } catch (IOException refused) {
        assertThat(refused).isNotInstanceOf(RequestBody.TooLongException.class);
      }
    }
    assertThat(read[0]).isPositive();
    assertThat(read[1]).isPositive();
  }
}
