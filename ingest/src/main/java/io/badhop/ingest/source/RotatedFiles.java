package io.badhop.ingest.source;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The files that a log went into when it was rotated: beside it, under its name with an ending. */
final class RotatedFiles {
  private final Path current;

  RotatedFiles(Path current) {
    this.current = current;
  }

  /**
   * Finds files again by identity or by their first bytes, and files that were written since.
   *
   * @return open, oldest first, the current file last if it exists; empty when none of the
   *     positions leads to a file
   */
  List<Tail> resume(List<FilePosition> positions) throws IOException {
    Map<Path, FilePosition> found = new TreeMap<>();
    List<Path> candidates = candidates();
    for (FilePosition position : positions) {
      find(position, candidates).ifPresent(path -> found.put(path, position));
    }
    if (found.isEmpty()) {
      return List.of();
    }
    List<Tail> tails = new ArrayList<>();
    for (Path path : inOrder(found, candidates)) {
      tails.add(open(path, found.get(path)));
    }
    return tails;
  }

  /**
   * The rest of what a truncated file held, in the copy that was made of it; empty when there is
   * none.
   */
  List<Tail> copyOf(FilePosition stood) throws IOException {
    List<Path> copies = candidates();
    copies.remove(current);
    for (Path path : copies) {
      if (stood.printLength() > 0 && samePrint(path, stood)) {
        return List.of(open(path, stood));
      }
    }
    return List.of();
  }

  /** Offset after the last line end. */
  static long lastLineEnd(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path)) {
      long end = channel.size();
      java.nio.ByteBuffer one = java.nio.ByteBuffer.allocate(1);
      while (end > 0) {
        one.clear();
        if (channel.read(one, end - 1) > 0 && one.get(0) == '\n') {
          return end;
        }
        end--;
      }
      return 0;
    }
  }

  private static Tail open(Path path, FilePosition position) throws IOException {
    Tail tail = Tail.open(path, position == null ? 0 : position.offset());
    if (position != null) {
      tail.print(new Fingerprint(position.printLength(), position.print()));
    }
    return tail;
  }

  /** The found ones, those written after the oldest of them, and the current one. */
  private List<Path> inOrder(Map<Path, FilePosition> found, List<Path> candidates)
      throws IOException {
    FileTime since = null;
    for (Path path : found.keySet()) {
      FileTime time = Files.getLastModifiedTime(path);
      since = since == null || time.compareTo(since) < 0 ? time : since;
    }
    List<Path> order = new ArrayList<>();
    for (Path path : candidates) {
      boolean later = Files.getLastModifiedTime(path).compareTo(since) > 0;
      if (found.containsKey(path) || later || path.equals(current)) {
        order.add(path);
      }
    }
    return order;
  }

  private static Optional<Path> find(FilePosition position, List<Path> candidates)
      throws IOException {
    for (Path path : candidates) {
      if (Tail.keyOf(path).equals(position.fileKey())
          && samePrint(path, position)
          && holds(path, position)) {
        return Optional.of(path);
      }
    }
    for (Path path : candidates) {
      if (position.printLength() > 0 && samePrint(path, position) && holds(path, position)) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }

  private static boolean samePrint(Path path, FilePosition position) throws IOException {
    Fingerprint print = Tail.printOf(path, position.printLength());
    return print.length() == position.printLength() && print.hash() == position.print();
  }

  /** Whether it reaches the place; of a compressed file the first bytes are taken as proof. */
  private static boolean holds(Path path, FilePosition position) throws IOException {
    return Packing.isNamed(path) || Files.size(path) >= position.offset();
  }

  /** The file and its rotated siblings that exist, oldest first, the file itself last. */
  private List<Path> candidates() throws IOException {
    List<Path> paths = new ArrayList<>();
    String name = current.getFileName().toString();
    Path folder = current.toAbsolutePath().getParent();
    try (DirectoryStream<Path> siblings = Files.newDirectoryStream(folder, Files::isRegularFile)) {
      for (Path sibling : siblings) {
        String other = sibling.getFileName().toString();
        if (other.startsWith(name) && !other.equals(name)) {
          paths.add(sibling);
        }
      }
    } catch (NoSuchFileException e) {
      return paths;
    }
    Map<Path, FileTime> times = new TreeMap<>();
    for (Path path : paths) {
      times.put(path, Files.getLastModifiedTime(path));
    }
    paths.sort(
        Comparator.comparing((Path path) -> times.get(path))
            .thenComparing(Comparator.reverseOrder()));
    if (Files.isRegularFile(current)) {
      paths.add(current);
    }
    return paths;
  }
}
