package io.badhop.alerting.decide;

import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.SentNotification;
import java.time.Duration;
import java.time.Instant;

/**
 * Decides whether a route is told of an escalation, from what it was told before. Guard clauses
 * from "not for you" to "nothing new", each with its reason.
 */
public final class Decider {

  private Decider() {}

  /**
   * Decides.
   *
   * @param route the route
   * @param escalation what was published
   * @param last what the route was told last of this incident; null when nothing
   * @param now wall-clock time
   */
  public static NotifyDecision decide(
      Route route, Escalation escalation, SentNotification last, Instant now) {
    return new NotifyDecision(reason(route, escalation, last, now));
  }

  private static Reason reason(
      Route route, Escalation escalation, SentNotification last, Instant now) {
    if (last != null && last.getSequence() >= escalation.getSequence()) {
      return Reason.ALREADY_SENT;
    }
    if (escalation.getPhase() == Phase.RESOLVED) {
      return last == null || last.getPhase() == Phase.RESOLVED
          ? Reason.NEVER_TOLD
          : Reason.RESOLVED;
    }
    // Whoever was told of an incident hears of its corrections, also when they lead to another
    // team's hop.
    if (last == null && !route.covers(escalation)) {
      return Reason.NOT_ROUTED;
    }
    if (escalation.getSeverity().compareTo(route.least()) < 0) {
      return Reason.TOO_QUIET;
    }
    return last == null ? Reason.FIRST : news(route, escalation, last, now);
  }

  private static Reason news(
      Route route, Escalation escalation, SentNotification last, Instant now) {
    if (escalation.getPhase() == Phase.REOPENED || last.getPhase() == Phase.RESOLVED) {
      return Reason.REOPENED;
    }
    if (escalation.getSeverity().compareTo(last.getSeverity()) > 0) {
      return Reason.LOUDER;
    }
    if (escalation.getCause() != last.getCause()
        || escalation.getFaultDomain() != last.getFaultDomain()
        || !escalation.getKey().equals(last.getKey())) {
      return Reason.CORRECTED;
    }
    Duration since = Duration.between(Instant.ofEpochMilli(last.getSentAtMs()), now);
    boolean due = !route.repeat().isZero() && since.compareTo(route.repeat()) >= 0;
    return due ? Reason.REPEATED : Reason.NOTHING_NEW;
  }
}
