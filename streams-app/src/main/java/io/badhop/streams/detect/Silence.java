package io.badhop.streams.detect;

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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Quiet is not healthy: an outage that stops all traffic, and a tier whose logs stop coming.
 *
 * <p>Traffic counts as lost when nothing came for so long that 24 exchanges were due, 30 s at the
 * least, after eighteen times as long in which every third of it brought something ({@link Flow}).
 * A site that falls silent at this time of the day or of the week anyway is not at a loss.
 */
final class Silence {

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
   *
   * @return true while all traffic has stopped
   */
  boolean watch(Board board, Flows flows, boolean traffic, long slot) {
    board.rhythm().learn(slot, traffic);
    Optional<IncidentState> open = openOn(board);
    Flow all = flows.of(KeyId.ALL);
    if (open.isPresent()) {
      return stillSilent(open.get(), all, slot);
    }
    Flow.Loss loss = (slot + 1) % Flow.BASE == 0 ? all.silence(flows.number()) : null;
    if (loss != null
        && !lostElsewhere(board, loss.slots(), slot)
        && !board.rhythm().usuallySilent(slot - loss.slots(), slot)) {
      open(board, loss, slot);
    }
    return loss != null;
  }

  private Optional<IncidentState> openOn(Board board) {
    return incidents.values().stream()
        .filter(i -> i.open() && i.cause() == Cause.TRAFFIC_LOST)
        .map(Incident::state)
        .filter(state -> state.getView() == board.view)
        .findFirst();
  }

  /** Keeps an incident open through slots, from..to, inclusive, of a stop that goes on. */
  void learnNone(Board board, long from, long to) {
    board.rhythm().learnNone(from, to);
    openOn(board).ifPresent(state -> state.setLastSlot(to));
  }

  private void open(Board board, Flow.Loss loss, long slot) {
    String words =
        String.format(
            Locale.ROOT,
            "no exchange for %s, where %d were due; before that each %s brought some",
            Losses.time(loss.slots()),
            loss.due(),
            Losses.time(loss.slots() / 3));
    incident(board.view, KeyId.ALL, Cause.TRAFFIC_LOST, slot - loss.slots(), slot).note(words);
  }

  /** A third of the silence that was told first is as long as the site ever was silent before. */
  private static boolean stillSilent(IncidentState state, Flow all, long slot) {
    long usual = (state.getOpenedSlot() - state.getFirstSlot()) / 3;
    boolean silent = slot - all.lastTraffic() >= usual;
    if (silent) {
      state.setLastSlot(slot);
      state.setSuccessesSinceFailure(0);
    }
    return silent;
  }

  /**
   * What an edge does not let through its proxies miss, too: one trouble, told by who saw it first.
   */
  private boolean lostElsewhere(Board board, long silent, long slot) {
    return incidents.values().stream()
        .filter(incident -> incident.cause() == Cause.TRAFFIC_LOST)
        .map(Incident::state)
        .anyMatch(
            state ->
                state.getView() != board.view
                    && state.getFirstSlot() <= slot
                    && state.getLastSlot() >= slot - silent);
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
