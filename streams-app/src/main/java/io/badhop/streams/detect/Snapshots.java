package io.badhop.streams.detect;

import io.badhop.schemas.event.DetectorState;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * Snapshots as bytes: the length of the schema that wrote it (4 bytes), the schema in Avro's
 * parsing canonical form, the state in Avro's binary encoding. A later version reads what an
 * earlier one wrote by Avro's rules for schema resolution; a fingerprint instead of the schema
 * would need all schemas that ever were.
 */
final class Snapshots {

  private static final byte[] SCHEMA =
      SchemaNormalization.toParsingForm(DetectorState.getClassSchema())
          .getBytes(StandardCharsets.UTF_8);

  private Snapshots() {}

  static byte[] write(DetectorState state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(SCHEMA.length).array());
    bytes.writeBytes(SCHEMA);
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      new SpecificDatumWriter<>(DetectorState.class).write(state, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * The state that was written, by this version or an earlier one.
   *
   * @throws IllegalArgumentException when it is something else, or of a schema that does not
   *     resolve
   */
  static DetectorState read(byte[] snapshot) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(snapshot);
      int length = bytes.getInt();
      String json = new String(snapshot, bytes.position(), length, StandardCharsets.UTF_8);
      int start = bytes.position() + length;
      // Of an array Avro checks whether its records of today's shape fit into the bytes that are
      // left, which shorter ones of the past need not; of a stream it does not know what is left.
      InputStream state =
          new BufferedInputStream(
              new ByteArrayInputStream(snapshot, start, snapshot.length - start));
      return new SpecificDatumReader<DetectorState>(
              new Schema.Parser().parse(json), DetectorState.getClassSchema())
          .read(null, DecoderFactory.get().binaryDecoder(state, null));
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("not a snapshot that this version understands", e);
    }
  }
}
