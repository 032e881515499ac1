package io.badhop.ingest.ship;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The folder of a server's configuration, from which its includes are read. Nothing outside of it
 * is: a configuration may come from another machine, and the files that it names there are others
 * here. An absolute path is looked for under the folder by its last parts.
 */
final class ConfigFolder {
  /** Largest configuration file that is read. */
  static final long MAX_BYTES = 4 << 20;

  private static final int MAX_FILES = 1000;
  private static final Pattern GLOB = Pattern.compile("[*?\\[{]");

  private final Path folder;

  ConfigFolder(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /** Text of what an include names, which may be a pattern; empty when nothing is there. */
  Optional<String> include(String name) {
    try {
      Path path = FileSystems.getDefault().getPath(name);
      StringBuilder text = new StringBuilder();
      for (Path file : matching(path)) {
        text.append(read(file)).append('\n');
      }
      return text.isEmpty() ? Optional.empty() : Optional.of(text.toString());
    } catch (IOException | IllegalArgumentException e) {
      // Not there, not readable or not a path on this system: all the same as missing.
      return Optional.empty();
    }
  }

  private List<Path> matching(Path path) throws IOException {
    for (int from = 0; from < path.getNameCount(); from++) {
      Path here = folder.resolve(path.subpath(from, path.getNameCount())).normalize();
      List<Path> found = here.startsWith(folder) ? filesAt(here) : List.of();
      if (!found.isEmpty() || !path.isAbsolute()) {
        return found;
      }
    }
    return List.of();
  }

  /** The file, or those that a pattern in the last part of the path matches, sorted. */
  private static List<Path> filesAt(Path path) throws IOException {
    if (Files.isRegularFile(path)) {
      return List.of(path);
    }
    String last = path.getFileName().toString();
    if (!GLOB.matcher(last).find() || !Files.isDirectory(path.getParent())) {
      return List.of();
    }
    try (DirectoryStream<Path> matching = Files.newDirectoryStream(path.getParent(), last)) {
      List<Path> files = new ArrayList<>();
      for (Path file : matching) {
        if (Files.isRegularFile(file) && files.size() < MAX_FILES) {
          files.add(file);
        }
      }
      files.sort(null);
      return files;
    }
  }

  /** A file as text; bytes that are not UTF-8 become the replacement character. */
  static String read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(
          file + " is too large for a configuration (over " + MAX_BYTES + " bytes)");
    }
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
