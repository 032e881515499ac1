package io.badhop.ingest.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Opens sources that have an end. Gzip is recognised by its first bytes, whatever the name. */
public final class LineSources {
  private static final int PACKED_BUFFER = 1 << 16;

  private LineSources() {}

  /**
   * A file from its beginning.
   *
   * @param id name of the source for messages
   * @throws IOException when it cannot be opened; the message names the file and says why
   */
  public static LineSource file(Path path, String id) throws IOException {
    FileChannel channel = open(path);
    try {
      InputStream bytes = new BufferedInputStream(Channels.newInputStream(channel), PACKED_BUFFER);
      return new StreamLines(id, bytes, () -> channel.isOpen() ? channel.position() : 0);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** A stream, such as standard input; closing the source closes the stream. */
  public static LineSource stream(InputStream in, String id) throws IOException {
    return new StreamLines(id, new BufferedInputStream(in, PACKED_BUFFER), () -> 0);
  }

  /**
   * Lines in memory, read where they lie.
   *
   * @param bytes lines, the last one with or without its line end; not copied
   * @param offset offset of the first line, 0 or more
   */
  public static LineSource bytes(byte[] bytes, long offset, String id) {
    return new BatchLines(id, bytes, offset);
  }

  /** Opens a file for reading, with messages for people. */
  static FileChannel open(Path path) throws IOException {
    try {
      if (Files.isDirectory(path)) {
        throw new IOException(path + " is a folder, not a file");
      }
      return FileChannel.open(path, StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      throw new IOException(path + " does not exist", e);
    } catch (AccessDeniedException e) {
      throw new IOException(path + " may not be read by this user; give it read permission", e);
    }
  }
}
