package io.badhop.ingest.parse;

import java.nio.charset.StandardCharsets;

/**
 * One line as it came from a source, without its line end. A view on a shared buffer: it is valid
 * only until the source is asked for the next line.
 *
 * @param buffer bytes that hold the line
 * @param start index of its first byte
 * @param length number of bytes, 0 or more
 * @param offset byte offset of the line in its source, 0 or more
 */
public record RawLine(byte[] buffer, int start, int length, long offset) {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /** A line of its own, for tests and for sources that hold strings. */
  public static RawLine of(String text, long offset) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new RawLine(bytes, 0, bytes.length, offset);
  }

  /** The line as text; bytes that are not UTF-8 become the replacement character. */
  public String text() {
    return new String(buffer, start, length, StandardCharsets.UTF_8);
  }

  /**
   * Identity of the record: equal when the same line is read again at the same offset, whoever
   * reads it, so that redelivery and two shippers on one file are recognised. FNV-1a over the bytes
   * and the offset, finished with the 64-bit mix of SplitMix.
   */
  public long identity() {
    long hash = FNV_OFFSET;
    for (int i = start, end = start + length; i < end; i++) {
      hash = (hash ^ (buffer[i] & 0xff)) * FNV_PRIME;
    }
    hash ^= offset * 0x9E3779B97F4A7C15L;
    hash = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
    hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
    return hash ^ (hash >>> 31);
  }
}
