package io.badhop.alerting.deliver;

import io.badhop.schemas.event.Escalation;

/**
 * One thing to tell one route.
 *
 * @param route name of the route
 * @param escalation what happened
 * @param reason why the route is told, in kebab case
 */
public record Notification(String route, Escalation escalation, String reason) {

  /**
   * The same for all notifications of one incident to one route, also after a restart: targets
   * deduplicate by it.
   */
  public String deduplicationKey() {
    return "badhop/" + route + "/" + escalation.getIncidentId();
  }
}
