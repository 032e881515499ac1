package io.badhop.cli;

import io.badhop.cli.run.StreamsPart;
import io.badhop.streams.topology.TickRules;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code streams}. */
@Command(
    name = "streams",
    description =
        "Runs the analysis alone: joins, diagnoses, detects. Instances with the same streams: applicationId share the work.",
    footer = {"", "Example:", "  badhop streams --config badhop.yml"})
final class StreamsCommand extends BadhopCommand {

  @Mixin private SettingsOption option;

  @Override
  public Integer call() {
    return runUntilStopped(
        option.loadForOnePart(),
        (cluster, onFailure) -> List.of(new StreamsPart(cluster, TickRules.DEFAULT, onFailure)));
  }
}
