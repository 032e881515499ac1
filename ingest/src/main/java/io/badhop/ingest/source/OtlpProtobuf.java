package io.badhop.ingest.source;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Reads an ExportLogsServiceRequest in Protobuf, straight into lines of OTLP's JSON. Field numbers
 * are those of opentelemetry-proto 1.8, {@code logs/v1/logs.proto} and {@code
 * common/v1/common.proto}; fields that it does not know are passed over.
 */
final class OtlpProtobuf {

  private static final int MAX_DEPTH = 16;

  private OtlpProtobuf() {}

  static void read(byte[] body, OtlpLines lines) throws IOException {
    OtlpWire request = new OtlpWire(body);
    while (request.next()) {
      if (request.isBytes(1)) {
        resourceLogs(request.message(), lines);
      } else {
        request.skip();
      }
    }
  }

  /** The resource may stand behind the records, so these are read a second time round. */
  private static void resourceLogs(OtlpWire message, OtlpLines lines) throws IOException {
    OtlpLines.Part resource = OtlpLines.Part.EMPTY;
    OtlpWire scopes = message.again();
    while (message.next()) {
      if (message.isBytes(1)) {
        OtlpWire attributes = message.message();
        resource = lines.part(json -> resource(attributes, json));
      } else {
        message.skip();
      }
    }
    while (scopes.next()) {
      if (scopes.isBytes(2)) {
        scopeLogs(scopes.message(), resource, lines);
      } else {
        scopes.skip();
      }
    }
  }

  private static void resource(OtlpWire message, JsonGenerator json) throws IOException {
    json.writeStartObject();
    keyValues(message, 1, "attributes", json, 0);
    json.writeEndObject();
  }

  /** The scope may stand behind its records as well. */
  private static void scopeLogs(OtlpWire message, OtlpLines.Part resource, OtlpLines lines)
      throws IOException {
    OtlpLines.Part scope = OtlpLines.Part.EMPTY;
    OtlpWire records = message.again();
    while (message.next()) {
      if (message.isBytes(1)) {
        OtlpWire named = message.message();
        scope = lines.part(json -> scope(named, json));
      } else {
        message.skip();
      }
    }
    while (records.next()) {
      if (records.isBytes(2)) {
        OtlpWire record = records.message();
        lines.add(resource, scope, json -> record(record, json));
      } else {
        records.skip();
      }
    }
  }

  private static void scope(OtlpWire message, JsonGenerator json) throws IOException {
    json.writeStartObject();
    while (message.next()) {
      if (message.isBytes(1)) {
        json.writeStringField("name", message.text());
      } else if (message.isBytes(2)) {
        json.writeStringField("version", message.text());
      } else {
        message.skip();
      }
    }
    json.writeEndObject();
  }

  private static void record(OtlpWire message, JsonGenerator json) throws IOException {
    OtlpWire attributes = message.again();
    json.writeStartObject();
    while (message.next()) {
      if (message.isFixed64(1)) {
        nanos(json, "timeUnixNano", message.fixed64());
      } else if (message.isVarint(2)) {
        json.writeNumberField("severityNumber", message.varint());
      } else if (message.isBytes(3)) {
        json.writeStringField("severityText", message.text());
      } else if (message.isBytes(5)) {
        json.writeFieldName("body");
        value(message.message(), json, 0);
      } else if (message.isBytes(9)) {
        json.writeStringField("traceId", HexFormat.of().formatHex(message.bytes()));
      } else if (message.isBytes(10)) {
        json.writeStringField("spanId", HexFormat.of().formatHex(message.bytes()));
      } else if (message.isFixed64(11)) {
        nanos(json, "observedTimeUnixNano", message.fixed64());
      } else if (message.isBytes(12)) {
        json.writeStringField("eventName", message.text());
      } else {
        message.skip();
      }
    }
    keyValues(attributes, 6, "attributes", json, 0);
    json.writeEndObject();
  }

  /** Unsigned, and a text, as JSON's numbers are not good for 64 bits everywhere. */
  private static void nanos(JsonGenerator json, String name, long nanos) throws IOException {
    json.writeStringField(name, Long.toUnsignedString(nanos));
  }

  /** All KeyValue of one number, which need not stand together; nothing when there is none. */
  private static void keyValues(
      OtlpWire message, int field, String name, JsonGenerator json, int depth) throws IOException {
    boolean begun = false;
    while (message.next()) {
      if (!message.isBytes(field)) {
        message.skip();
        continue;
      }
      if (!begun) {
        json.writeArrayFieldStart(name);
        begun = true;
      }
      keyValue(message.message(), json, depth);
    }
    if (begun) {
      json.writeEndArray();
    }
  }

  private static void keyValue(OtlpWire message, JsonGenerator json, int depth) throws IOException {
    json.writeStartObject();
    while (message.next()) {
      if (message.isBytes(1)) {
        json.writeStringField("key", message.text());
      } else if (message.isBytes(2)) {
        json.writeFieldName("value");
        value(message.message(), json, depth);
      } else {
        message.skip();
      }
    }
    json.writeEndObject();
  }

  private static void value(OtlpWire message, JsonGenerator json, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new IOException("a value is nested more than " + MAX_DEPTH + " deep");
    }
    json.writeStartObject();
    while (message.next()) {
      if (message.isBytes(1)) {
        json.writeStringField("stringValue", message.text());
      } else if (message.isVarint(2)) {
        json.writeBooleanField("boolValue", message.varint() != 0);
      } else if (message.isVarint(3)) {
        json.writeStringField("intValue", Long.toString(message.varint()));
      } else if (message.isFixed64(4)) {
        json.writeNumberField("doubleValue", Double.longBitsToDouble(message.fixed64()));
      } else if (message.isBytes(5)) {
        array(message.message(), json, depth + 1);
      } else if (message.isBytes(6)) {
        json.writeObjectFieldStart("kvlistValue");
        keyValues(message.message(), 1, "values", json, depth + 1);
        json.writeEndObject();
      } else if (message.isBytes(7)) {
        json.writeStringField("bytesValue", Base64.getEncoder().encodeToString(message.bytes()));
      } else {
        message.skip();
      }
    }
    json.writeEndObject();
  }

  private static void array(OtlpWire message, JsonGenerator json, int depth) throws IOException {
    json.writeObjectFieldStart("arrayValue");
    json.writeArrayFieldStart("values");
    while (message.next()) {
      if (message.isBytes(1)) {
        value(message.message(), json, depth);
      } else {
        message.skip();
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
