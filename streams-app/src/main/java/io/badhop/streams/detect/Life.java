package io.badhop.streams.detect;

import io.badhop.schemas.event.Bucket;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.IncidentState;
import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.Phase;
import java.util.Optional;
import java.util.Set;

/** What an incident says and when: how loud it is, when there is news, when it is over. */
final class Life {

  /**
   * News of the same incident keep a second's distance; a long incident is told again each minute.
   */
  private static final long NEWS_APART = 4;

  private static final long TOLD_AGAIN = 240;

  /** Slots after the opening at which what else is hit is told anew: 2 s, 5 s and 10 s. */
  private static final Set<Long> STOCKTAKING = Set.of(8L, 20L, 40L);

  private static final long LAST_STOCKTAKING = 40;

  private static final int GROWN = 10;

  /** Closed incidents are kept as long as they can be reopened, and some longer. */
  private static final long FORGET_CLOSED = 4L * 60 * 60;

  private final DetectConfig config;
  private final EscalationWriter writer;
  private final SiteFacts facts;
  private final Impact impact;
  private final Recovery recovery;

  Life(DetectConfig config, EscalationWriter writer, SiteFacts facts, Echo echo) {
    this.config = config;
    this.writer = writer;
    this.facts = facts;
    this.impact = new Impact(config, facts, echo);
    this.recovery = new Recovery(config, facts);
  }

  /** Counts a slot's traffic for an open incident. */
  void count(Incident incident, Board board, Bucket bucket, long slot) {
    IncidentState state = incident.state();
    if (bucket == null) {
      return;
    }
    long failedHere = 0;
    long failedAll = 0;
    for (Cell cell : board.at(slot)) {
      failedAll += cell.hidden() ? 0 : cell.count();
      failedHere += cell.owner == incident && cell.keys.contains(incident.key()) ? cell.count() : 0;
    }
    if (slot > state.getTotalledSlot()) {
      long well = Math.max(0, board.exchanges(incident.key(), slot, slot) - failedHere);
      state.setSuccessesSinceFailure(state.getSuccessesSinceFailure() + well);
      if (well > 0 && slot > state.getLastSlot() && state.getWellSince() == Slots.NONE) {
        state.setWellSince(slot);
      }
      state.setTotalledSlot(slot);
    }
    state.setTrafficSinceFailure(
        state.getTrafficSinceFailure() + Math.max(0, bucket.getExchanges() - failedAll));
    state.setViaEdgeTotal(state.getViaEdgeTotal() + bucket.getViaEdge());
    state.setStaticTotal(state.getStaticTotal() + bucket.getStaticExchanges());
    state.setStaticFailed(state.getStaticFailed() + bucket.getStaticFailures());
    state.setDynamicTotal(
        state.getDynamicTotal() + bucket.getExchanges() - bucket.getStaticExchanges());
    state.setDynamicFailed(state.getDynamicFailed() + failedAll - bucket.getStaticFailures());
  }

  /** What there is to say about an open incident after a slot; empty mostly. */
  Optional<Escalation> speak(Incident incident, Board board, long slot) {
    IncidentState state = incident.state();
    Verdict verdict = Verdict.of(incident, facts, board, slot);
    boolean failing = state.getLastSlot() == slot || state.getPublished() == 0;
    boolean raised = failing && incident.raise(impact.severity(incident, board, slot));
    if (state.getPublished() == 0) {
      return Optional.of(writer.write(incident, verdict, Phase.OPENED, slot));
    }
    if (state.getResolvedSlot() != Slots.NONE) {
      state.setResolvedSlot(Slots.NONE);
      return Optional.of(writer.write(incident, verdict, Phase.REOPENED, slot));
    }
    if (recovery.over(state, board, slot)) {
      state.setOpen(false);
      state.setResolvedSlot(slot);
      return Optional.of(writer.write(incident, verdict, Phase.RESOLVED, slot));
    }
    if (raised) {
      return Optional.of(writer.write(incident, verdict, Phase.ESCALATED, slot));
    }
    return news(incident, verdict, slot)
        ? Optional.of(writer.write(incident, verdict, Phase.UPDATED, slot))
        : Optional.empty();
  }

  /**
   * First slot after one that brought nothing in which an open incident may have something to say,
   * as long as nothing comes and no component speaks.
   */
  long nextWord(Incident incident, long slot) {
    IncidentState state = incident.state();
    if (slot - state.getSaidSlot() < NEWS_APART
        || slot - state.getOpenedSlot() < LAST_STOCKTAKING
        || !impact.pastBlip(state, slot)) {
      return slot + 1;
    }
    if (Causes.silence(incident.cause())) {
      return state.getLastSlot() == slot ? state.getSaidSlot() + TOLD_AGAIN : slot + 1;
    }
    return recovery.waitedFor(state, slot) ? Long.MAX_VALUE : slot + 1;
  }

  /** Slot in which an incident that is over is forgotten. */
  long forgottenAt(Incident incident) {
    return incident.state().getResolvedSlot() + FORGET_CLOSED + Slots.of(config.coolDown()) + 1;
  }

  private static boolean news(Incident incident, Verdict verdict, long slot) {
    IncidentState state = incident.state();
    long since = slot - state.getSaidSlot();
    Key said = state.getSaidKey();
    boolean corrected =
        verdict.cause() != state.getSaidCause()
            || verdict.faultDomain() != state.getSaidDomain()
            || !state.getKey().equals(said);
    boolean failing = state.getLastSlot() == slot;
    corrected |=
        STOCKTAKING.contains(slot - state.getOpenedSlot())
            && incident.lines().size() != state.getSaidExplains();
    boolean grown = failing && state.getFailed() >= GROWN * Math.max(1, state.getSaidFailed());
    return corrected && since >= NEWS_APART
        || grown && since >= NEWS_APART
        || failing && since >= TOLD_AGAIN;
  }

  /**
   * The corrected last word on an incident that is over, when the diagnosis of its failures became
   * final only then; empty mostly.
   */
  Optional<Escalation> afterwards(Incident incident, Board board, long slot) {
    IncidentState state = incident.state();
    Verdict verdict = Verdict.of(incident, facts, board, state.getResolvedSlot());
    boolean corrected =
        verdict.cause() != state.getSaidCause() || verdict.faultDomain() != state.getSaidDomain();
    return corrected
        ? Optional.of(writer.write(incident, verdict, Phase.RESOLVED, slot))
        : Optional.empty();
  }

  /** The last word on an incident that is open when time ends: its numbers, if they have grown. */
  Optional<Escalation> atEnd(Incident incident, Board board, long slot) {
    IncidentState state = incident.state();
    if (state.getPublished() == 0 || state.getFailed() == state.getSaidFailed()) {
      return Optional.empty();
    }
    Verdict verdict = Verdict.of(incident, facts, board, slot);
    return Optional.of(writer.write(incident, verdict, Phase.UPDATED, slot));
  }
}
