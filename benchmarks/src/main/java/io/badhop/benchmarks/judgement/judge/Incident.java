package io.badhop.benchmarks.judgement.judge;

import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An incident that somebody was told of.
 *
 * @param at event time of the first loud escalation, milliseconds
 * @param judged what stood five seconds later
 * @param last its last escalation
 */
record Incident(long at, Escalation judged, Escalation last) {

  private static final long SETTLE_MS = 5_000;

  /** The loud ones, in the order of their first escalations. */
  static List<Incident> of(List<Escalation> escalations) {
    Map<String, List<Escalation>> byId = new LinkedHashMap<>();
    for (Escalation escalation : escalations) {
      byId.computeIfAbsent(escalation.getIncidentId(), id -> new ArrayList<>()).add(escalation);
    }
    List<Incident> incidents = new ArrayList<>();
    for (List<Escalation> life : byId.values()) {
      life.sort(Comparator.comparingInt(Escalation::getSequence));
      life.stream()
          .filter(Incident::isLoud)
          .findFirst()
          .ifPresent(loud -> incidents.add(of(life, loud.getEventTimeMs())));
    }
    return incidents;
  }

  private static Incident of(List<Escalation> life, long at) {
    Escalation judged = life.get(0);
    for (Escalation escalation : life) {
      judged = escalation.getEventTimeMs() <= at + SETTLE_MS ? escalation : judged;
    }
    return new Incident(at, judged, life.get(life.size() - 1));
  }

  /** WARNING and INFO inform, they do not wake anybody. */
  static boolean isLoud(Escalation escalation) {
    return escalation.getSeverity().compareTo(Severity.MINOR) >= 0;
  }
}
