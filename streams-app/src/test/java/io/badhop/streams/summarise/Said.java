package io.badhop.streams.summarise;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/** A record that was published, as the bytes that Kafka would hold. Equal when these are. */
record Said(byte[] bytes, SpecificRecord record) implements Comparable<Said> {

  static List<Said> of(List<? extends SpecificRecord> records) {
    if (records.isEmpty()) {
      return List.of();
    }
    SpecificDatumWriter<SpecificRecord> writer =
        new SpecificDatumWriter<>(records.get(0).getSchema());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    List<Said> said = new ArrayList<>(records.size());
    try {
      for (SpecificRecord record : records) {
        bytes.reset();
        writer.write(record, encoder);
        encoder.flush();
        said.add(new Said(bytes.toByteArray(), record));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return said;
  }

  @Override
  public int compareTo(Said other) {
    return Arrays.compare(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Said said && Arrays.equals(bytes, said.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return record.toString();
  }
}
