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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Quiet is not healthy: an outage that stops all traffic, and a tier whose logs stop coming.
 *
 * <p>Traffic counts as lost when nothing came for 30 s after nine minutes in which every 10 s
 * brought something, and at least 30 exchanges were due: a Poisson process with that rate stays
 * silent so long with a probability below e^-30. A site that falls silent at this time of the day
 * or of the week anyway is not at a loss.
 */
final class Silence {

  private static final long COARSE = 40;
  private static final long SILENT = 3 * COARSE;
  private static final long STEADY = 54 * COARSE;
  private static final long DUE = 30;

  private static final int MAX_DOUBLINGS = 20;

  private static final Verdict MISSING =
      new Verdict(Cause.LOGS_MISSING, FaultDomain.UNKNOWN, 0.9, List.of());

  private final DetectConfig config;
  private final Clusters clusters;
  private final EscalationWriter writer;
  private final Map<String, Incident> incidents;

  Silence(
      DetectConfig config,
      Clusters clusters,
      EscalationWriter writer,
      Map<String, Incident> incidents) {
    this.config = config;
    this.clusters = clusters;
    this.writer = writer;
    this.incidents = incidents;
  }

  /**
   * Opens an incident when a steady stream has stopped, and keeps one that is open from ending
   * while it lasts.
   */
  void watch(Board board, Bucket bucket, long slot) {
    boolean traffic = bucket != null && bucket.getExchanges() > 0;
    board.rhythm().learn(slot, traffic);
    if (traffic) {
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
    } else if (slot % COARSE == 0
        && stopped(board, slot)
        && !lostElsewhere(board, slot)
        && !board.rhythm().usuallySilent(slot - SILENT, slot)) {
      Incident incident = incident(board.view, KeyId.ALL, Cause.TRAFFIC_LOST, slot - SILENT, slot);
      incident.note("no exchange for 30 s, after nine minutes in which every 10 s brought some");
    }
  }

  /**
   * What an edge does not let through its proxies miss, too: one trouble, told by who saw it first.
   */
  private boolean lostElsewhere(Board board, long slot) {
    return incidents.values().stream()
        .filter(incident -> incident.cause() == Cause.TRAFFIC_LOST)
        .map(Incident::state)
        .anyMatch(
            state ->
                state.getView() != board.view
                    && state.getFirstSlot() <= slot
                    && state.getLastSlot() >= slot - SILENT);
  }

  private static boolean stopped(Board board, long slot) {
    if (board.exchanges(KeyId.ALL, slot - SILENT + 1, slot) > 0) {
      return false;
    }
    long before = 0;
    for (long start = slot - SILENT - STEADY; start < slot - SILENT; start += COARSE) {
      long here = board.histories().coarseExchanges(start);
      if (here == 0) {
        return false;
      }
      before += here;
    }
    return before * SILENT / STEADY >= DUE;
  }

  /**
   * Says that a tier's logs stopped, or came back. A tier that comes and goes is one incident: the
   * more often it has come back, the longer it has to stay before that is said again.
   */
  List<Escalation> logs(SiteTick tick, long slot) {
    List<Escalation> said = new ArrayList<>();
    for (Tier tier : Tier.values()) {
      Optional<SourceChange> silent =
          tick.changes.stream()
              .filter(change -> change.getTier() == tier)
              .filter(change -> change.getChange() == SourceChangeKind.SILENT)
              .findFirst();
      Optional<Incident> last = lastOf(tier);
      if (silent.isPresent()) {
        silent(silent.get(), last, slot).ifPresent(said::add);
      } else if (tick.watermarks.containsKey(tier) && last.isPresent() && last.get().open()) {
        back(last.get(), slot).ifPresent(said::add);
      }
    }
    return said;
  }

  private Optional<Incident> lastOf(Tier tier) {
    return incidents.values().stream()
        .filter(
            incident ->
                incident.cause() == Cause.LOGS_MISSING && incident.state().getView() == tier)
        .max(
            Comparator.comparingLong((Incident incident) -> incident.state().getOpenedSlot())
                .thenComparing(Incident::id));
  }

  private Optional<Escalation> silent(SourceChange change, Optional<Incident> last, long slot) {
    if (last.isPresent() && last.get().open()) {
      last.get().state().setBackSince(Slots.NONE);
      return Optional.empty();
    }
    if (last.isPresent()
        && slot - last.get().state().getResolvedSlot() <= Slots.of(config.coolDown())) {
      IncidentState state = last.get().state();
      state.setOpen(true);
      state.setReopened(state.getReopened() + 1);
      state.setResolvedSlot(Slots.NONE);
      state.setLastSlot(slot);
      return Optional.of(writer.write(last.get(), MISSING, Phase.REOPENED, slot));
    }
    Tier tier = change.getTier();
    KeyId key = KeyId.of(KeyKind.SOURCE, tier.name());
    Incident incident = incident(tier, key, Cause.LOGS_MISSING, slot, slot);
    incident.raise(Severity.MINOR);
    incident.note(
        "no source of tier " + tier + " has reported; the last one was " + change.getSource());
    return Optional.of(writer.write(incident, MISSING, Phase.OPENED, slot));
  }

  private Optional<Escalation> back(Incident incident, long slot) {
    IncidentState state = incident.state();
    if (state.getBackSince() == Slots.NONE) {
      state.setBackSince(slot);
    }
    if (slot - state.getBackSince() < patience(state.getReopened())) {
      return Optional.empty();
    }
    state.setBackSince(Slots.NONE);
    state.setOpen(false);
    state.setResolvedSlot(slot);
    return Optional.of(writer.write(incident, MISSING, Phase.RESOLVED, slot));
  }

  /** None at first; then twice as long each time, up to the cool-down. */
  private long patience(int reopened) {
    long most = Slots.of(config.coolDown());
    return reopened == 0
        ? 0
        : Math.min(most, Slots.of(config.quiet()) << Math.min(reopened, MAX_DOUBLINGS));
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
