package io.badhop.cli.report;

import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * All that was said of one incident.
 *
 * @param steps its escalations in order; never empty
 */
public record ToldIncident(List<Escalation> steps) {

  public ToldIncident {
    steps = List.copyOf(steps);
  }

  /** Incidents in the order of their first escalation. */
  public static List<ToldIncident> of(List<Escalation> escalations) {
    Map<String, List<Escalation>> byId = new LinkedHashMap<>();
    escalations.forEach(
        each -> byId.computeIfAbsent(each.getIncidentId(), id -> new ArrayList<>()).add(each));
    return byId.values().stream().map(ToldIncident::new).toList();
  }

  /** What was said last. */
  public Escalation last() {
    return steps.get(steps.size() - 1);
  }

  /** Event time of the opening, milliseconds. */
  public long openedAtMs() {
    return steps.get(0).getEventTimeMs();
  }

  /** Event time at which somebody was to be told first, milliseconds; empty when never. */
  public OptionalLong loudAtMs() {
    return steps.stream()
        .filter(step -> step.getSeverity().compareTo(Severity.MINOR) >= 0)
        .mapToLong(Escalation::getEventTimeMs)
        .findFirst();
  }

  /** True when somebody was to be told. */
  public boolean loud() {
    return loudAtMs().isPresent();
  }

  /** The greatest severity that it reached. */
  public Severity loudest() {
    return steps.stream().map(Escalation::getSeverity).max(Severity::compareTo).orElseThrow();
  }

  /** Event time of the last word if that was that it is over, else no end, milliseconds. */
  public long endMs() {
    return last().getPhase() == Phase.RESOLVED ? last().getEventTimeMs() : Long.MAX_VALUE;
  }

  /** True when the two concern the same key of the same site at the same time. */
  boolean sameAs(ToldIncident other) {
    return last().getSite().equals(other.last().getSite())
        && (last().getKey().equals(other.last().getKey())
            || last().getCause() == other.last().getCause())
        && openedAtMs() <= other.endMs()
        && other.openedAtMs() <= endMs();
  }
}
