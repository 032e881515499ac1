package io.badhop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.badhop.cli.demo.Recordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of bad input: what is said, the exit status, and that nothing half done is left. */
class BadInputTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"replay", "check", "parse"})
  void aMissingPathIsNamed(String command) {
    Path missing = folder.resolve("none.log");
    Cli cli = Cli.run(command, missing);
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err()).contains(missing + ": no such file or folder");
    assertThat(cli.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"replay", "check", "parse"})
  void anUnreadableFileIsNamed(String command) throws IOException {
    Path file = Files.writeString(folder.resolve("a.log"), "x\n");
    assumeFalse(
        !file.toFile().setReadable(false) || Files.isReadable(file),
        "this user may read everything");
    Cli cli = Cli.run(command, file);
    assertThat(cli.status()).isEqualTo(1);
    assertThat(cli.err()).contains(file + ": may not be read by this user");
  }

  @ParameterizedTest
  @ValueSource(strings = {"replay", "check"})
  void aFolderWithoutLogsIsNamed(String command) throws IOException {
    Cli empty = Cli.run(command, folder);
    assertThat(empty.status()).isEqualTo(2);
    assertThat(empty.err()).contains(folder.toString());
    Files.writeString(folder.resolve("readme.txt"), "nothing\nof\na log\n");
    Cli strange = Cli.run(command, folder);
    assertThat(strange.status()).isEqualTo(2);
    assertThat(strange.err()).contains("readme.txt");
  }

  @Test
  void anEmptyLogHasNoLinesAndNoIncidents() throws IOException {
    Path file = Files.createFile(folder.resolve("access.log"));
    Cli parse = Cli.run("parse", file);
    assertThat(parse.status()).isZero();
    assertThat(parse.err())
        .contains(file + ": empty")
        .endsWith("lines=0 parsed=0 component=0 bound=0 continued=0 skipped=0 rejected=0\n");
    Cli replay = Cli.run("replay", file);
    assertThat(replay.status()).isEqualTo(2);
    assertThat(replay.err()).contains(file.toString()).containsIgnoringCase("empty");
  }

  @Test
  void anUnknownFormatNameIsHintedAt() throws IOException {
    Path file = Files.writeString(folder.resolve("a.log"), "x\n");
    Cli near = Cli.run("parse", "--format", "nginx-acess", file);
    assertThat(near.status()).isEqualTo(2);
    assertThat(near.err())
        .contains("there is no format 'nginx-acess'; did you mean 'nginx-access'?");
    Cli far = Cli.run("parse", "--format", "elephant", file);
    assertThat(far.status()).isEqualTo(2);
    assertThat(far.err())
        .contains("there is no format 'elephant'; there are")
        .contains("nginx-access");
  }

  @Test
  void aFileInNoKnownFormatIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("a.log"), "some words\nand more\n");
    Cli cli = Cli.run("parse", file);
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err()).contains(file.toString()).contains("format");
  }

  @Test
  void aTruncatedGzipIsToldAfterWhatCouldBeReadAndNoResultIsWritten() throws IOException {
    Path logs = Recordings.unpack(folder).get(0).folder();
    Path edge = logs.resolve("edge.ndjson.gz");
    byte[] whole = Files.readAllBytes(edge);
    Files.write(edge, Arrays.copyOf(whole, whole.length / 2));
    Path out = folder.resolve("out.ndjson");
    Cli cli = Cli.run("replay", logs, "--out", out);
    assertThat(cli.status()).isEqualTo(1);
    assertThat(cli.out()).contains("edge.ndjson").contains("truncated-gzip");
    assertThat(cli.err()).contains("truncated-gzip").contains("was not written");
    assertThat(out).doesNotExist();
    Cli parse = Cli.run("parse", edge);
    assertThat(parse.status()).isEqualTo(1);
    assertThat(parse.out()).isNotEmpty();
    assertThat(parse.err()).contains("truncated-gzip");
  }

  @Test
  void anOutputThatCannotBeWrittenIsToldBeforeTheWork() throws IOException {
    Path logs = Recordings.unpack(folder).get(0).folder();
    Cli cli = Cli.run("replay", logs, "--out", folder.resolve("none/out.ndjson"));
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err()).contains("does not exist");
    assertThat(cli.out()).isEmpty();
  }

  @Test
  void rulesWithAnUnknownKeyAreRefused() throws IOException {
    Path logs = Recordings.unpack(folder).get(0).folder();
    Path rules = Files.writeString(folder.resolve("rules.yml"), "minFailurs: 3\n");
    Cli cli = Cli.run("replay", logs, "--rules", rules);
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err())
        .contains(rules + ":1:1: minFailurs: unknown key; did you mean 'minFailures'?");
  }
}
