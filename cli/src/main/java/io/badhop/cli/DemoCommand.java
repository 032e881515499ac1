package io.badhop.cli;

import io.badhop.alerting.decide.Route;
import io.badhop.cli.demo.Demo;
import io.badhop.cli.demo.LiveSink;
import io.badhop.cli.report.IncidentReport;
import io.badhop.cli.run.Routes;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.Severity;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}. */
@Command(
    name = "demo",
    description = {
      "Shows the whole pipeline on this machine: starts a Kafka broker, ships two recorded minutes of two sites through real topics,",
      "prints each escalation as it happens, then a summary. Nothing is kept."
    },
    footer = {
      "",
      "Examples:",
      "  badhop demo --once",
      "  badhop demo --speed 1      as fast as it happened"
    })
final class DemoCommand extends BadhopCommand {

  @Option(
      names = "--once",
      description = "End when the recording has been worked off; otherwise stay up until Ctrl-C.")
  private boolean once;

  @Option(
      names = "--speed",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Recorded seconds a second; 0 for as fast as can be (default: ${DEFAULT-VALUE}).")
  private double speed;

  @Override
  public Integer call() throws IOException {
    if (!(speed >= 0) || Double.isInfinite(speed)) {
      throw wrongUsage("--speed must be 0 or more");
    }
    Routes.Line console = new Routes.Line(Route.all("console", Severity.INFO), new LiveSink(out()));
    try (Demo demo = Demo.start(speed, console, this::say)) {
      if (!demo.awaitWorkedOff()) {
        return Main.DONE; // ended by the user
      }
      summarise(demo.escalations());
      if (!once) {
        say(
            "the broker stays up at "
                + demo.bootstrapServers()
                + " with all topics (badhop.*), their schemas at "
                + demo.registryUrl()
                + "; end with Ctrl-C");
        demo.awaitStop();
      }
    }
    return Main.DONE;
  }

  private void summarise(List<Escalation> escalations) {
    out().println();
    IncidentReport report = new IncidentReport(escalations);
    report.print(out());
    out().println(report.summary());
    out().flush();
  }
}
