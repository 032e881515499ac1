package io.badhop.cli;

import io.badhop.ingest.ship.EventReader;
import io.badhop.ingest.ship.LogFile;
import io.badhop.ingest.ship.LogSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The logs that a command works on. */
final class Logs {

  private final LogSet set;
  private final List<Path> unrecognised;

  /**
   * @param neighbours files that were looked at only because they lie beside a log
   */
  Logs(LogSet set, List<Path> neighbours) {
    this.set = set;
    this.unrecognised =
        set.unrecognised().stream().filter(path -> !neighbours.contains(path)).toList();
  }

  /** The logs as a shipper takes them. */
  LogSet set() {
    return set;
  }

  /** Logs that have a reader. */
  List<LogFile> files() {
    return set.files();
  }

  /** The log, and those that its reader reads besides. */
  List<LogFile> group(LogFile file) {
    return Stream.concat(Stream.of(file), set.readWith(file).stream()).toList();
  }

  EventReader reader(LogFile file) {
    try {
      return set.reader(file);
    } catch (IOException e) {
      throw CommandException.failed(e.getMessage(), e);
    }
  }

  /** Files that the user named and nobody can read. */
  List<Path> unrecognised() {
    return unrecognised;
  }

  /** Files that hold nothing. */
  List<Path> empty() {
    return set.empty();
  }

  /**
   * Files by the names under which their lines are accounted for: the path below the folder that
   * was given, without {@code .gz}.
   */
  Map<String, LogFile> byName(Set<String> names) {
    List<LogFile> all = files().stream().flatMap(file -> group(file).stream()).toList();
    Map<String, LogFile> byName = new TreeMap<>();
    for (String name : names) {
      all.stream()
          .filter(file -> isNamed(file, name))
          .min(Comparator.comparingInt(file -> file.path().toString().length()))
          .ifPresent(file -> byName.put(name, file));
    }
    return byName;
  }

  private static boolean isNamed(LogFile file, String name) {
    String path = file.path().toString();
    String unpacked = path.replaceFirst("\\.(gz|zst)$", "");
    return path.equals(name) || unpacked.equals(name) || unpacked.endsWith("/" + name);
  }

  /** Size of all logs as they lie on the disk. */
  long bytes() {
    return files().stream().flatMap(file -> group(file).stream()).mapToLong(LogFile::bytes).sum();
  }
}
