package io.badhop.benchmarks.judgement.judge;

import io.badhop.benchmarks.judgement.label.Label;
import io.badhop.schemas.event.Escalation;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/**
 * How one label fared.
 *
 * @param incident what was said of it; null when it was missed
 */
record Row(Label label, Incident incident, boolean cause, boolean hop, boolean key, boolean proof) {

  static Row missed(Label label) {
    return new Row(label, null, false, false, false, false);
  }

  static Row of(Label label, Incident incident) {
    Escalation said = incident.judged();
    List<String> ids = said.getRequestIds();
    long right = ids.stream().filter(label.failedIds()::contains).count();
    return new Row(
        label,
        incident,
        label.causes().contains(said.getCause()),
        label.hops().contains(said.getFaultDomain()),
        Keys.right(said, label),
        label.anyIds() || !ids.isEmpty() && right >= 0.9 * ids.size());
  }

  boolean found() {
    return incident != null;
  }

  boolean resolved() {
    return found()
        && incident.last().getPhase().name().equals("RESOLVED")
        && incident.last().getEventTimeMs() >= label.lastMs() - label.slackMs() - 1_000;
  }

  double delaySeconds() {
    return (incident.at() - label.firstMs()) / 1000.0;
  }

  /** What was said, in one line. */
  String said() {
    return found() ? said(incident) : "nothing";
  }

  static String said(Incident incident) {
    Escalation e = incident.judged();
    return String.format(
        Locale.ROOT,
        "%tT %s at %s, %s %s, confidence %.2f, %s",
        Instant.ofEpochMilli(incident.at()).atOffset(ZoneOffset.UTC),
        e.getCause(),
        e.getFaultDomain(),
        e.getKey().getKind(),
        e.getKey().getValue(),
        e.getConfidence(),
        e.getSeverity());
  }
}
