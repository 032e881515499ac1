package io.badhop.schemas.serde;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Avro's binary encoding read straight from an array.
 *
 * <p>No length is believed: a string, a byte field or a collection that claims to be longer than
 * what is left of the array is refused before memory is set aside for it. (An item of a collection
 * is taken to need one byte at least, which all but null and empty records do.) The encoding is
 * that of the Avro 1.12 specification, "Binary Encoding".
 */
final class BytesDecoder extends Decoder {
  private byte[] bytes = new byte[0];
  private int at;

  /** Starts reading {@code value} at {@code start}; the array is neither copied nor changed. */
  void reset(byte[] value, int start) {
    bytes = value;
    at = start;
  }

  @Override
  public int remainingBytes() {
    return bytes.length - at;
  }

  @Override
  public void readNull() {}

  @Override
  public boolean readBoolean() throws IOException {
    return next() == 1;
  }

  @Override
  public int readInt() throws IOException {
    long value = readLong();
    if (value != (int) value) {
      throw new AvroRuntimeException("number " + value + " does not fit an int");
    }
    return (int) value;
  }

  /** Zig-zag, seven bits a byte, least significant first; ten bytes at most. */
  @Override
  public long readLong() throws IOException {
    byte[] from = bytes;
    int position = at;
    long raw = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (position >= from.length) {
        throw truncated();
      }
      byte b = from[position++];
      raw |= (b & 0x7fL) << shift;
      if (b >= 0) {
        at = position;
        return (raw >>> 1) ^ -(raw & 1);
      }
    }
    throw new AvroRuntimeException("a number of more than ten bytes");
  }

  @Override
  public float readFloat() throws IOException {
    return fixed(4).getFloat();
  }

  @Override
  public double readDouble() throws IOException {
    return fixed(8).getDouble();
  }

  private ByteBuffer fixed(int length) throws IOException {
    return ByteBuffer.wrap(bytes, take(length), length).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public Utf8 readString(Utf8 old) throws IOException {
    return new Utf8(readString());
  }

  @Override
  public String readString() throws IOException {
    int length = length();
    if (length == 0) {
      return "";
    }
    return new String(bytes, take(length), length, StandardCharsets.UTF_8);
  }

  /** Reads a string's length; {@link #endString} or {@link #endSkipped} must follow. */
  int startString() throws IOException {
    return length();
  }

  String endString(int length) throws IOException {
    return new String(bytes, take(length), length, StandardCharsets.UTF_8);
  }

  void endSkipped(int length) throws IOException {
    take(length);
  }

  /** Of the next bytes, which must be there. */
  int hash(int length) {
    int hash = length;
    for (int i = at; i < at + length; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash ^ hash >>> 8;
  }

  /** True when the next bytes are these. */
  boolean matches(byte[] others, int length) {
    return others.length == length && Arrays.equals(bytes, at, at + length, others, 0, length);
  }

  byte[] copy(int length) {
    return Arrays.copyOfRange(bytes, at, at + length);
  }

  @Override
  public void skipString() throws IOException {
    take(length());
  }

  @Override
  public ByteBuffer readBytes(ByteBuffer old) throws IOException {
    byte[] copy = new byte[length()];
    readFixed(copy, 0, copy.length);
    return ByteBuffer.wrap(copy);
  }

  @Override
  public void skipBytes() throws IOException {
    take(length());
  }

  @Override
  public void readFixed(byte[] target, int start, int length) throws IOException {
    System.arraycopy(bytes, take(length), target, start, length);
  }

  @Override
  public void skipFixed(int length) throws IOException {
    take(length);
  }

  @Override
  public int readEnum() throws IOException {
    return readInt();
  }

  @Override
  public int readIndex() throws IOException {
    return readInt();
  }

  @Override
  public long readArrayStart() throws IOException {
    return blockCount();
  }

  @Override
  public long arrayNext() throws IOException {
    return blockCount();
  }

  @Override
  public long skipArray() throws IOException {
    return skipBlocks();
  }

  @Override
  public long readMapStart() throws IOException {
    return blockCount();
  }

  @Override
  public long mapNext() throws IOException {
    return blockCount();
  }

  @Override
  public long skipMap() throws IOException {
    return skipBlocks();
  }

  /** A negative count is followed by the block's size in bytes, which reading has no use for. */
  private long blockCount() throws IOException {
    long count = readLong();
    if (count < 0) {
      readLong();
      count = -count;
    }
    if (count < 0 || count > remainingBytes()) {
      throw new AvroRuntimeException(
          "a block of " + count + " items in " + remainingBytes() + " bytes");
    }
    return count;
  }

  /** Skips blocks whose size is given; returns the count of one that has to be read through. */
  private long skipBlocks() throws IOException {
    long count = readLong();
    while (count < 0) {
      take(length());
      count = readLong();
    }
    if (count > remainingBytes()) {
      throw new AvroRuntimeException(
          "a block of " + count + " items in " + remainingBytes() + " bytes");
    }
    return count;
  }

  private int length() throws IOException {
    long length = readLong();
    if (length < 0 || length > remainingBytes()) {
      throw new AvroRuntimeException(
          "a length of " + length + " in " + remainingBytes() + " bytes");
    }
    return (int) length;
  }

  private byte next() throws IOException {
    return bytes[take(1)];
  }

  private int take(int length) throws IOException {
    if (length > remainingBytes()) {
      throw truncated();
    }
    int start = at;
    at += length;
    return start;
  }

  private static EOFException truncated() {
    return new EOFException("the record is cut short");
  }
}
