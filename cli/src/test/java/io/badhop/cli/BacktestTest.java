package io.badhop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.badhop.cli.demo.Recordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules tried on history: the bundled recording, in which a login and payments fail. */
class BacktestTest {

  @TempDir Path folder;

  private Path logs;

  @BeforeEach
  void unpack() throws IOException {
    Recordings.unpack(folder);
    logs = folder.resolve("shop");
  }

  @Test
  void twoSetsOfRulesSideBySide() throws IOException {
    Path now = rules("now.yml", "minFailures: 3");
    Path stricter = rules("stricter.yml", "minFailures: 40");

    Cli cli = Cli.run("replay", logs, "--rules", now, "--compare", stricter);

    assertThat(cli.status()).as(cli.err()).isZero();
    assertThat(cli.out())
        .containsPattern("both .* TLS_FAILURE|--rules .* TLS_FAILURE")
        .containsPattern("--rules: \\d+ incidents, 2 to act on; --compare: ");
  }

  @Test
  void theSameRulesTwiceDifferInNothing() throws IOException {
    Path now = rules("now.yml", "minFailures: 3");

    Cli cli = Cli.run("replay", logs, "--rules", now, "--compare", now);

    assertThat(cli.out()).contains("both").doesNotContain(" +");
    String summary = cli.out().lines().reduce((one, next) -> next).orElseThrow();
    String first = summary.substring("--rules: ".length(), summary.indexOf(';'));
    assertThat(summary).isEqualTo("--rules: " + first + "; --compare: " + first + ".");
  }

  @Test
  void comparingWritesTheEscalationsOfTheRules() throws IOException {
    Path one = folder.resolve("one.ndjson");
    Path compared = folder.resolve("compared.ndjson");
    Path stricter = rules("stricter.yml", "minFailures: 40");

    Cli.run("replay", logs, "--out", one);
    Cli.run("replay", logs, "--out", compared, "--compare", stricter);

    assertThat(compared).hasSameTextualContentAs(one);
  }

  @Test
  void withoutAnOutageEveryAlarmIsFalseAndFewestWins() {
    Cli cli = Cli.run("tune", logs);

    assertThat(cli.status()).as(cli.err()).isZero();
    assertThat(cli.out())
        .contains(
            "No --outage is given, so every alarm counts as false.\nas given: 2 alarms, 2 of them")
        .contains("minFailures 10: ")
        .contains("significance 1.0E-9: ")
        .contains("blipLimit 15000ms: ")
        .contains("detect:\n  minFailures: ");
  }

  @Test
  void proposesWhatTellsOfTheOutageInTime() {
    String first = Cli.run("tune", logs).out();
    String at = first.replaceAll("(?s).*?as given[^\n]*\n   (\\S+) (\\S+)  .*", "$1T$2Z");
    Instant told = Instant.parse(at);
    String outage = told.minusSeconds(2) + "/" + told.plusSeconds(60);

    Cli cli = Cli.run("tune", logs, "--outage", outage, "--delay", "5");
    Cli tooFast = Cli.run("tune", logs, "--outage", outage, "--delay", "0");

    assertThat(cli.out())
        .contains("as given: 2 alarms, 0 of them false, slowest outage told after 2.0 s")
        .contains("it is the one that you have");
    assertThat(tooFast.out()).contains("No setting tells of every outage within 0 s");
  }

  @Test
  void anOutageThatEndsBeforeItBeginsIsWrongUsage() {
    Cli cli = Cli.run("tune", logs, "--outage", "2026-11-22T06:09:30Z/2026-11-22T06:09:00Z");

    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err()).contains("--outage").contains("/2026-11-22T06:09:30Z");
  }

  @Test
  void aDelayBelowZeroIsWrongUsage() {
    Cli cli = Cli.run("tune", logs, "--delay", "-3");

    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err()).contains("--delay -3: give seconds, 0 or more");
  }

  private Path rules(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text + "\n");
  }
}
