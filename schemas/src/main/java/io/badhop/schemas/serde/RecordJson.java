package io.badhop.schemas.serde;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * Writes Avro records as NDJSON in UTF-8: the schema's field names in the schema's order, enums and
 * strings as strings, bytes in Base64, what is absent as null. Maps are written in the order of
 * their keys, so equal records give equal bytes. A union is written as its value alone, without
 * Avro's type wrapper.
 */
public final class RecordJson implements AutoCloseable {

  private final JsonGenerator json;

  /** Writes to a stream that {@link #close} flushes and does not close. */
  public RecordJson(OutputStream out) throws IOException {
    json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.setRootValueSeparator(null);
  }

  /** Writes one record and its line end. */
  public void write(IndexedRecord record) throws IOException {
    object(record);
    json.writeRaw('\n');
  }

  /** One record as a line of text, without the line end. */
  public static String line(IndexedRecord record) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (RecordJson json = new RecordJson(bytes)) {
      json.object(record);
    } catch (IOException e) {
      throw new UncheckedIOException("an array in memory does not fail", e);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Hands everything on that was written so far. */
  public void flush() throws IOException {
    json.flush();
  }

  @Override
  public void close() throws IOException {
    json.close();
  }

  private void object(IndexedRecord record) throws IOException {
    json.writeStartObject();
    for (Schema.Field field : record.getSchema().getFields()) {
      json.writeFieldName(field.name());
      value(record.get(field.pos()));
    }
    json.writeEndObject();
  }

  private void value(Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof IndexedRecord record) {
      object(record);
    } else if (value instanceof Collection<?> items) {
      array(items);
    } else if (value instanceof Map<?, ?> map) {
      map(map);
    } else {
      plain(value);
    }
  }

  private void plain(Object value) throws IOException {
    if (value instanceof Integer number) {
      json.writeNumber(number);
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean bool) {
      json.writeBoolean(bool);
    } else if (value instanceof ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      json.writeBinary(copy);
    } else {
      json.writeString(value.toString());
    }
  }

  private void array(Collection<?> items) throws IOException {
    json.writeStartArray();
    for (Object item : items) {
      value(item);
    }
    json.writeEndArray();
  }

  private void map(Map<?, ?> map) throws IOException {
    Map<String, Object> sorted = new TreeMap<>();
    map.forEach((key, item) -> sorted.put(key.toString(), item));
    json.writeStartObject();
    for (Map.Entry<String, Object> entry : sorted.entrySet()) {
      json.writeFieldName(entry.getKey());
      value(entry.getValue());
    }
    json.writeEndObject();
  }
}
