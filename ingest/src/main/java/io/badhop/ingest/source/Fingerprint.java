package io.badhop.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * The first bytes of a file, hashed: log lines begin with a time, so two logs differ there. Tells a
 * file from its successor that got the same inode, and knows a copy or a compressed copy again.
 */
record Fingerprint(int length, long hash) {
  /** Bytes that a full fingerprint covers. */
  static final int LENGTH = 1024;

  static final Fingerprint NONE = new Fingerprint(0, 0);

  /** Of the bytes that are there, at most {@code length}. */
  static Fingerprint of(FileChannel channel, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
      continue;
    }
    return of(bytes.array(), bytes.position());
  }

  /** Of a stream's first bytes, which are consumed. */
  static Fingerprint of(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    return of(bytes, bytes.length);
  }

  private static Fingerprint of(byte[] bytes, int length) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < length; i++) {
      hash = (hash ^ (bytes[i] & 0xff)) * 0x100000001b3L;
    }
    return new Fingerprint(length, hash);
  }
}
