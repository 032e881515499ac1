package io.badhop.cli.run;

import io.badhop.alerting.decide.Route;
import io.badhop.alerting.deliver.ConsoleSink;
import io.badhop.alerting.deliver.Sink;
import io.badhop.alerting.deliver.WebhookSink;
import io.badhop.cli.config.AlertingSettings;
import io.badhop.schemas.event.Severity;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The routes that a configuration describes, with the sinks at their ends. */
public final class Routes {

  private Routes() {}

  /**
   * A route and where it leads.
   *
   * @param route who is told of what
   * @param sink how
   */
  public record Line(Route route, Sink sink) {}

  /**
   * All of them, the console first.
   *
   * @param console where the console route prints
   */
  public static List<Line> of(AlertingSettings alerting, PrintStream console) {
    List<Line> lines = new ArrayList<>();
    if (alerting.console()) {
      lines.add(
          new Line(
              new Route("console", Severity.INFO, Set.of(), Set.of(), Duration.ZERO),
              new ConsoleSink(console)));
    }
    if (!alerting.webhook().isEmpty()) {
      lines.add(line(AlertingSettings.Route.to(alerting.webhook())));
    }
    alerting.routes().forEach(route -> lines.add(line(route)));
    return lines;
  }

  private static Line line(AlertingSettings.Route settings) {
    Route route =
        new Route(
            settings.name(),
            settings.minSeverity(),
            Set.copyOf(settings.sites()),
            Set.copyOf(settings.faultDomains()),
            settings.repeat());
    try {
      return new Line(
          route,
          new WebhookSink(URI.create(settings.webhook()), settings.headers(), settings.timeout()));
    } catch (IllegalArgumentException e) {
      throw new RunException(
          "alerting: route " + settings.name() + ": '" + settings.webhook() + "' is not a URL", e);
    }
  }
}
