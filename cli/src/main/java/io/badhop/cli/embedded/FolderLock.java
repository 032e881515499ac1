package io.badhop.cli.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second broker off a folder. Kafka has a lock of its own, but takes it only after its Raft
 * thread has opened the metadata log, and then two brokers write to one log. The operating system
 * gives the lock back when the process dies.
 */
final class FolderLock implements AutoCloseable {

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /** The lock of a folder, which is made when it is missing. */
  static FolderLock take(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("badhop.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (locked(channel)) {
        return new FolderLock(channel);
      }
      channel.close();
    } catch (IOException e) {
      throw new BrokerException(
          "The embedded broker cannot write to " + folder + ": " + e.getMessage(), e);
    }
    throw new BrokerException(
        "The folder "
            + folder
            + " is in use by another badhop. Stop that one, or name another folder (data: in the configuration).",
        null);
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // held by this very process
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new BrokerException(
          "Cannot let go of the embedded broker's folder: " + e.getMessage(), e);
    }
  }
}
