package io.badhop.cli;

import io.badhop.cli.config.Settings;
import io.badhop.cli.config.SettingsFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code config check}. */
@Command(
    name = "config",
    synopsisSubcommandLabel = "COMMAND",
    description = "Works on configuration files.",
    footer = {"", "Example:", "  badhop config check badhop.yml"})
final class ConfigCommand extends BadhopCommand {

  @Override
  public Integer call() {
    throw wrongUsage("Which command: config check or config example?");
  }

  @Command(
      name = "check",
      description =
          "Reads a configuration and tells everything that is wrong with it; exit status 2 if anything is.",
      footer = {"", "Example:", "  badhop config check badhop.yml"})
  int check(@Parameters(paramLabel = "FILE", description = "The configuration.") Path file) {
    Settings settings = SettingsFile.load(file);
    String broker =
        settings.kafka().embedded()
            ? "embedded broker"
            : "broker " + settings.kafka().bootstrapServers();
    out()
        .println(
            file + ": ok (" + broker + ", " + settings.ingest().sources().size() + " sources)");
    return Main.DONE;
  }

  @Command(
      name = "example",
      description = "Prints a configuration with all keys, explained, to start from.",
      footer = {"", "Example:", "  badhop config example > badhop.yml"})
  int example() throws IOException {
    try (InputStream example = ConfigCommand.class.getResourceAsStream("/badhop-example.yml")) {
      example.transferTo(out());
    }
    return Main.DONE;
  }
}
