package io.badhop.ingest.parse.wrap;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.badhop.ingest.parse.text.JsonFields;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** {@code journalctl -o json}; a message that is not printable UTF-8 is an array of bytes. */
final class Journald implements Wrapper {

  private static final String MESSAGE = "MESSAGE";
  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonFields fields = new JsonFields();

  @Override
  public String name() {
    return "journald";
  }

  @Override
  public Outcome unwrap(Envelope line) {
    JsonFields json = line.json(fields);
    boolean journal =
        json != null
            && (json.has("__REALTIME_TIMESTAMP") || json.has("_HOSTNAME") || json.has("__CURSOR"));
    if (!journal) {
      return Outcome.NOT_MINE;
    }
    byte[] bytes = json.has(MESSAGE) ? null : array(line);
    if (!json.has(MESSAGE) && bytes == null) {
      return Outcome.NOT_MINE;
    }
    line.host(json.get("_HOSTNAME"));
    line.instance(json.get("CONTAINER_NAME"));
    line.service(json.get("SYSLOG_IDENTIFIER"));
    line.stamp(json.get("__REALTIME_TIMESTAMP"));
    if (bytes == null) {
      line.inner(json.get(MESSAGE));
    } else {
      line.inner(bytes, 0, bytes.length);
    }
    return Outcome.MINE;
  }

  /** Called for lines that are known to be one JSON object of bounded depth. */
  private static byte[] array(Envelope line) {
    try (JsonParser json = FACTORY.createParser(line.bytes(), line.start(), line.length())) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean message = json.currentName().equals(MESSAGE);
        if (json.nextToken() == JsonToken.START_ARRAY && message) {
          return bytes(json);
        }
        json.skipChildren();
      }
      return null;
    } catch (IOException e) {
      return null;
    }
  }

  private static byte[] bytes(JsonParser json) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
      out.write(json.getValueAsInt());
    }
    return json.currentToken() == JsonToken.END_ARRAY ? out.toByteArray() : null;
  }
}
