package io.badhop.schemas.serde;

import org.apache.avro.specific.SpecificData;

/** The header of a value: the byte 0, then the schema's number as four bytes, big-endian. */
final class WireFormat {
  static final byte MAGIC = 0;
  static final int HEADER_BYTES = 5;

  /** A thread does not hold on to more buffer than this between records. */
  static final int KEPT_SCRATCH_BYTES = 1 << 20;

  private WireFormat() {}

  static void writeHeader(ArrayEncoder out, int id) {
    byte[] header = {MAGIC, (byte) (id >>> 24), (byte) (id >>> 16), (byte) (id >>> 8), (byte) id};
    out.writeFixed(header, 0, header.length);
  }

  static int schemaId(byte[] value, int start) {
    return (value[start + 1] & 0xff) << 24
        | (value[start + 2] & 0xff) << 16
        | (value[start + 3] & 0xff) << 8
        | (value[start + 4] & 0xff);
  }

  /**
   * A model under which the generated classes read and write their fields themselves, without boxes
   * (a third less garbage per event than Avro's default way, see DecodeBenchmark). Avro's global
   * model stays as it is.
   */
  static SpecificData model(ClassLoader loader) {
    SpecificData model = new SpecificData(loader);
    model.setCustomCoders(true);
    model.setFastReaderEnabled(false);
    return model;
  }
}
