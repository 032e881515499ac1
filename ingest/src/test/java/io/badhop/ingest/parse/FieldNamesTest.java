package io.badhop.ingest.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The names that are guessed, and the guide that tells them. */
class FieldNamesTest {

  @Test
  void everyMeaningHasNamesAndNoneTwice() {
    assertThat(FieldNames.GUESSED.names()).hasSizeGreaterThan(20);
    FieldNames.GUESSED
        .names()
        .forEach(
            (meaning, names) -> assertThat(names).as(meaning).isNotEmpty().doesNotHaveDuplicates());
    assertThat(FieldNames.GUESSED.of("requestId")).startsWith("request_id").endsWith("RequestId");
    assertThat(FieldNames.GUESSED.of("nothing")).isEmpty();
  }

  @Test
  void theUsersNamesReplaceThoseOfTheirMeaning() {
    FieldNames own = FieldNames.GUESSED.with(Map.of("requestId", List.of("rid")));

    assertThat(own.of("requestId")).containsExactly("rid");
    assertThat(own.of("status")).isEqualTo(FieldNames.GUESSED.of("status"));
  }

  @Test
  void theGuideTellsTheFirstNamesOfEachMeaning() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("../docs/formats/applications.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .toList();
    for (String meaning : FieldNames.GUESSED.names().keySet()) {
      if (meaning.equals("clientIp")) {
        continue; // of the edge's records only
      }
      String row =
          rows.stream().filter(line -> line.contains("`" + meaning + "`")).findFirst().orElse("");
      assertThat(row).as("row of " + meaning).isNotEmpty();
      FieldNames.GUESSED.of(meaning).stream()
          .filter(name -> !name.startsWith("_"))
          .limit(3)
          .forEach(name -> assertThat(row).as(meaning).contains("`" + name + "`"));
    }
  }
}
