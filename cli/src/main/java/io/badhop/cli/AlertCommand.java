package io.badhop.cli;

import io.badhop.alerting.deliver.Delivery;
import io.badhop.alerting.deliver.Notification;
import io.badhop.cli.run.Routes;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.Retries;
import io.badhop.schemas.event.Severity;
import io.badhop.schemas.event.Timings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code alert test}. */
@Command(
    name = "alert",
    synopsisSubcommandLabel = "COMMAND",
    description = "Works on the ways by which people are told.",
    footer = {"", "Example:", "  badhop alert test --config badhop.yml"})
final class AlertCommand extends BadhopCommand {

  @Override
  public Integer call() {
    throw wrongUsage("Which command: alert test?");
  }

  @Command(
      name = "test",
      description = {
        "Sends an escalation that says that it is a test to every configured route, once, and tells how it went.",
        "Alertmanager takes it for over by itself after four times the route's resend interval.",
        "Exit status 1 when one did not take it."
      },
      footer = {"", "Example:", "  badhop alert test --config badhop.yml --route app-team"})
  int test(
      @Mixin SettingsOption settings,
      @Option(names = "--route", paramLabel = "NAME", description = "Only the route of this name.")
          String only)
      throws InterruptedException {
    List<Routes.Line> lines = Routes.of(settings.load().alerting(), out());
    List<Routes.Line> chosen =
        lines.stream().filter(line -> only == null || line.route().name().equals(only)).toList();
    if (chosen.isEmpty()) {
      String names = String.join(", ", lines.stream().map(line -> line.route().name()).toList());
      throw CommandException.usage(
          only == null
              ? "No route is configured (alerting: in the configuration)."
              : "There is no route '" + only + "'; there are: " + names);
    }
    int failed = 0;
    for (Routes.Line line : chosen) {
      failed += send(line) ? 0 : 1;
    }
    return failed == 0 ? Main.DONE : Main.FAILED;
  }

  private boolean send(Routes.Line line) throws InterruptedException {
    String name = line.route().name();
    Delivery delivery =
        line.sink().deliver(new Notification(name, sample(), "test", null, Instant.now()));
    if (delivery instanceof Delivery.Retryable retryable) {
      err().println(name + ": not delivered, a later try may succeed: " + retryable.why());
      return false;
    }
    if (delivery instanceof Delivery.Refused refused) {
      err().println(name + ": refused: " + refused.why());
      return false;
    }
    err().println(name + ": delivered");
    return true;
  }

  private static Escalation sample() {
    long now = System.currentTimeMillis();
    return Escalation.newBuilder()
        .setIncidentId("badhop-test-" + Long.toHexString(now))
        .setSite("default")
        .setSequence(0)
        .setPhase(Phase.OPENED)
        .setSeverity(Severity.MINOR)
        .setEventTimeMs(now)
        .setFirstFailureMs(now)
        .setLastFailureMs(now)
        .setFaultDomain(FaultDomain.UNKNOWN)
        .setCause(Cause.UNKNOWN)
        .setConfidence(0)
        .setKey(new Key(KeyKind.ALL, "*"))
        .setFailed(0)
        .setTotal(0)
        .setBaselineRatio(0)
        .setStatuses(Map.of())
        .setTimings(Timings.newBuilder().build())
        .setRetries(Retries.newBuilder().build())
        .setEvidence(List.of("This is a test of badhop's alerting; nothing failed."))
        .setQuickFix("Nothing to do.")
        .build();
  }
}
