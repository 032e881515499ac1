package io.badhop.ingest.source;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * The fields of one Protobuf message, one after another, without a copy of it. Groups, which OTLP
 * has none of, are refused.
 */
final class OtlpWire {

  private final byte[] bytes;
  private final int from;
  private final int length;
  private final CodedInputStream in;
  private int tag;

  OtlpWire(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private OtlpWire(byte[] bytes, int from, int length) {
    this.bytes = bytes;
    this.from = from;
    this.length = length;
    this.in = CodedInputStream.newInstance(bytes, from, length);
  }

  /** Goes to the next field; the one before must have been read or skipped. */
  boolean next() throws IOException {
    tag = in.readTag();
    return tag != 0;
  }

  /** The same message from its beginning. */
  OtlpWire again() {
    return new OtlpWire(bytes, from, length);
  }

  private boolean is(int field, int type) {
    return tag == (field << 3 | type);
  }

  /** Whether the field is a text, bytes or a message of this number. */
  boolean isBytes(int field) {
    return is(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
  }

  boolean isVarint(int field) {
    return is(field, WireFormat.WIRETYPE_VARINT);
  }

  boolean isFixed64(int field) {
    return is(field, WireFormat.WIRETYPE_FIXED64);
  }

  String text() throws IOException {
    return in.readString();
  }

  byte[] bytes() throws IOException {
    return in.readByteArray();
  }

  long varint() throws IOException {
    return in.readRawVarint64();
  }

  long fixed64() throws IOException {
    return in.readRawLittleEndian64();
  }

  OtlpWire message() throws IOException {
    int size = in.readRawVarint32();
    int at = from + in.getTotalBytesRead();
    in.skipRawBytes(size);
    return new OtlpWire(bytes, at, size);
  }

  void skip() throws IOException {
    int type = WireFormat.getTagWireType(tag);
    if (type == WireFormat.WIRETYPE_START_GROUP || type == WireFormat.WIRETYPE_END_GROUP) {
      throw new IOException("there is a group, which OTLP has none of");
    }
    in.skipField(tag);
  }
}
