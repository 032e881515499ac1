package io.badhop.ingest.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Lines of one log record each, bounded in bytes. */
final class OtlpLines {

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final byte[] RESOURCE = utf8("{\"resourceLogs\":[{\"resource\":");
  private static final byte[] SCOPE = utf8(",\"scopeLogs\":[{\"scope\":");
  private static final byte[] RECORD = utf8(",\"logRecords\":[");
  private static final byte[] END = utf8("]}]}]}");

  /** Bytes of a line that are neither resource nor scope nor record. */
  static final int FRAME = RESOURCE.length + SCOPE.length + RECORD.length + END.length + 1;

  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private final long limit;

  OtlpLines(long limit) {
    this.limit = limit;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Writes JSON. */
  interface Json {
    void write(JsonGenerator json) throws IOException;
  }

  /** Bytes that are JSON already, as part of an array; line ends in them become spaces. */
  record Part(byte[] bytes, int from, int to) {
    static final Part EMPTY = of(utf8("{}"));

    static Part of(byte[] bytes) {
      return new Part(bytes, 0, bytes.length);
    }

    int length() {
      return to - from;
    }
  }

  /** JSON of its own, bounded like all lines together. */
  Part part(Json json) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    generate(new Bounded(out), json);
    return Part.of(out.toByteArray());
  }

  /** A line with a record that is JSON already. */
  void add(Part resource, Part scope, Part record) throws IOException {
    begin(resource, scope);
    write(record);
    end();
  }

  /** A line with a record that is to be written. */
  void add(Part resource, Part scope, Json record) throws IOException {
    begin(resource, scope);
    generate(new Bounded(lines), record);
    end();
  }

  private void begin(Part resource, Part scope) throws IOException {
    write(Part.of(RESOURCE));
    write(resource);
    write(Part.of(SCOPE));
    write(scope);
    write(Part.of(RECORD));
  }

  private void end() throws IOException {
    write(Part.of(END));
    lines.write('\n');
  }

  private void write(Part part) throws IOException {
    require(part.length());
    int from = part.from();
    for (int i = from; i < part.to(); i++) {
      byte c = part.bytes()[i];
      if (c == '\n' || c == '\r') {
        lines.write(part.bytes(), from, i - from);
        lines.write(' ');
        from = i + 1;
      }
    }
    lines.write(part.bytes(), from, part.to() - from);
  }

  /**
   * Makes sure that so many bytes have room.
   *
   * @throws RequestBody.TooLongException when they have not
   */
  void require(long more) throws RequestBody.TooLongException {
    if (lines.size() + more > limit) {
      throw new RequestBody.TooLongException(limit);
    }
  }

  private static void generate(OutputStream out, Json json) throws IOException {
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      json.write(generator);
    }
  }

  /** A google.rpc.Status in JSON. */
  static void status(OutputStream out, int code, String message) throws IOException {
    generate(
        out,
        json -> {
          json.writeStartObject();
          json.writeNumberField("code", code);
          json.writeStringField("message", message);
          json.writeEndObject();
        });
  }

  byte[] toByteArray() {
    return lines.toByteArray();
  }

  private final class Bounded extends OutputStream {
    private final ByteArrayOutputStream out;

    Bounded(ByteArrayOutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      require(out == lines ? length : (long) out.size() + length);
      out.write(bytes, from, length);
    }
  }
}
