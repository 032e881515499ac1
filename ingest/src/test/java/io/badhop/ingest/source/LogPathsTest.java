package io.badhop.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files a path stands for. */
class LogPathsTest {
  @TempDir Path folder;

  private void create(String... names) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "");
    }
  }

  private List<String> names(List<Path> paths) {
    return paths.stream().map(path -> folder.relativize(path).toString()).toList();
  }

  @Test
  void aFolderIsSearchedInOrderAndHiddenNamesArePassedOver() throws IOException {
    create("b.log", "a/c.log", ".hidden", ".git/x.log", "a/.x");

    assertThat(names(LogPaths.filesIn(folder))).containsExactly("a/c.log", "b.log");
  }

  @Test
  void linksAreFollowedAndLoopsAreNot() throws IOException {
    create("real/a.log");
    Files.createSymbolicLink(folder.resolve("loop"), folder);
    Files.createSymbolicLink(folder.resolve("dead"), folder.resolve("nowhere"));

    assertThat(names(LogPaths.filesIn(folder))).containsExactly("real/a.log");
  }

  @Test
  void rotatedAndCompressedFilesAreNotFollowed() throws IOException {
    create(
        "a.log",
        "a.log.1",
        "a.log.2.gz",
        "a.log-20261122",
        "a-20261122.log",
        "a.log.old",
        "v2.log");

    assertThat(names(LogPaths.toFollow(folder)))
        .containsExactly("a-20261122.log", "a.log", "v2.log");
    assertThat(names(LogPaths.toFollow(folder.resolve("a.log*")))).containsExactly("a.log");
  }

  @Test
  void aPatternMatchesInFoldersToo() throws IOException {
    create("x/access.log", "y/access.log", "y/error.log", "y/z/access.log");

    assertThat(names(LogPaths.toFollow(folder.resolve("*/access.log"))))
        .containsExactly("x/access.log", "y/access.log");
    assertThat(LogPaths.toFollow(folder.resolve("nowhere/*.log"))).isEmpty();
  }

  @Test
  void aNamedFileIsItselfEvenBeforeItExists() throws IOException {
    Path missing = folder.resolve("later.log");

    assertThat(LogPaths.toFollow(missing)).containsExactly(missing);
  }
}
