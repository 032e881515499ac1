package io.badhop.streams.detect;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.CauseTally;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.FaultDomain;
import io.badhop.schemas.event.IncidentState;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Phase;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Latency that foreshadows: an incident for information that says which upstreams answer late while
 * their answers still go well. It claims no failures and stands beside the incidents that have
 * some; one a view, as what makes one upstream late mostly makes its neighbours late too.
 */
final class Slowness {

  private static final double CONFIDENCE = 0.6;

  private static final Verdict LATE =
      new Verdict(Cause.RESPONSE_TIMEOUT, FaultDomain.APP, CONFIDENCE, List.of());

  private final Clusters clusters;
  private final EscalationWriter writer;

  Slowness(Clusters clusters, EscalationWriter writer) {
    this.clusters = clusters;
    this.writer = writer;
  }

  /**
   * What there is to say after a slot; empty mostly. Where an upstream's requests fail already
   * there is nothing to foreshadow.
   */
  Optional<Escalation> watch(Board board, List<Incident> failing, long slot) {
    if (!board.paces().judge(slot)) {
      return Optional.empty();
    }
    IncidentState open = board.slowness();
    List<KeyId> slow = board.paces().slow();
    if (open == null) {
      slow.removeIf(
          upstream ->
              failing.stream().anyMatch(i -> i.state().getUpstreams().contains(upstream.value())));
      return slow.isEmpty() ? Optional.empty() : Optional.of(opened(board, slow, slot));
    }
    if (!slow.isEmpty()) {
      open.setLastSlot(slot);
    }
    return board.paces().well() ? Optional.of(resolved(board, open, slot)) : Optional.empty();
  }

  private Escalation opened(Board board, List<KeyId> slow, long slot) {
    KeyId key = slow.size() == 1 ? slow.get(0) : KeyId.ALL;
    long since = slot - PaceHistory.STRETCH;
    IncidentState state =
        IncidentState.newBuilder()
            .setId(clusters.id(KeyId.of(KeyKind.SOURCE, "late " + key), slot))
            .setView(board.view)
            .setKey(key.key())
            .setOpenedSlot(slot)
            .setFirstSlot(since)
            .setLastSlot(slot)
            .setTotalledSlot(slot)
            .setStatuses(new TreeMap<>())
            .build();
    state.getCauses().add(new CauseTally(LATE.cause(), LATE.faultDomain(), 1L, CONFIDENCE));
    Incident incident = new Incident(state);
    for (KeyId upstream : slow) {
      state.getUpstreams().add(upstream.value());
      incident.note(board.paces().words(upstream.value()));
      if (!upstream.equals(key)) {
        state.getExplains().add(upstream.key());
      }
    }
    board.slowness(state);
    return writer.write(new Incident(state), LATE, Phase.OPENED, slot);
  }

  private Escalation resolved(Board board, IncidentState state, long slot) {
    board.slowness(null);
    return writer.write(new Incident(state), LATE, Phase.RESOLVED, slot);
  }

  /** Tells an incident that has just been found which of its upstreams had been late before. */
  static void foreshadowed(Board board, Incident incident) {
    for (String upstream : incident.state().getUpstreams()) {
      String words = board.paces().words(upstream);
      if (!words.isEmpty()) {
        incident.note(words);
      }
    }
  }
}
