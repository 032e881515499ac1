package io.badhop.streams.detect;

import io.badhop.schemas.event.Bucket;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.CauseTally;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.IncidentState;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.Severity;
import io.badhop.schemas.event.SourceChange;
import io.badhop.schemas.event.SourceChangeKind;
import io.badhop.schemas.event.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Quiet is not healthy: an outage that stops all traffic, and a tier whose logs stop coming.
 *
 * <p>Traffic counts as lost when nothing came for 30 s after nine minutes in which every 10 s
 * brought something, and at least 30 exchanges were due: a Poisson process with that rate stays
 * silent so long with a probability below e^-30.
 */
final class Silence {

  private static final long COARSE = 40;
  private static final long SILENT = 3 * COARSE;
  private static final long STEADY = 54 * COARSE;
  private static final long DUE = 30;

  private final Clusters clusters;
  private final EscalationWriter writer;
  private final Map<String, Incident> incidents;

  Silence(Clusters clusters, EscalationWriter writer, Map<String, Incident> incidents) {
    this.clusters = clusters;
    this.writer = writer;
    this.incidents = incidents;
  }

  /**
   * Opens an incident when a steady stream has stopped, and keeps one that is open from ending
   * while it lasts.
   */
  void watch(Board board, Bucket bucket, long slot) {
    if (bucket != null && bucket.getExchanges() > 0) {
      return;
    }
    Optional<Incident> open =
        incidents.values().stream()
            .filter(
                i ->
                    i.open()
                        && i.state().getView() == board.view
                        && i.cause() == Cause.TRAFFIC_LOST)
            .findFirst();
    if (open.isPresent()) {
      open.get().state().setLastSlot(slot);
      open.get().state().setSuccessesSinceFailure(0);
    } else if (slot % COARSE == 0 && stopped(board, slot)) {
      Incident incident = incident(board.view, KeyId.ALL, Cause.TRAFFIC_LOST, slot - SILENT, slot);
      incident.note("no exchange for 30 s, after nine minutes in which every 10 s brought some");
    }
  }

  private static boolean stopped(Board board, long slot) {
    if (board.exchanges(KeyId.ALL, slot - SILENT + 1, slot) > 0) {
      return false;
    }
    long before = 0;
    for (long start = slot - SILENT - STEADY; start < slot - SILENT; start += COARSE) {
      long here = board.coarseExchanges(start);
      if (here == 0) {
        return false;
      }
      before += here;
    }
    return before * SILENT / STEADY >= DUE;
  }

  /** Says that a tier's logs stopped, or came back. */
  List<Escalation> logs(List<SourceChange> changes, long slot) {
    List<Escalation> said = new ArrayList<>();
    for (SourceChange change : changes) {
      Optional<Incident> open =
          incidents.values().stream()
              .filter(
                  i ->
                      i.open()
                          && i.cause() == Cause.LOGS_MISSING
                          && i.state().getView() == change.getTier())
              .findFirst();
      if (change.getChange() == SourceChangeKind.SILENT && open.isEmpty()) {
        Incident incident =
            incident(
                change.getTier(),
                KeyId.of(KeyKind.SOURCE, change.getTier().name()),
                Cause.LOGS_MISSING,
                slot,
                slot);
        incident.raise(Severity.MINOR);
        incident.note(
            "no source of tier "
                + change.getTier()
                + " has reported; the last one was "
                + change.getSource());
        said.add(writer.write(incident, verdict(Cause.LOGS_MISSING), Phase.OPENED, slot));
      } else if (change.getChange() != SourceChangeKind.SILENT
          && change.getChange() != SourceChangeKind.IDLED
          && open.isPresent()) {
        open.get().state().setOpen(false);
        open.get().state().setResolvedSlot(slot);
        said.add(writer.write(open.get(), verdict(Cause.LOGS_MISSING), Phase.RESOLVED, slot));
      }
    }
    return said;
  }

  private static Verdict verdict(Cause cause) {
    return new Verdict(cause, FaultDomain.UNKNOWN, 0.9, List.of());
  }

  private Incident incident(Tier view, KeyId key, Cause cause, long since, long slot) {
    IncidentState state =
        IncidentState.newBuilder()
            .setId(clusters.id(key, slot))
            .setView(view)
            .setKey(key.key())
            .setOpenedSlot(slot)
            .setFirstSlot(since)
            .setLastSlot(slot)
            .setTotalledSlot(slot)
            .setStatuses(new TreeMap<>())
            .build();
    state.getCauses().add(new CauseTally(cause, FaultDomain.UNKNOWN, 1L, 0.9));
    Incident incident = new Incident(state);
    incidents.put(incident.id(), incident);
    return incident;
  }
}
