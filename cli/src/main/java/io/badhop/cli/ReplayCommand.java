package io.badhop.cli;

import io.badhop.cli.config.Rules;
import io.badhop.cli.config.SettingsFile;
import io.badhop.cli.report.IncidentReport;
import io.badhop.cli.report.RuleComparison;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.serde.RecordJson;
import io.badhop.streams.detect.DetectConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code replay}. */
@Command(
    name = "replay",
    description = {
      "Finds the incidents in log files, without Kafka: reads the logs of edge, proxies and"
          + " applications, joins them by request ID,",
      "and prints what failed, why, and what to do. A server configuration beside the logs is used"
          + " by itself.",
      "The end of the files is no recovery: what is open then stays open."
    },
    footer = {
      "",
      "Examples:",
      "  badhop replay /var/log/shop",
      "  badhop replay edge.ndjson.gz access.log error.log app.log --nginx-conf"
          + " /etc/nginx/nginx.conf --out escalations.ndjson"
    })
final class ReplayCommand extends BadhopCommand {

  private static final String STDOUT = "-";

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "Log files, plain, .gz or .zst, or folders of them; - is standard input.")
  private List<Path> paths;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Write the escalations there, one JSON object a line; - is standard output, and then the"
              + " summary goes to standard error.")
  private String target;

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description =
          "Thresholds of detection, that is the keys of the detect section of a configuration; or a"
              + " configuration, of which detect and the routes of its sites count.")
  private Path rules;

  @Option(
      names = "--compare",
      paramLabel = "FILE",
      description =
          "Other thresholds, as for --rules: prints side by side what each of the two opens and"
              + " when, instead of the incidents. Routes are those of --rules.")
  private Path compare;

  @Mixin private LogOptions options;

  @Override
  public Integer call() {
    Rules given = rules == null ? Rules.DEFAULT : SettingsFile.rules(rules);
    List<DetectConfig> others =
        compare == null ? List.of() : List.of(SettingsFile.rules(compare).detect());
    OutputFile file =
        target == null || target.equals(STDOUT) ? null : new OutputFile(Path.of(target));
    Logs logs = options.open(paths, "");
    List<LogReplay.Outcome> outcomes = new LogReplay(terminal()).run(logs, given, others);
    LogReplay.Outcome outcome = outcomes.get(0);
    print(outcomes, logs.unrecognised());
    List<String> broken = outcome.reading().broken();
    if (!broken.isEmpty()) {
      String unwritten = file == null ? "" : " " + target + " was not written.";
      throw CommandException.failed(
          "Not everything could be read: "
              + String.join(", ", broken)
              + ". Copy these files again, or leave them out."
              + unwritten,
          null);
    }
    if (file != null) {
      file.write(out -> write(outcome.escalations(), out));
      err().println(outcome.escalations().size() + " escalations written to " + target);
    }
    return Main.DONE;
  }

  private void print(List<LogReplay.Outcome> outcomes, List<Path> unrecognised) {
    LogReplay.Outcome outcome = outcomes.get(0);
    boolean piped = STDOUT.equals(target);
    if (piped) {
      writeToStandardOutput(outcome.escalations());
    }
    PrintStream people = piped ? err() : out();
    outcome.reading().print(people, unrecognised);
    outcome.notes().forEach(note -> people.println("note: " + note));
    people.println();
    if (outcomes.size() > 1) {
      new RuleComparison(outcome.escalations(), outcomes.get(1).escalations()).print(people);
      return;
    }
    IncidentReport incidents = new IncidentReport(outcome.escalations());
    incidents.print(people);
    people.println(outcome.span() + incidents.summary());
  }

  private void writeToStandardOutput(List<Escalation> escalations) {
    try {
      write(escalations, out());
    } catch (IOException e) {
      throw CommandException.failed("Cannot write to standard output: " + e.getMessage(), e);
    }
  }

  private static void write(List<Escalation> escalations, OutputStream out) throws IOException {
    try (RecordJson json = new RecordJson(out)) {
      for (Escalation escalation : escalations) {
        json.write(escalation);
      }
    }
  }
}
