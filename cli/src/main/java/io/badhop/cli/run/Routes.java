package io.badhop.cli.run;

import io.badhop.alerting.decide.Route;
import io.badhop.alerting.deliver.AlertmanagerOptions;
import io.badhop.alerting.deliver.AlertmanagerSink;
import io.badhop.alerting.deliver.ConsoleSink;
import io.badhop.alerting.deliver.HttpAccess;
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
      return new Line(route, sink(settings));
    } catch (IllegalArgumentException e) {
      throw new RunException("alerting: route " + settings.name() + ": " + e.getMessage(), e);
    }
  }

  private static Sink sink(AlertingSettings.Route settings) {
    Access access =
        new Access(settings.access(), "alerting: route " + settings.name() + ": access");
    HttpAccess http =
        new HttpAccess(
            settings.headers(), access.authorization(), access.trust(), settings.timeout());
    if (!settings.webhook().isEmpty()) {
      return new WebhookSink(URI.create(settings.webhook()), http);
    }
    return new AlertmanagerSink(
        new AlertmanagerOptions(
            settings.alertmanagers().stream().map(URI::create).toList(),
            settings.labels(),
            settings.link(),
            settings.resend()),
        http);
  }
}
