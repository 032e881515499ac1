package io.badhop.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Positions that outlive the process. */
class CheckpointFileTest {
  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void name() {
    path = folder.resolve("positions/checkpoint");
  }

  private static final Map<String, List<FilePosition>> POSITIONS =
      Map.of(
          "lb1:/var/log/a b\t%.log",
          List.of(
              new FilePosition("/var/log/ä.log", "(dev=1,inode=2)", 1024, -5, 17, List.of(-1L, 2L)),
              new FilePosition("/var/log/ä.log", "", 0, 0, Long.MAX_VALUE, List.of())));

  @Test
  void whatIsSavedIsLoadedByTheNextProcess() throws IOException {
    new CheckpointFile(path).save(POSITIONS);

    assertThat(new CheckpointFile(path).load()).isEqualTo(POSITIONS);
  }

  @Test
  void nothingSavedIsNoPosition() throws IOException {
    assertThat(new CheckpointFile(path).load()).isEmpty();
  }

  @Test
  void aCrashWhileWritingLeavesTheOldVersion() throws IOException {
    new CheckpointFile(path).save(POSITIONS);
    Files.writeString(path.resolveSibling("checkpoint.new"), "badhop-check");

    assertThat(new CheckpointFile(path).load()).isEqualTo(POSITIONS);
  }

  @Test
  void theSamePositionsAreNotWrittenAgain() throws IOException {
    CheckpointFile file = new CheckpointFile(path);
    file.save(POSITIONS);
    Files.setLastModifiedTime(path, FileTime.fromMillis(0));
    file.save(Map.copyOf(POSITIONS));

    assertThat(Files.getLastModifiedTime(path).toMillis()).isZero();
    file.save(Map.of());
    assertThat(new CheckpointFile(path).load()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "something else\n",
        "badhop-checkpoint 1\n",
        "badhop-checkpoint 1\nend 1\n",
        "badhop-checkpoint 1\na\tb\tc\nend 1\n",
        "badhop-checkpoint 1\na\tb\tc\tx\t0\t0\t\nend 1\n",
        "badhop-checkpoint 2\nend 0\n"
      })
  void whatIsNoWholeCheckpointIsRefusedWithAMend(String text) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);

    assertThatThrownBy(() -> new CheckpointFile(path).load())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining("Remove it");
  }
}
