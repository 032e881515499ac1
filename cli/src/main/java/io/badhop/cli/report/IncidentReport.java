package io.badhop.cli.report;

import io.badhop.alerting.deliver.EscalationText;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.Severity;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Incidents as people read them afterwards: one block each with what was known last, and the steps
 * of its life. Loud ones first, then by time.
 */
public final class IncidentReport {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final List<Incident> incidents;

  /**
   * @param escalations of any number of incidents, in the order in which they were published
   */
  public IncidentReport(List<Escalation> escalations) {
    Map<String, List<Escalation>> byId = new LinkedHashMap<>();
    escalations.forEach(
        each -> byId.computeIfAbsent(each.getIncidentId(), id -> new ArrayList<>()).add(each));
    incidents =
        byId.values().stream()
            .map(Incident::new)
            .sorted(
                Comparator.comparing(Incident::quiet)
                    .thenComparing(Incident::openedAt)
                    .thenComparing(Incident::id))
            .collect(Collectors.toList());
  }

  /** Prints the blocks, each followed by an empty line. */
  public void print(PrintStream out) {
    for (Incident incident : incidents) {
      out.println(EscalationText.block(incident.last()));
      out.println("   life        " + incident.life());
      out.println();
    }
  }

  /** One line that sums up: how many, how loud, how many still open. */
  public String summary() {
    if (incidents.isEmpty()) {
      return "No incident.";
    }
    long loud = incidents.stream().filter(incident -> !incident.quiet()).count();
    long open = incidents.stream().filter(Incident::open).count();
    String informing =
        loud == incidents.size() ? "" : ", " + (incidents.size() - loud) + " for information";
    String still = open == 0 ? ", all over" : ", " + open + " still open";
    return incidents.size()
        + (incidents.size() == 1 ? " incident" : " incidents")
        + ": "
        + loud
        + " to act on"
        + informing
        + still
        + ".";
  }

  private record Incident(List<Escalation> steps) {

    Escalation last() {
      return steps.get(steps.size() - 1);
    }

    String id() {
      return last().getIncidentId();
    }

    long openedAt() {
      return steps.get(0).getEventTimeMs();
    }

    boolean open() {
      return last().getPhase() != Phase.RESOLVED;
    }

    /** From MINOR on somebody is to be told. */
    boolean quiet() {
      return steps.stream().allMatch(step -> step.getSeverity().compareTo(Severity.MINOR) < 0);
    }

    String life() {
      return steps.stream()
          .filter(step -> step.getPhase() != Phase.UPDATED)
          .map(Incident::step)
          .collect(Collectors.joining(", "));
    }

    private static String step(Escalation step) {
      String loudness = step.getPhase() == Phase.RESOLVED ? "" : " " + step.getSeverity();
      return CLOCK.format(Instant.ofEpochMilli(step.getEventTimeMs()))
          + " "
          + step.getPhase()
          + loudness;
    }
  }
}
