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
    requireUrl(webhook);
    routes = List.copyOf(routes);
    long names = routes.stream().map(Route::name).distinct().count();
    Checks.require(
        names == routes.size(), "two routes have the same name; what was sent is remembered by it");
  }

  /**
   * One address and what it is told.
   *
   * @param name what was sent is remembered under this name
   * @param webhook address that escalations are posted to as JSON
   * @param headers sent along, such as Authorization
   * @param minSeverity least severity that is told
   * @param sites sites that it is for; empty for all
   * @param faultDomains hops that it is for; empty for all
   * @param repeat how often a lasting incident is told again; 0s for never
   * @param timeout how long a delivery may take
   */
  public record Route(
      String name,
      String webhook,
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
      requireUrl(webhook);
      Checks.require(!timeout.isZero(), "timeout must be longer than 0");
      headers = Map.copyOf(headers);
      sites = List.copyOf(sites);
      faultDomains = List.copyOf(faultDomains);
    }

    /** A route for everything from MINOR on. */
    public static Route to(String webhook) {
      return new Route(
          "webhook",
          webhook,
          Map.of(),
          DEFAULT.minSeverity,
          List.of(),
          List.of(),
          DEFAULT.repeat,
          DEFAULT.timeout);
    }
  }

  private static void requireUrl(String webhook) {
    Checks.require(
        webhook.isEmpty() || webhook.matches("https?://[^/\\s]+\\S*"),
        "webhook must begin with http:// or https:// and hold no blanks");
  }
}
