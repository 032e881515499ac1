package io.badhop.ingest.ship;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.ingest.source.CheckpointFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders with very many files. */
class ManyFilesTest {
  private static final int BEYOND = 50;

  @TempDir Path folder;
  private final DrivenClock clock = new DrivenClock();
  private final Kafka kafka = new Kafka(true);

  private Path logs(int count) throws IOException {
    Path logs = Files.createDirectory(folder.resolve("logs"));
    for (int i = 0; i < count; i++) {
      Files.createFile(logs.resolve("z" + i + ".log"));
    }
    return logs;
  }

  @Test
  void soManyAreFollowedAndTheRestCounted() throws Exception {
    Path logs = logs(NewLogs.MAX_FILES + BEYOND);
    Path full = logs.resolve("app.log");
    Files.writeString(full, TestLogs.app(0, "r-1", 500));
    try (Shipper shipper =
        Shipper.following(
            kafka.producer,
            kafka.topics,
            List.of(new FollowedLogs(List.of(logs), LogSetOptions.DEFAULT)),
            new CheckpointFile(folder.resolve("positions")),
            ShipperOptions.DEFAULT,
            clock)) {
      shipper.step();
      assertThat(shipper.counters().unrecognised()).isEqualTo(NewLogs.MAX_FILES + BEYOND);
      assertThat(shipper.counters().events()).isEqualTo(1);
    }
  }

  @Test
  void emptyFilesBesideALogAreNamedAndTheLogIsRead() throws Exception {
    Path logs = logs(2000);
    Files.writeString(logs.resolve("app.log"), TestLogs.app(0, "r-1", 500));
    LogSet set = LogSet.open(List.of(logs), LogSetOptions.DEFAULT);
    assertThat(set.empty()).hasSize(2000);
    assertThat(set.files()).hasSize(1);
  }
}
