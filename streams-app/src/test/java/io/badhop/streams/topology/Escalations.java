package io.badhop.streams.topology;

import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a run comes to. */
final class Escalations {

  private Escalations() {}

  /** Of each incident when it opened and was resolved, and what was known of it in the end. */
  record Conclusion(
      long openedMs,
      long resolvedMs,
      String hop,
      String cause,
      String key,
      long failed,
      long total) {}

  static Map<String, Conclusion> conclusions(List<Escalation> escalations) {
    Map<String, List<Escalation>> incidents = new TreeMap<>();
    escalations.forEach(
        said -> incidents.computeIfAbsent(said.getIncidentId(), id -> new ArrayList<>()).add(said));
    Map<String, Conclusion> conclusions = new TreeMap<>();
    incidents.forEach((id, life) -> conclusions.put(id, conclusion(life)));
    return conclusions;
  }

  private static Conclusion conclusion(List<Escalation> life) {
    Escalation first = life.get(0);
    Escalation last = life.get(life.size() - 1);
    return new Conclusion(
        first.getEventTimeMs(),
        last.getPhase() == Phase.RESOLVED ? last.getEventTimeMs() : -1,
        last.getFaultDomain().name(),
        last.getCause().name(),
        last.getKey().getKind() + " " + last.getKey().getValue(),
        last.getFailed(),
        last.getTotal());
  }
}
