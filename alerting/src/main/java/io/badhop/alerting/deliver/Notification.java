package io.badhop.alerting.deliver;

import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.SentNotification;
import java.time.Instant;

/**
 * One thing to tell one route.
 *
 * @param route name of the route
 * @param escalation what happened
 * @param reason why the route is told, in kebab case
 * @param before what the route was told last of this incident; null when nothing
 * @param now wall-clock time
 */
public record Notification(
    String route, Escalation escalation, String reason, SentNotification before, Instant now) {

  /**
   * The same for all notifications of one incident to one route, also after a restart: targets
   * deduplicate by it.
   */
  public String deduplicationKey() {
    return "badhop/" + route + "/" + escalation.getIncidentId();
  }
}
