package io.badhop.ingest.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.badhop.ingest.source.OtlpLines.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads an ExportLogsServiceRequest in JSON into lines of a record each. The records' own bytes are
 * taken over as they are.
 */
final class OtlpJson {

  /** Deeper is what no line's parser reads. */
  private static final int MAX_NESTING = 100;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
          .build();

  private record Scope(Part scope, List<Part> records) {}

  private final byte[] body;
  private final JsonParser json;
  private final OtlpLines lines;
  private long collected;

  private OtlpJson(byte[] body, JsonParser json, OtlpLines lines) {
    this.body = body;
    this.json = json;
    this.lines = lines;
  }

  static void read(byte[] body, OtlpLines lines) throws IOException {
    try (JsonParser json = FACTORY.createParser(body)) {
      new OtlpJson(body, json, lines).request();
    }
  }

  private void request() throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new IOException("it is no JSON object");
    }
    boolean empty = true;
    boolean logs = false;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      boolean here = isNamed("resourceLogs", "resource_logs");
      empty = false;
      logs |= here;
      json.nextToken();
      each(here, this::resourceLogs);
    }
    if (json.nextToken() != null) {
      throw new IOException("there is more behind the JSON object");
    }
    if (!empty && !logs) {
      throw new IOException("the JSON object has no resourceLogs");
    }
  }

  private boolean isNamed(String camelCase, String underscores) throws IOException {
    String name = json.currentName();
    return name.equals(camelCase) || name.equals(underscores);
  }

  private interface Read {
    void object() throws IOException;
  }

  /** Reads the objects of the list that the parser stands on, or passes over what it stands on. */
  private void each(boolean wanted, Read read) throws IOException {
    if (!wanted || json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        read.object();
      } else {
        json.skipChildren();
      }
    }
  }

  private void resourceLogs() throws IOException {
    Part resource = Part.EMPTY;
    List<Scope> scopes = new ArrayList<>();
    collected = 0;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      boolean scopeLogs = isNamed("scopeLogs", "scope_logs");
      boolean its = isNamed("resource", "resource");
      if (json.nextToken() == JsonToken.START_OBJECT && its) {
        resource = object();
      } else {
        each(scopeLogs, () -> scopes.add(scopeLogs()));
      }
    }
    for (Scope scope : scopes) {
      for (Part record : scope.records()) {
        lines.add(resource, scope.scope(), record);
      }
    }
  }

  private Scope scopeLogs() throws IOException {
    Part scope = Part.EMPTY;
    List<Part> records = new ArrayList<>();
    collect(OtlpLines.FRAME);
    while (json.nextToken() != JsonToken.END_OBJECT) {
      boolean logRecords = isNamed("logRecords", "log_records");
      boolean its = isNamed("scope", "scope");
      if (json.nextToken() == JsonToken.START_OBJECT && its) {
        scope = object();
      } else {
        each(logRecords, () -> records.add(record()));
      }
    }
    return new Scope(scope, records);
  }

  private Part record() throws IOException {
    Part record = object();
    collect(record.length() + OtlpLines.FRAME);
    return record;
  }

  /** What is collected will be written: what is too long shows before it takes memory. */
  private void collect(int bytes) throws IOException {
    collected += bytes;
    lines.require(collected);
  }

  /** The object that the parser stands on, which it goes behind. */
  private Part object() throws IOException {
    long from = json.currentTokenLocation().getByteOffset();
    json.skipChildren();
    long to = json.currentLocation().getByteOffset();
    boolean object = from >= 0 && to <= body.length && from < to && body[(int) from] == '{';
    if (!object || body[(int) to - 1] != '}') {
      throw new IOException("it is not encoded in UTF-8");
    }
    return new Part(body, (int) from, (int) to);
  }
}
