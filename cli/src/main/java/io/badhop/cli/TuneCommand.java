package io.badhop.cli;

import io.badhop.cli.config.Rules;
import io.badhop.cli.config.SettingsFile;
import io.badhop.cli.report.Outage;
import io.badhop.cli.report.Trial;
import io.badhop.cli.report.TuningReport;
import io.badhop.streams.detect.DetectConfig;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tune}. */
@Command(
    name = "tune",
    description = {
      "Tries thresholds of detection on a history: shows what each would have opened and when, and"
          + " proposes the settings",
      "with the fewest false alarms that still tell of each outage in time. Without --outage every"
          + " alarm counts as false."
    },
    footer = {
      "",
      "Example:",
      "  badhop tune /var/log/shop --outage 2026-11-22T06:09:00Z/2026-11-22T06:09:30Z --delay 10"
    })
final class TuneCommand extends BadhopCommand {

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "Log files, plain, .gz or .zst, or folders of them.")
  private List<Path> paths;

  @Option(
      names = "--outage",
      paramLabel = "FROM/TO",
      description =
          "A time in which something did fail, both ends in ISO 8601 (2026-11-22T06:09:00Z). May be"
              + " given several times.")
  private List<String> outages = new ArrayList<>();

  @Option(
      names = "--delay",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description =
          "How long after its beginning an outage is to be told at the latest; ${DEFAULT-VALUE}"
              + " without it.")
  private long delay;

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = "Thresholds to start from, as for replay.")
  private Path rules;

  @Mixin private LogOptions options;

  @Override
  public Integer call() {
    if (delay < 0) {
      throw CommandException.usage("--delay " + delay + ": give seconds, 0 or more");
    }
    Rules given = rules == null ? Rules.DEFAULT : SettingsFile.rules(rules);
    List<Outage> known = outages.stream().map(TuneCommand::outage).toList();
    List<DetectConfig> candidates = Candidates.around(given.detect());
    Logs logs = options.open(paths, "");
    List<LogReplay.Outcome> outcomes = new LogReplay(terminal()).run(logs, given, candidates);
    List<String> broken = outcomes.get(0).reading().broken();
    if (!broken.isEmpty()) {
      throw CommandException.failed(
          "Not everything could be read: "
              + String.join(", ", broken)
              + ". Copy these files again, or leave them out.",
          null);
    }
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      DetectConfig tried = i == 0 ? given.detect() : candidates.get(i - 1);
      trials.add(new Trial(tried, outcomes.get(i).escalations()));
    }
    out().println(outcomes.get(0).span().strip());
    new TuningReport(trials, known, Duration.ofSeconds(delay)).print(out());
    return Main.DONE;
  }

  private static Outage outage(String text) {
    try {
      return Outage.parse(text);
    } catch (DateTimeException e) {
      throw CommandException.usage(
          "--outage "
              + text
              + ": write two times with a slash between, such as"
              + " 2026-11-22T06:09:00Z/2026-11-22T06:09:30Z");
    }
  }
}
