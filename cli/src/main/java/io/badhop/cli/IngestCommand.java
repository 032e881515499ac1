package io.badhop.cli;

import io.badhop.cli.config.Settings;
import io.badhop.cli.run.Shipping;
import io.badhop.cli.run.ShippingPart;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ingest}. */
@Command(
    name = "ingest",
    description =
        "Runs the part that reads logs, alone: follows the configured sources and publishes what they say.",
    footer = {"", "Example:", "  badhop ingest --config badhop.yml"})
final class IngestCommand extends BadhopCommand {

  @Mixin private SettingsOption option;

  @Override
  public Integer call() {
    Settings settings = option.loadForOnePart();
    if (settings.ingest().sources().isEmpty()) {
      throw CommandException.usage(
          "No logs are named: set ingest: sources in the configuration ('badhop config example' shows how).");
    }
    return runUntilStopped(
        settings,
        (cluster, onFailure) ->
            List.of(new ShippingPart("ingest", () -> Shipping.following(cluster), onFailure)));
  }
}
