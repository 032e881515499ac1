package io.badhop.ingest.source;

import io.badhop.ingest.parse.RawLine;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * One open file that is read on from a place; it stays the same file when its name goes to another.
 */
final class Tail implements AutoCloseable {
  /** Retirement of a file that is still the one under its name. */
  static final long NEVER = Long.MAX_VALUE;

  private static final int OPEN_ATTEMPTS = 10;

  private final Path path;
  private final String key;
  private final FileChannel channel;
  private final InputStream in;
  private final boolean packed;
  private final LineBuffer buffer;
  private Fingerprint print = Fingerprint.NONE;
  private long retireAt = NEVER;
  private boolean wasAtEnd = true;

  private Tail(Path path, String key, FileChannel channel, long offset) throws IOException {
    this.path = path;
    this.key = key;
    this.channel = channel;
    Packing packing = packing(path, channel);
    this.packed = packing != Packing.NONE;
    this.in = packing.open(Channels.newInputStream(channel));
    if (packed) {
      in.skipNBytes(offset);
    } else {
      channel.position(offset);
    }
    this.buffer = new LineBuffer(offset);
  }

  /**
   * Opens the file that a name leads to now.
   *
   * @throws NoSuchFileException when there is none, or it keeps changing
   */
  static Tail open(Path path, long offset) throws IOException {
    for (int attempt = 0; attempt < OPEN_ATTEMPTS; attempt++) {
      String before = keyOf(path);
      FileChannel channel = FileChannel.open(path);
      try {
        // A rotation between the two would give one file's identity to the other's bytes.
        if (before.equals(keyOf(path))) {
          return new Tail(path, before, channel, offset);
        }
        channel.close();
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    }
    throw new NoSuchFileException(path.toString());
  }

  /** Identity that the file system gives the file under a name; empty where it gives none. */
  static String keyOf(Path path) throws IOException {
    Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    return key == null ? "" : key.toString();
  }

  /** Fingerprint of the file under a name, unpacked where it is compressed. */
  static Fingerprint printOf(Path path, int length) throws IOException {
    try (FileChannel channel = FileChannel.open(path)) {
      Packing packing = packing(path, channel);
      return packing == Packing.NONE
          ? Fingerprint.of(channel, length)
          : Fingerprint.of(packing.open(Channels.newInputStream(channel)), length);
    }
  }

  /** A log that is written to is plain; one that is compressed has a name that says so as well. */
  private static Packing packing(Path path, FileChannel channel) throws IOException {
    if (!Packing.isNamed(path)) {
      return Packing.NONE;
    }
    Packing packing = Packing.of(new BufferedInputStream(Channels.newInputStream(channel), 4));
    channel.position(0);
    return packing;
  }

  /**
   * The next whole line that is there now; null when there is none, or when the file is another
   * one.
   */
  RawLine next() throws IOException {
    while (true) {
      RawLine line = buffer.next();
      if (line != null) {
        return line;
      }
      if (wasAtEnd && wasTruncated()) {
        return null;
      }
      wasAtEnd = fill() <= 0;
      if (wasAtEnd) {
        learn();
        return null;
      }
    }
  }

  private int fill() throws IOException {
    try {
      return buffer.fill(in);
    } catch (EOFException e) {
      // A compressed copy that is still being made; the plain file was there until just now.
      return -1;
    }
  }

  /** Covers only bytes in whole lines that were read, so the print is of this file's generation. */
  private void learn() throws IOException {
    int known = (int) Math.min(Fingerprint.LENGTH, offset());
    if (!packed && known > print.length()) {
      print = Fingerprint.of(channel, known);
    }
  }

  /** Of a file that nothing was read of: what is written at its beginning stays there. */
  void learnAhead() throws IOException {
    if (!packed) {
      print = Fingerprint.of(channel, Fingerprint.LENGTH);
    }
  }

  /** What is known of the file's first bytes from an earlier process. */
  void print(Fingerprint known) {
    print = known;
  }

  /** The last line when its end never comes. */
  RawLine rest() {
    return buffer.rest();
  }

  boolean cut() {
    return buffer.cut();
  }

  String key() {
    return key;
  }

  long offset() {
    return buffer.offset();
  }

  /**
   * When a file that lost its name is given up, in milliseconds of the clock; or {@link #NEVER}.
   */
  long retireAt() {
    return retireAt;
  }

  void retireAt(long millis) {
    retireAt = Math.min(retireAt, millis);
  }

  /** Bytes read of the file as it lies on the disk. */
  long bytesRead() throws IOException {
    return channel.position();
  }

  /** True when the file has become shorter than what was read of it, or begins with other bytes. */
  boolean wasTruncated() throws IOException {
    if (packed) {
      return false;
    }
    if (channel.size() < channel.position()) {
      return true;
    }
    if (print.length() == 0) {
      return false;
    }
    return !Fingerprint.of(channel, print.length()).equals(print);
  }

  /** Where it stands. */
  FilePosition position() throws IOException {
    learn();
    return new FilePosition(
        path.toString(), key, print.length(), print.hash(), offset(), List.of());
  }

  @Override
  public void close() throws IOException {
    in.close();
    channel.close();
  }
}
