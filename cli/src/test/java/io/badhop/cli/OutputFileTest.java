package io.badhop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {

  @TempDir Path folder;

  @Test
  void theContentIsThereAndNothingBesideIt() throws IOException {
    Path target = folder.resolve("out.ndjson");
    new OutputFile(target).write(out -> out.write("done\n".getBytes(StandardCharsets.UTF_8)));
    assertThat(target).hasContent("done");
    assertThat(folder.toFile().list()).containsExactly("out.ndjson");
  }

  @Test
  void aFailureLeavesTheOldFileAndNothingHalfDone() throws IOException {
    Path target = Files.writeString(folder.resolve("out.ndjson"), "old");
    OutputFile file = new OutputFile(target);
    assertThatThrownBy(
            () ->
                file.write(
                    out -> {
                      out.write('x');
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(CommandException.class)
        .hasMessage("Cannot write " + target + ": disk full");
    assertThat(target).hasContent("old");
    assertThat(folder.toFile().list()).containsExactly("out.ndjson");
  }

  @Test
  void aMissingFolderIsRefusedBeforeAnyWork() {
    Path target = folder.resolve("none/out.ndjson");
    assertThatThrownBy(() -> new OutputFile(target))
        .hasMessageContaining("does not exist")
        .hasMessageContaining(target.toString());
  }

  @Test
  void aFolderIsRefusedAsAFile() {
    assertThatThrownBy(() -> new OutputFile(folder)).hasMessageContaining("is a folder");
  }
}
