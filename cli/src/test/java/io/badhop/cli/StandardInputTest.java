package io.badhop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Logs that come through a pipe. */
@Isolated
class StandardInputTest {
  private static final String LINE =
      "192.0.2.7 - - [22/Nov/2026:06:00:01 +0000] \"GET /a HTTP/1.1\" 502 7 \"-\" \"curl/8\"";

  @TempDir Path folder;

  private final InputStream before = System.in;

  @AfterEach
  void giveBack() {
    System.setIn(before);
  }

  private static void type(byte[] bytes) {
    System.setIn(new ByteArrayInputStream(bytes));
  }

  private static byte[] lines(int count) {
    return (LINE + "\n").repeat(count).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void parseReadsItAsItReadsAFile() throws IOException {
    byte[] log = lines(1000);
    Path file = Files.write(folder.resolve("access.log"), log);
    type(log);
    Cli piped = Cli.run("parse", "-");

    assertThat(piped.status()).isZero();
    assertThat(piped.err())
        .endsWith("lines=1000 parsed=1000 component=0 bound=0 continued=0 skipped=0 rejected=0\n");
    // The same identities: they are made of offset and bytes.
    assertThat(piped.out().replace("\"stdin\"", "\"access.log\""))
        .isEqualTo(Cli.run("parse", file).out());
  }

  @Test
  void theLastLineMayEndWithThePipeAndThePipeMayBeCompressed() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(lines(2));
      gzip.write(LINE.getBytes(StandardCharsets.UTF_8));
    }
    type(packed.toByteArray());
    assertThat(Cli.run("parse", "--format=nginx-access", "-").err())
        .contains("lines=3 parsed=3 component=0");
  }

  @Test
  void nothingAtAllIsAnEmptyLog() {
    type(new byte[0]);
    Cli piped = Cli.run("parse", "-");
    assertThat(piped.status()).isZero();
    assertThat(piped.err()).contains("-: empty", "lines=0 parsed=0");
  }

  @Test
  void replayReadsItToo() {
    type(lines(50));
    Cli piped = Cli.run("replay", "-");
    assertThat(piped.status()).isZero();
    assertThat(piped.out()).contains("50");
  }

  @Test
  void linesOfNoFormatAreSaidToBeSo() {
    type("what is this\nand this\n".getBytes(StandardCharsets.UTF_8));
    Cli piped = Cli.run("parse", "-");
    assertThat(piped.status()).isEqualTo(2);
    assertThat(piped.err()).contains("None of these files is in a format that badhop knows: -");
  }

  @Test
  void ingestWithoutABrokerIsToldSoBeforeThePipeIsRead() {
    type(lines(1));
    Cli piped = Cli.run("ingest", "-");
    assertThat(piped.status()).isEqualTo(2);
    assertThat(piped.err()).contains("No broker is named.");
    assertThat(Cli.run("ingest", "--format", "nonsense", "-").err()).contains("nonsense");
  }
}
