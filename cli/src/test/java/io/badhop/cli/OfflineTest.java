package io.badhop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.cli.demo.Recordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that need no Kafka, on the bundled recordings. */
class OfflineTest {

  private static final Pattern OUTCOMES =
      Pattern.compile(
          "lines=(\\d+) parsed=(\\d+) component=(\\d+) bound=(\\d+) continued=(\\d+) skipped=(\\d+) rejected=(\\d+)\\s*$");

  @TempDir Path folder;

  @Test
  void replayTellsWhatFailedWhereAndWhy() throws IOException {
    Cli cli = Cli.run("replay", recording("shop"));
    assertThat(cli.status()).isZero();
    assertThat(cli.out())
        .contains("HEADER_TOO_LARGE at APP: PATH shop.example.com/login")
        .contains("TLS_FAILURE at UPSTREAM_LINK")
        .contains("curl ")
        .contains("2 to act on");
  }

  @Test
  void replayWritesOneEscalationALineAndTheSummaryElsewhere() throws IOException {
    Path out = folder.resolve("escalations.ndjson");
    Cli toFile = Cli.run("replay", recording("market"), "--out", out);
    assertThat(toFile.status()).isZero();
    assertThat(out).content().startsWith("{\"incidentId\":\"");
    Cli piped = Cli.run("replay", folder.resolve("market"), "--out", "-");
    assertThat(piped.status()).isZero();
    assertThat(piped.out()).isEqualTo(Files.readString(out));
    assertThat(piped.err()).contains("CONNECTION_REFUSED at APP: UPSTREAM 127.0.3.22:10401");
  }

  @Test
  void parseAccountsForEveryLine() throws IOException {
    Path logs = recording("shop");
    Cli cli =
        Cli.run("parse", logs.resolve("proxy-access.log.gz"), logs.resolve("proxy-error.log.gz"));
    assertThat(cli.status()).isZero();
    assertThat(cli.err())
        .contains("proxy-access.log.gz: nginx-access")
        .contains("which fits 100 % of its first lines");
    Matcher outcomes = OUTCOMES.matcher(cli.err());
    assertThat(outcomes.find()).as(cli.err()).isTrue();
    long sum = 0;
    for (int i = 2; i <= 7; i++) {
      sum += Long.parseLong(outcomes.group(i));
    }
    assertThat(Long.parseLong(outcomes.group(1))).isEqualTo(sum).isEqualTo(3641);
    assertThat(Long.parseLong(outcomes.group(7))).isZero();
    assertThat(cli.out().lines())
        .allMatch(line -> line.startsWith("{\"eventId\":") && line.endsWith("}"));
  }

  @Test
  void parseListsTheFormatsWhenNoneIsNamed() {
    Cli cli = Cli.run("parse", "--format");
    assertThat(cli.status()).isZero();
    assertThat(cli.out()).contains("EDGE").contains("PROXY").contains("APP");
  }

  @Test
  void checkTellsCoverageAndClocks() throws IOException {
    Cli cli = Cli.run("check", recording("shop"));
    assertThat(cli.status()).isZero();
    assertThat(cli.out())
        .contains("edge → proxy")
        .contains("proxy → app")
        .containsPattern("FRA +\\d+ +\\d+ +(100\\.0|99\\.\\d) %")
        .contains("time stamps in whole seconds");
  }

  private Path recording(String site) throws IOException {
    return Recordings.unpack(folder).stream()
        .filter(each -> each.site().equals(site))
        .findFirst()
        .orElseThrow()
        .folder();
  }
}
