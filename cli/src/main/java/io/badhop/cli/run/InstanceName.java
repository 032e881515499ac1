package io.badhop.cli.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A name that one process has at a time and gets again after a restart: it stands in a file that
 * the process keeps locked. Several processes on one folder have a file each.
 */
final class InstanceName implements AutoCloseable {

  private static final int MOST = 1000;

  private final FileChannel channel;
  private final String name;

  private InstanceName(FileChannel channel, String name) {
    this.channel = channel;
    this.name = name;
  }

  /**
   * The first name that is free.
   *
   * @throws RunException when the folder cannot be written
   */
  static InstanceName take(Path folder, String prefix) {
    try {
      Files.createDirectories(folder);
      for (int i = 0; i < MOST; i++) {
        FileChannel channel =
            FileChannel.open(
                folder.resolve(prefix + "-" + i),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        if (locked(channel)) {
          return new InstanceName(channel, read(channel));
        }
        channel.close();
      }
    } catch (IOException e) {
      throw new RunException("Cannot write to " + folder + ": " + e, e);
    }
    throw new RunException(MOST + " processes use " + folder + ".", null);
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // held by this very process
    }
  }

  private static String read(FileChannel channel) throws IOException {
    int length = UUID.randomUUID().toString().length();
    ByteBuffer kept = ByteBuffer.allocate(length);
    if (channel.read(kept, 0) == length) {
      return new String(kept.array(), StandardCharsets.UTF_8);
    }
    String fresh = UUID.randomUUID().toString();
    channel.write(ByteBuffer.wrap(fresh.getBytes(StandardCharsets.UTF_8)), 0);
    channel.force(true);
    return fresh;
  }

  String name() {
    return name;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new RunException("Cannot let go of an instance's name: " + e, e);
    }
  }
}
