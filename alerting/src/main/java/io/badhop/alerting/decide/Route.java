package io.badhop.alerting.decide;

import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.Severity;
import java.time.Duration;
import java.util.Set;

/**
 * Who is told of what.
 *
 * @param name name of the route, unique
 * @param least least severity that is told
 * @param sites sites that it is for; empty for all
 * @param faultDomains hops that its team owns; empty for all
 * @param repeat how often a lasting incident is told again; zero for never
 */
public record Route(
    String name,
    Severity least,
    Set<String> sites,
    Set<FaultDomain> faultDomains,
    Duration repeat) {

  public Route {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a route needs a name");
    }
    if (repeat.isNegative()) {
      throw new IllegalArgumentException("route " + name + ": repeat must not be negative");
    }
    sites = Set.copyOf(sites);
    faultDomains = Set.copyOf(faultDomains);
  }

  /** A route for everything from a severity on. */
  public static Route all(String name, Severity least) {
    return new Route(name, least, Set.of(), Set.of(), Duration.ZERO);
  }

  boolean covers(Escalation escalation) {
    return (sites.isEmpty() || sites.contains(escalation.getSite()))
        && (faultDomains.isEmpty() || faultDomains.contains(escalation.getFaultDomain()));
  }
}
