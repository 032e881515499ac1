package io.badhop.schemas.scan;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/** Scans of records that are objects: they are written first. For one thread. */
public final class RecordScans {

  private record Pair(SpecificDatumWriter<SpecificRecord> writer, RecordScan scan) {}

  private final Map<Schema, Pair> pairs = new IdentityHashMap<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);

  /**
   * The record in bytes of its own.
   *
   * @return a scan that is used again for the next record of its schema
   * @throws IllegalArgumentException when the schema cannot be scanned
   */
  public RecordScan of(SpecificRecord event) {
    Pair pair = pairs.computeIfAbsent(event.getSchema(), schema -> pair(schema, event));
    bytes.reset();
    try {
      pair.writer.write(event, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("an array cannot be written to", e);
    }
    byte[] written = bytes.toByteArray();
    pair.scan.read(written, 0, written.length);
    return pair.scan;
  }

  private static Pair pair(Schema schema, SpecificRecord event) {
    SpecificData model = new SpecificData(event.getClass().getClassLoader());
    model.setCustomCoders(true);
    return new Pair(new SpecificDatumWriter<>(schema, model), RecordScan.of(schema, Set.of()));
  }
}
