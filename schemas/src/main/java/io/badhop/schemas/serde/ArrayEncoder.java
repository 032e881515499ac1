package io.badhop.schemas.serde;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.io.BinaryData;
import org.apache.avro.io.BinaryEncoder;

/**
 * Avro's binary form in an array that grows; text in ASCII is written without a copy of its own.
 */
final class ArrayEncoder extends BinaryEncoder {
  private static final int LONGEST_INT = 5;
  private static final int LONGEST_LONG = 10;

  private byte[] bytes = new byte[512];
  private int count;

  /** Begins anew. */
  void reset() {
    count = 0;
  }

  /** A copy of what was written since the beginning. */
  byte[] written() {
    return Arrays.copyOf(bytes, count);
  }

  private void makeRoom(int more) {
    if (bytes.length - count < more) {
      int needed = Math.addExact(count, more);
      bytes = Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(2L * bytes.length, 1 << 30)));
    }
  }

  @Override
  public void flush() {
    // Nothing stands anywhere else.
  }

  @Override
  public int bytesBuffered() {
    return count;
  }

  @Override
  public void writeBoolean(boolean value) {
    makeRoom(1);
    bytes[count++] = (byte) (value ? 1 : 0);
  }

  @Override
  public void writeInt(int value) {
    makeRoom(LONGEST_INT);
    count += BinaryData.encodeInt(value, bytes, count);
  }

  @Override
  public void writeLong(long value) {
    makeRoom(LONGEST_LONG);
    count += BinaryData.encodeLong(value, bytes, count);
  }

  @Override
  public void writeFloat(float value) {
    makeRoom(Float.BYTES);
    count += BinaryData.encodeFloat(value, bytes, count);
  }

  @Override
  public void writeDouble(double value) {
    makeRoom(Double.BYTES);
    count += BinaryData.encodeDouble(value, bytes, count);
  }

  @Override
  public void writeFixed(byte[] value, int start, int length) {
    makeRoom(length);
    System.arraycopy(value, start, bytes, count, length);
    count += length;
  }

  @Override
  protected void writeZero() {
    makeRoom(1);
    bytes[count++] = 0;
  }

  @Override
  public void writeString(String text) {
    int length = text.length();
    makeRoom(Math.addExact(LONGEST_INT, length));
    int at = count + BinaryData.encodeInt(length, bytes, count);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        writeUtf8(text);
        return;
      }
      bytes[at + i] = (byte) c;
    }
    count = at + length;
  }

  private void writeUtf8(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    writeInt(encoded.length);
    writeFixed(encoded, 0, encoded.length);
  }
}
