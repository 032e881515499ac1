package io.badhop.ingest.ship;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.schemas.event.AppEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs with damage in them: what is damaged is counted by its reason, and the rest is read. */
class BadLogsTest {
  @TempDir Path folder;

  private Accounting read(byte[]... pieces) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      all.writeBytes(piece);
    }
    Path file = folder.resolve("app.log");
    Files.write(file, all.toByteArray());
    LogSet logs = LogSet.open(List.of(file), LogSetOptions.DEFAULT);
    try (EventReader reader = logs.reader(logs.files().get(0))) {
      ShippedEvent event;
      while ((event = reader.next()) != null) {
        assertThat(((AppEvent) event.event()).getRequestId()).startsWith("r-");
      }
      Accounting accounting = reader.accounting();
      assertThat(accounting.addsUp()).isTrue();
      return accounting;
    }
  }

  private static byte[] app(int i) {
    return TestLogs.app(i, "r-" + i, 500).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void halfARecordAtTheEndIsRejected() throws Exception {
    Accounting read = read(app(1), app(2), bytes("{\"ts\":\"2026-11-22T06:00:03Z\",\"requ"));
    assertThat(read.parsed()).isEqualTo(2);
    assertThat(read.rejectedBy()).isEqualTo(Map.of("bad-json", 1L));
  }

  @Test
  void nulBytesAndOtherEncodingsCostTheirLine() throws Exception {
    Accounting read =
        read(
            app(1),
            bytes("\0\0\0\0"),
            app(2),
            bytes("{\"ts\":\0\0}\n"),
            bytes("\u00ff\u00fe\u00c3\u0028\n"),
            app(3));
    assertThat(read.parsed()).isEqualTo(3);
    assertThat(read.rejected()).isEqualTo(2);
  }

  @Test
  void aLineThatIsTooLongCostsItselfAlone() throws Exception {
    Accounting read = read(app(1), bytes("x".repeat(5 << 20) + "\n"), app(2));
    assertThat(read.parsed()).isEqualTo(2);
    assertThat(read.rejectedBy()).isEqualTo(Map.of("line-too-long", 1L));
  }

  @Test
  void aMachineWithoutAClockSpoilsNoReplay() throws IOException, LogSetException {
    Path file = folder.resolve("app.log");
    String line = TestLogs.app(1, "r-1", 500);
    Files.writeString(file, line + line.replace("2026-", "1970-") + line);
    LogSet logs = LogSet.open(List.of(file), LogSetOptions.DEFAULT);
    try (EventReader reader = logs.reader(logs.files().get(0))) {
      while (reader.next() != null) {
        continue;
      }
      assertThat(reader.accounting().parsed()).isEqualTo(2);
      assertThat(reader.accounting().rejectedBy()).isEqualTo(Map.of("clock-not-set", 1L));
    }
  }
}
