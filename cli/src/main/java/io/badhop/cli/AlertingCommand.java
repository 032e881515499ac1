package io.badhop.cli;

import io.badhop.cli.config.Settings;
import io.badhop.cli.run.AlertingPart;
import io.badhop.cli.run.Routes;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code alerting}. */
@Command(
    name = "alerting",
    description = "Runs the part that tells people, alone: reads escalations, decides, delivers.",
    footer = {"", "Example:", "  badhop alerting --config badhop.yml"})
final class AlertingCommand extends BadhopCommand {

  @Mixin private SettingsOption option;

  @Override
  public Integer call() {
    Settings settings = option.loadForOnePart();
    List<Routes.Line> routes = Routes.of(settings.alerting(), out());
    return runUntilStopped(
        settings, (cluster, onFailure) -> List.of(new AlertingPart(cluster, routes, onFailure)));
  }
}
