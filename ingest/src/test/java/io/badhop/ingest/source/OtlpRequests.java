package io.badhop.ingest.source;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Requests made with the official classes. */
final class OtlpRequests {
  static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private OtlpRequests() {}

  static AnyValue text(String text) {
    return AnyValue.newBuilder().setStringValue(text).build();
  }

  static KeyValue attribute(String key, AnyValue value) {
    return KeyValue.newBuilder().setKey(key).setValue(value).build();
  }

  static LogRecord.Builder record(String body) {
    return LogRecord.newBuilder()
        .setTimeUnixNano(1_795_327_200_123_456_789L)
        .setObservedTimeUnixNano(1_795_327_201_000_000_000L)
        .setSeverityNumber(SeverityNumber.SEVERITY_NUMBER_ERROR)
        .setSeverityText("Error")
        .setBody(text(body))
        .setTraceId(ByteString.copyFrom(HexFormat.of().parseHex(TRACE)))
        .setSpanId(ByteString.copyFrom(HexFormat.of().parseHex("b7ad6b7169203331")))
        .addAttributes(attribute("http.request.method", text("GET")))
        .addAttributes(
            attribute("http.response.status_code", AnyValue.newBuilder().setIntValue(503).build()))
        .addAttributes(attribute("url.path", text("/cart")));
  }

  static ExportLogsServiceRequest request(List<LogRecord> records) {
    return ExportLogsServiceRequest.newBuilder()
        .addResourceLogs(
            ResourceLogs.newBuilder()
                .setResource(
                    Resource.newBuilder()
                        .addAttributes(attribute("service.name", text("shop")))
                        .addAttributes(attribute("host.name", text("web-1"))))
                .addScopeLogs(
                    ScopeLogs.newBuilder()
                        .setScope(
                            InstrumentationScope.newBuilder().setName("a.B").setVersion("1.0"))
                        .addAllLogRecords(records)
                        .setSchemaUrl("https://opentelemetry.io/schemas/1.37.0"))
                .build())
        .build();
  }

  /** A value of any kind, nested up to a depth. */
  static AnyValue any(Random random, int depth) {
    AnyValue.Builder value = AnyValue.newBuilder();
    switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> value.setStringValue("\u00e9\"\\\n" + random.nextInt());
      case 1 -> value.setBoolValue(random.nextBoolean());
      case 2 -> value.setIntValue(random.nextLong());
      case 3 -> value.setDoubleValue(random.nextGaussian());
      case 4 -> value.setBytesValue(ByteString.copyFrom(new byte[] {1, (byte) random.nextInt()}));
      case 5 ->
          value.setArrayValue(
              ArrayValue.newBuilder()
                  .addValues(any(random, depth - 1))
                  .addValues(any(random, depth - 1)));
      default ->
          value.setKvlistValue(
              KeyValueList.newBuilder().addValues(attribute("k", any(random, depth - 1))));
    }
    return value.build();
  }

  /** A value in lists of one name each. */
  static AnyValue nested(int depth) {
    AnyValue value = text("core");
    for (int i = 0; i < depth; i++) {
      value =
          AnyValue.newBuilder()
              .setKvlistValue(KeyValueList.newBuilder().addValues(attribute("k", value)))
              .build();
    }
    return value;
  }
}
