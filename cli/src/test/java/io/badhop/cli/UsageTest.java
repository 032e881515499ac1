package io.badhop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "replay",
        "check",
        "parse",
        "up",
        "ingest",
        "streams",
        "alerting",
        "config check",
        "config example",
        "topics create",
        "schemas check",
        "deadletters list",
        "deadletters resend",
        "alert test"
      })
  void everyCommandExplainsItselfWithAnExample(String command) {
    Cli cli = Cli.run((Object[]) (command + " --help").split(" "));
    assertThat(cli.status()).isZero();
    assertThat(cli.out())
        .contains("Usage: badhop " + command)
        .contains("Example")
        .contains("  badhop " + command);
    assertThat(cli.err()).isEmpty();
  }

  @Test
  void aMisspelledCommandIsHintedAt() {
    Cli cli = Cli.run("replya", "x");
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err())
        .contains("'replya'")
        .contains("Did you mean: replay")
        .contains("Try 'badhop --help'");
    assertThat(cli.out()).isEmpty();
  }

  @Test
  void aMisspelledOptionIsHintedAt() {
    Cli cli = Cli.run("replay", "--nginx-cnf", "x");
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err())
        .contains("--nginx-cnf")
        .contains("Did you mean: --nginx-conf")
        .contains("Try 'badhop replay --help'");
  }

  @Test
  void noCommandIsWrongUsage() {
    assertThat(Cli.run().status()).isEqualTo(2);
    assertThat(Cli.run("config").status()).isEqualTo(2);
    assertThat(Cli.run("replay").err()).contains("Missing required parameter: 'PATH'");
  }

  @Test
  void theVersionIsOneLine() {
    Cli cli = Cli.run("--version");
    assertThat(cli.status()).isZero();
    assertThat(cli.out()).startsWith("badhop ").hasLineCount(1);
  }
}
