package io.badhop.cli.report;

import io.badhop.schemas.event.Escalation;
import io.badhop.streams.detect.DetectConfig;
import java.util.List;
import java.util.OptionalLong;

/**
 * What one set of thresholds said of a history.
 *
 * @param rules the thresholds
 * @param escalations what they said, in order
 */
public record Trial(DetectConfig rules, List<Escalation> escalations) {

  public Trial {
    escalations = List.copyOf(escalations);
  }

  /** Incidents that somebody was to be told of. */
  List<ToldIncident> alarms() {
    return ToldIncident.of(escalations).stream().filter(ToldIncident::loud).toList();
  }

  /** Alarms that belong to no outage. */
  long falseAlarms(List<Outage> outages) {
    return alarms().stream()
        .mapToLong(alarm -> alarm.loudAtMs().orElseThrow())
        .filter(at -> outages.stream().noneMatch(outage -> outage.covers(at)))
        .count();
  }

  /** How long after its beginning an outage was told, milliseconds; empty when it was not. */
  OptionalLong delayMs(Outage outage) {
    return alarms().stream()
        .mapToLong(alarm -> alarm.loudAtMs().orElseThrow())
        .filter(outage::covers)
        .map(at -> at - outage.from().toEpochMilli())
        .min();
  }

  /** The longest of these delays; greatest when an outage was missed, 0 when there was none. */
  long slowestMs(List<Outage> outages) {
    return outages.stream()
        .mapToLong(outage -> delayMs(outage).orElse(Long.MAX_VALUE))
        .max()
        .orElse(0);
  }

  /** In how many of the three thresholds it differs. */
  int changes(DetectConfig from) {
    return (rules.minFailures() == from.minFailures() ? 0 : 1)
        + (Double.compare(rules.significance(), from.significance()) == 0 ? 0 : 1)
        + (rules.blipLimit().equals(from.blipLimit()) ? 0 : 1);
  }
}
