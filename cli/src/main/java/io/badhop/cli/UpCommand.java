package io.badhop.cli;

import io.badhop.cli.config.Settings;
import io.badhop.cli.run.AlertingPart;
import io.badhop.cli.run.Cluster;
import io.badhop.cli.run.Part;
import io.badhop.cli.run.Routes;
import io.badhop.cli.run.Shipping;
import io.badhop.cli.run.StreamsPart;
import io.badhop.streams.topology.TickRules;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code up}. */
@Command(
    name = "up",
    description = {
      "Runs all parts in one process: reads the configured logs, analyses, tells people.",
      "Uses a Kafka broker of its own unless the configuration names one."
    },
    footer = {"", "Example:", "  badhop up --config badhop.yml"})
final class UpCommand extends BadhopCommand {

  @Mixin private SettingsOption option;

  @Override
  public Integer call() {
    Settings settings = option.load();
    List<Routes.Line> routes = Routes.of(settings.alerting(), out());
    if (settings.ingest().isEmpty()) {
      say(
          "no logs are named (ingest: sources or receive), so only what others publish is analysed");
    }
    return runUntilStopped(settings, (cluster, onFailure) -> parts(cluster, routes, onFailure));
  }

  private static List<Part> parts(
      Cluster cluster, List<Routes.Line> routes, Consumer<String> onFailure) {
    List<Part> parts = new ArrayList<>();
    parts.add(new StreamsPart(cluster, TickRules.DEFAULT, onFailure));
    parts.add(new AlertingPart(cluster, routes, onFailure));
    parts.addAll(Shipping.parts(cluster, onFailure));
    return parts;
  }
}
