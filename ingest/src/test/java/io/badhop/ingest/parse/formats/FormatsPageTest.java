package io.badhop.ingest.parse.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.parse.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of formats for users has all that there are. */
class FormatsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "formats", "README.md");

  @Test
  void everyFormatIsInTheTableWithItsTier() throws IOException {
    List<String> rows =
        Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| `")).toList();

    for (Format format : Formats.all()) {
      assertThat(rows)
          .filteredOn(row -> row.contains("`" + format.name() + "`"))
          .as(format.name())
          .singleElement()
          .asString()
          .contains("| " + format.tier() + " |");
    }
  }
}
