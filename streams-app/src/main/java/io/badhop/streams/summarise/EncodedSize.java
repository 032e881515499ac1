package io.badhop.streams.summarise;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/** How many bytes a record takes in Avro's binary encoding. */
final class EncodedSize {

  private final Map<Schema, SpecificDatumWriter<SpecificRecord>> writers = new HashMap<>();
  private final Count count = new Count();
  private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(count, null);

  int of(SpecificRecord record) {
    count.bytes = 0;
    try {
      writers
          .computeIfAbsent(record.getSchema(), schema -> new SpecificDatumWriter<>(schema))
          .write(record, encoder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return count.bytes;
  }

  private static final class Count extends OutputStream {
    private int bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] written, int from, int length) {
      bytes += length;
    }
  }
}
