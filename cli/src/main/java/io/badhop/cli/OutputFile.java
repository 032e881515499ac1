package io.badhop.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A result file that is there in full or not at all: written beside its place and moved there when
 * it is complete.
 */
final class OutputFile {

  private final Path target;

  /** Refuses a place that cannot be written before any work is done. */
  OutputFile(Path target) {
    this.target = target;
    Path folder = target.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw CommandException.usage(
          "--out " + target + ": the folder " + folder + " does not exist; make it first.");
    }
    if (Files.exists(target) && !Files.isDirectory(target) && !Files.isRegularFile(target)) {
      return; // a device or a pipe: nothing is put beside it
    }
    if (Files.isDirectory(target)) {
      throw CommandException.usage("--out " + target + " is a folder; name a file in it.");
    }
    if (!Files.isWritable(folder)) {
      throw CommandException.usage(
          "--out " + target + ": the folder " + folder + " cannot be written.");
    }
  }

  /** Writes the content. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  void write(Content content) {
    boolean direct = Files.exists(target) && !Files.isRegularFile(target);
    Path part =
        direct
            ? target
            : target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
        content.writeTo(out);
      }
      if (!direct) {
        moveFrom(part);
      }
    } catch (IOException e) {
      if (!direct) {
        part.toFile().delete();
      }
      throw CommandException.failed("Cannot write " + target + ": " + e.getMessage(), e);
    }
  }

  private void moveFrom(Path part) throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
