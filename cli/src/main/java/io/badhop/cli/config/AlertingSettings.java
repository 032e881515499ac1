package io.badhop.cli.config;

import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Who is told.
 *
 * @param console whether escalations are printed on standard output
 * @param webhook address that everything from MINOR on is posted to as JSON, for when one route is
 *     enough; empty for none
 * @param routes who else is told of what
 */
public record AlertingSettings(boolean console, String webhook, List<Route> routes) {
  public static final AlertingSettings DEFAULT = new AlertingSettings(true, "", List.of());

  public AlertingSettings {
    requireUrl(webhook, "webhook");
    routes = List.copyOf(routes);
    long names = routes.stream().map(Route::name).distinct().count();
    Checks.require(
        names == routes.size(), "two routes have the same name; what was sent is remembered by it");
    for (Route route : routes) {
      Checks.require(
          !route.webhook().isEmpty() || !route.alertmanagers().isEmpty(),
          "route " + route.name() + " leads nowhere: give it webhook or alertmanagers");
    }
  }

  /**
   * A target and what it is told.
   *
   * @param name what was sent is remembered under this name
   * @param webhook address that escalations are posted to as JSON; empty when it is not that
   * @param alertmanagers addresses of all instances of an Alertmanager; empty when it is not that
   * @param labels labels of alerts besides badhop's own, for Alertmanager's routing
   * @param link address of a page about an incident, with {@code {incidentId}} and {@code {site}}
   *     in it; empty for the runbook
   * @param resend how often an open incident is told again to Alertmanager, which takes silence for
   *     an end
   * @param access credentials and certificates
   * @param headers sent along, such as those of a gateway
   * @param minSeverity least severity that is told
   * @param sites sites that it is for; empty for all
   * @param faultDomains hops that it is for; empty for all
   * @param repeat how often a lasting incident is told again; 0s for never
   * @param timeout how long a delivery may take
   */
  public record Route(
      String name,
      String webhook,
      List<String> alertmanagers,
      Map<String, String> labels,
      String link,
      Duration resend,
      AccessSettings access,
      Map<String, String> headers,
      Severity minSeverity,
      List<String> sites,
      List<FaultDomain> faultDomains,
      Duration repeat,
      Duration timeout) {

    public static final Route DEFAULT =
        new Route(
            "webhook",
            "",
            List.of(),
            Map.of(),
            "",
            Duration.ofMinutes(1),
            AccessSettings.DEFAULT,
            Map.of(),
            Severity.MINOR,
            List.of(),
            List.of(),
            Duration.ZERO,
            Duration.ofSeconds(10));

    public Route {
      Checks.require(
          name.matches("[A-Za-z0-9_-]{1,64}") && !name.equals("console"),
          "name must be 1 to 64 letters, digits, _ or -, and not 'console'");
      requireUrl(webhook, "webhook");
      alertmanagers.forEach(url -> requireUrl(url, "alertmanagers"));
      Checks.require(
          webhook.isEmpty() || alertmanagers.isEmpty(),
          "webhook and alertmanagers are both given; make two routes of it");
      Checks.require(!timeout.isZero(), "timeout must be longer than 0");
      alertmanagers = List.copyOf(alertmanagers);
      labels = Map.copyOf(labels);
      headers = Map.copyOf(headers);
      sites = List.copyOf(sites);
      faultDomains = List.copyOf(faultDomains);
    }

    /** A route for everything from MINOR on. */
    public static Route to(String webhook) {
      return new Route(
          DEFAULT.name,
          webhook,
          DEFAULT.alertmanagers,
          DEFAULT.labels,
          DEFAULT.link,
          DEFAULT.resend,
          DEFAULT.access,
          DEFAULT.headers,
          DEFAULT.minSeverity,
          DEFAULT.sites,
          DEFAULT.faultDomains,
          DEFAULT.repeat,
          DEFAULT.timeout);
    }
  }

  private static void requireUrl(String url, String key) {
    Checks.require(
        url.isEmpty() || url.matches("https?://[^/\\s]+\\S*"),
        key + " must begin with http:// or https:// and hold no blanks");
  }
}
