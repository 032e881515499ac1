package io.badhop.ingest.ship;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Recorded logs that may lie beside the checkout. */
final class SharedLogs {
  private SharedLogs() {}

  /** Folders of recorded incidents; without them the test is skipped. */
  static List<Path> incidents() {
    try (Stream<Path> folders = Files.list(folder().resolve("incidents"))) {
      return folders.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path incident(String name) {
    Path folder = folder().resolve("incidents").resolve(name);
    Assumptions.assumeTrue(
        Files.isDirectory(folder), "no recorded incident " + name + " beside the checkout");
    return folder;
  }

  private static Path folder() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path shared = at.resolveSibling("shared");
      if (at.getNameCount() > 0 && Files.isDirectory(shared.resolve("incidents"))) {
        return shared;
      }
    }
    Assumptions.abort("no folder 'shared' with 'incidents' beside the checkout");
    throw new IllegalStateException();
  }
}
