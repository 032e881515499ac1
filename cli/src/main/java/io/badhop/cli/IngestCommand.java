package io.badhop.cli;

import io.badhop.cli.config.Settings;
import io.badhop.cli.run.Cluster;
import io.badhop.cli.run.Running;
import io.badhop.cli.run.Shipping;
import io.badhop.cli.run.ShippingPart;
import io.badhop.ingest.ship.LogSet;
import io.badhop.ingest.ship.LogSetOptions;
import io.badhop.ingest.ship.Shipper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ingest}. */
@Command(
    name = "ingest",
    description = {
      "Runs the part that reads logs, alone: follows the configured sources and publishes what they say.",
      "With --once it publishes PATH... from beginning to end, as replay reads them, and ends.",
      "With - it publishes what comes on standard input as it comes, in place of the configured sources, until its end."
    },
    footer = {
      "",
      "Examples:",
      "  badhop ingest --config badhop.yml",
      "  badhop ingest --config badhop.yml --once /var/log/old/2026-11-22",
      "  kubectl logs deploy/edge --since=1h | badhop ingest --config badhop.yml --once --format nginx-access -",
      "  kubectl logs -f deploy/edge | badhop ingest --config badhop.yml --format nginx-access -"
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

  @Option(
      names = "--format",
      paramLabel = "NAME",
      defaultValue = "",
      description =
          "Format of PATH..., found from the first lines when left out; 'badhop parse --format' lists them.")
  private String format;

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description =
          "Log files, plain, gzip or zstd, or folders with them; only with --once. - is standard input.")
  private List<Path> paths = new ArrayList<>();

  @Override
  public Integer call() {
    boolean piped = !once && paths.equals(List.of(LogOptions.STANDARD_INPUT));
    if (once == paths.isEmpty() && !piped) {
      throw CommandException.usage(
          once
              ? "--once needs the logs that are to be published: badhop ingest --once PATH..."
              : "Logs are named on the command line with --once only; what is followed stands in the configuration under ingest: sources.");
    }
    if (!(speed >= 0)) {
      throw CommandException.usage("--speed must be 0 or more, not " + speed);
    }
    if (!format.isEmpty()) {
      FormatList.require(format);
    }
    Settings settings = option.loadForOnePart();
    if (piped) {
      LogSetOptions reading = logs.options(format);
      return publish(settings, cluster -> Shipping.piped(cluster, System.in, reading));
    }
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
    LogSet recording = logs.open(paths, format).set();
    return publish(settings, cluster -> Shipping.recording(cluster, recording, speed));
  }

  private int publish(Settings settings, Function<Cluster, Shipper> opening) {
    List<ShippingPart> parts = new ArrayList<>();
    try (Running running =
        Running.start(
            settings,
            this::say,
            (cluster, onFailure) -> {
              parts.add(new ShippingPart("ingest", () -> opening.apply(cluster), onFailure));
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
