package io.badhop.alerting;

import io.badhop.alerting.decide.Route;
import io.badhop.alerting.deliver.Delivery;
import io.badhop.alerting.deliver.Notification;
import io.badhop.alerting.deliver.Sink;
import io.badhop.alerting.remember.NotificationLog;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.SentNotification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells a target again what is still open, for targets that take silence for an end. Goes by what
 * was told, so a restart changes nothing but the rhythm.
 */
final class Repetition {

  private static final String REASON = "still-open";

  private final Route route;
  private final Sink sink;
  private final NotificationLog log;
  private final Map<String, Instant> told = new HashMap<>();
  private final Map<String, Escalation> latest = new HashMap<>();

  Repetition(Route route, Sink sink, NotificationLog log) {
    this.route = route;
    this.sink = sink;
    this.log = log;
  }

  /** Takes note of an escalation that brought the route nothing new, but newer figures. */
  void note(Escalation escalation) {
    if (sink.resend().isZero()) {
      return;
    }
    log.last(escalation.getIncidentId())
        .filter(sent -> says(sent, escalation))
        .ifPresent(sent -> latest.put(escalation.getIncidentId(), escalation));
  }

  private static boolean says(SentNotification sent, Escalation escalation) {
    return sent.getSequence() < escalation.getSequence()
        && sent.getCause() == escalation.getCause()
        && sent.getFaultDomain() == escalation.getFaultDomain()
        && sent.getKey().equals(escalation.getKey());
  }

  /**
   * Tells what is due.
   *
   * @param partitions of the escalations' topic that are ours; others tell theirs
   * @return how the deliveries ended, in order; none follow one that may be tried again
   */
  List<Delivery> repeat(Set<Integer> partitions, Instant now) throws InterruptedException {
    if (sink.resend().isZero()) {
      return List.of();
    }
    List<Delivery> deliveries = new ArrayList<>();
    Set<String> open = new TreeSet<>();
    for (SentNotification sent : log.open()) {
      open.add(sent.getIncidentId());
      if (due(sent, partitions, now)) {
        Delivery delivery =
            sink.deliver(new Notification(route.name(), escalation(sent), REASON, null, now));
        deliveries.add(delivery);
        if (delivery instanceof Delivery.Retryable) {
          break;
        }
        told.put(sent.getIncidentId(), now);
      }
    }
    told.keySet().retainAll(open);
    latest.keySet().retainAll(open);
    return deliveries;
  }

  private boolean due(SentNotification sent, Set<Integer> partitions, Instant now) {
    Instant last =
        told.getOrDefault(sent.getIncidentId(), Instant.ofEpochMilli(sent.getSentAtMs()));
    return sent.getEscalation() != null
        && partitions.contains(sent.getPartition())
        && Duration.between(last, now).compareTo(sink.resend()) >= 0;
  }

  /** The newest figures under what was told. */
  private Escalation escalation(SentNotification sent) {
    Escalation newer = latest.get(sent.getIncidentId());
    return newer != null && says(sent, newer) ? newer : sent.getEscalation();
  }
}
