package io.badhop.ingest.parse.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.badhop.ingest.parse.RawLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the records out of OTLP's JSON: a LogsData or ExportLogsServiceRequest, or one ResourceLogs
 * as the Java SDK's logging exporter writes it. Names in camel case as the specification says, or
 * with underscores as in the Protobuf files.
 */
final class OtlpReader {

  private static final int MAX_NESTING = 100;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_NESTING)
                  .maxStringLength(1 << 20)
                  .maxNumberLength(100)
                  .build())
          .build();

  private final List<OtlpRecord> records = new ArrayList<>();
  private boolean logs;

  /** Whether the last line has the shape of OTLP's logs. */
  boolean isLogs() {
    return logs;
  }

  /** Records of the last line, in order; valid until the next. */
  List<OtlpRecord> records() {
    return records;
  }

  /**
   * Reads a line.
   *
   * @return null when it is a JSON object, else what is wrong with it
   */
  String read(RawLine line) {
    records.clear();
    logs = false;
    try (JsonParser json = FACTORY.createParser(line.buffer(), line.start(), line.length())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return "the line is no JSON object";
      }
      resourceLogs(json);
      return json.nextToken() == null ? null : "there is more behind the JSON object";
    } catch (IOException e) {
      records.clear();
      String message = e.getMessage() == null ? "broken JSON" : e.getMessage();
      int end = message.indexOf('\n');
      return end < 0 ? message : message.substring(0, end);
    }
  }

  /** The whole, or one resource with its records, which may stand before it. */
  private void resourceLogs(JsonParser json) throws IOException {
    Map<String, String> resource = new HashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "resourceLogs", "resource_logs" -> objects(json, () -> resourceLogs(json));
        case "scopeLogs", "scope_logs", "instrumentationLibraryLogs" ->
            objects(json, () -> scopeLogs(json, resource));
        case "resource" -> resource(json, resource);
        default -> json.skipChildren();
      }
    }
  }

  private static void resource(JsonParser json, Map<String, String> resource) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      if (name.equals("attributes")) {
        OtlpValues.attributes(json, "", resource);
      } else {
        json.skipChildren();
      }
    }
  }

  private void scopeLogs(JsonParser json, Map<String, String> resource) throws IOException {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      if (name.equals("logRecords") || name.equals("log_records")) {
        objects(json, () -> record(json, new OtlpRecord(resource)));
      } else {
        json.skipChildren();
      }
    }
  }

  private void record(JsonParser json, OtlpRecord record) throws IOException {
    records.add(record);
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken token = json.nextToken();
      if (name.equals("attributes")) {
        OtlpValues.attributes(json, "", record.attributes);
      } else if (name.equals("body")) {
        OtlpValues.value(json, "", record.body, 0);
      } else if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
        scalar(record, name, json.getText());
      } else {
        json.skipChildren();
      }
    }
  }

  private static void scalar(OtlpRecord record, String name, String text) {
    switch (name) {
      case "timeUnixNano", "time_unix_nano" -> record.time = text;
      case "observedTimeUnixNano", "observed_time_unix_nano" -> record.observed = text;
      case "severityText", "severity_text" -> record.severityText = text;
      case "severityNumber", "severity_number" -> record.severityNumber = text;
      case "traceId", "trace_id" -> record.traceId = text;
      case "eventName", "event_name" -> record.eventName = text;
      default -> {
        // Flags, dropped attributes and the span's ID say nothing of the request.
      }
    }
  }

  private interface Read {
    void object() throws IOException;
  }

  /** Reads each object of a list; anything else is passed over. */
  private void objects(JsonParser json, Read read) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    logs = true;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        read.object();
      } else {
        json.skipChildren();
      }
    }
  }
}
