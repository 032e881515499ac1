package io.badhop.cli;

import io.badhop.cli.config.Settings;
import io.badhop.cli.run.Running;
import io.badhop.cli.run.Shipping;
import io.badhop.cli.run.ShippingPart;
import io.badhop.ingest.ship.LogSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ingest}. */
@Command(
    name = "ingest",
    description = {
      "Runs the part that reads logs, alone: follows the configured sources and publishes what they say.",
      "With --once it publishes PATH... from beginning to end, as replay reads them, and ends."
    },
    footer = {
      "",
      "Examples:",
      "  badhop ingest --config badhop.yml",
      "  badhop ingest --config badhop.yml --once /var/log/old/2026-11-22"
    })
final class IngestCommand extends BadhopCommand {

  private static final Duration LOOK = Duration.ofMillis(200);

  @Mixin private SettingsOption option;
  @Mixin private LogOptions logs;

  @Option(names = "--once", description = "Publishes PATH... to their end, and ends.")
  private boolean once;

  @Option(
      names = "--speed",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "With --once: recorded seconds a second; 0 for as fast as can be (default: ${DEFAULT-VALUE}).")
  private double speed;

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description = "Log files, plain, gzip or zstd, or folders with them; only with --once.")
  private List<Path> paths = new ArrayList<>();

  @Override
  public Integer call() {
    if (once == paths.isEmpty()) {
      throw CommandException.usage(
          once
              ? "--once needs the logs that are to be published: badhop ingest --once PATH..."
              : "Logs are named on the command line with --once only; what is followed stands in the configuration under ingest: sources.");
    }
    if (!(speed >= 0)) {
      throw CommandException.usage("--speed must be 0 or more, not " + speed);
    }
    Settings settings = option.loadForOnePart();
    return once ? publish(settings) : follow(settings);
  }

  private int follow(Settings settings) {
    if (settings.ingest().isEmpty()) {
      throw CommandException.usage(
          "No logs are named: set ingest: sources, receive or kafka in the configuration ('badhop config example' shows how).");
    }
    return runUntilStopped(settings, Shipping::parts);
  }

  private int publish(Settings settings) {
    LogSet recording = logs.open(paths, "").set();
    List<ShippingPart> parts = new ArrayList<>();
    try (Running running =
        Running.start(
            settings,
            this::say,
            (cluster, onFailure) -> {
              parts.add(
                  new ShippingPart(
                      "ingest", () -> Shipping.recording(cluster, recording, speed), onFailure));
              return List.copyOf(parts);
            })) {
      while (!parts.get(0).ended()) {
        if (running.await(LOOK)) {
          say("ended before all was published");
          return Main.FAILED;
        }
      }
      running.await(Duration.ZERO); // tells of a failure at the very end
      say(parts.get(0).counters().events() + " events are on the topics");
    }
    return Main.DONE;
  }
}
