package io.badhop.ingest.ship;

import io.badhop.ingest.source.LogPaths;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the files that a user means, and says what is wrong when there are none. */
final class LogSearch {
  private static final int NAMED = 10;

  private LogSearch() {}

  /**
   * Files under the paths, each once, with the name that its source gets: its path below the folder
   * that was given, which is the same wherever that folder lies.
   */
  static Map<Path, String> find(List<Path> paths) throws LogSetException {
    if (paths.isEmpty()) {
      throw new LogSetException("No logs were named. Name log files, or a folder that holds them.");
    }
    Map<Path, String> names = new LinkedHashMap<>();
    Map<Path, Path> realPaths = new HashMap<>();
    for (Path path : paths) {
      for (Path file : filesAt(path)) {
        if (realPaths.putIfAbsent(real(file), file) == null) {
          names.put(file, nameOf(path, file));
        }
      }
    }
    return distinct(names);
  }

  private static List<Path> filesAt(Path path) throws LogSetException {
    if (!Files.exists(path)) {
      throw new LogSetException(
          path + " does not exist. Check the name; a folder is searched for logs.");
    }
    if (!Files.isDirectory(path)) {
      if (!Files.isRegularFile(path)) {
        throw new LogSetException(
            path
                + " is neither a file nor a folder, and logs are read twice: save what it gives to a file first.");
      }
      if (!Files.isReadable(path)) {
        throw unreadable(path, new AccessDeniedException(path.toString()));
      }
      return List.of(path);
    }
    try {
      List<Path> files = LogPaths.filesIn(path);
      if (files.isEmpty()) {
        throw new LogSetException(
            "There is no file in " + path + ". Name the folder that holds the logs.");
      }
      return files;
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static Path real(Path file) throws LogSetException {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static String nameOf(Path given, Path file) {
    Path below = given.equals(file) ? file.getFileName() : given.relativize(file);
    String folder = below.getParent() == null ? "" : below.getParent() + "/";
    return folder + Sample.nameOf(file);
  }

  /**
   * Files of the same name under different folders, or plain and packed, go by their full paths.
   */
  private static Map<Path, String> distinct(Map<Path, String> names) {
    Map<String, Integer> uses = new HashMap<>();
    names.values().forEach(name -> uses.merge(name, 1, Integer::sum));
    names.replaceAll((path, name) -> uses.get(name) > 1 ? path.toString() : name);
    return names;
  }

  static LogSetException unreadable(Path path, IOException e) {
    String file = e instanceof AccessDeniedException denied ? denied.getFile() : path.toString();
    if (e instanceof AccessDeniedException) {
      return new LogSetException(
          file
              + " may not be read by this user. Give it read permission, or name the logs that may be read.",
          e);
    }
    return new LogSetException(file + " cannot be read: " + e.getMessage(), e);
  }

  static LogSetException nothing(List<Path> paths, List<Path> unrecognised, List<Path> empty) {
    String where = join(paths);
    if (unrecognised.isEmpty() && empty.isEmpty()) {
      return new LogSetException(
          "There is no log in "
              + where
              + ", only server configurations. Name the folder that holds the logs.");
    }
    if (unrecognised.isEmpty()) {
      return new LogSetException("All logs are empty: " + join(empty) + ".");
    }
    return new LogSetException(
        "None of these files is in a format that badhop knows: "
            + join(unrecognised)
            + ". Name the format of each (parse --format lists them), or put the server's configuration"
            + " that defines its log format beside the log.");
  }

  private static String join(List<Path> paths) {
    List<String> some = new ArrayList<>(paths.stream().limit(NAMED).map(Path::toString).toList());
    if (paths.size() > NAMED) {
      some.add("and " + (paths.size() - NAMED) + " more");
    }
    return String.join(", ", some);
  }
}
