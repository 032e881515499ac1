package io.badhop.streams.detect;

import io.badhop.schemas.event.Bucket;
import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.IncidentState;
import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.KeyKind;
import io.badhop.schemas.event.Phase;
import io.badhop.schemas.event.Severity;
import java.util.Optional;
import java.util.Set;

/** What an incident says and when: how loud it is, when there is news, when it is over. */
final class Life {

  private static final long IMPACT_WINDOW = 40;
  private static final long LOUD_FAILURES = 10;
  private static final long CRITICAL_FAILURES = 20;
  private static final double CRITICAL_SHARE = 0.5;
  private static final double MAJOR_SHARE = 0.1;
  private static final double MAJOR_RATIO = 0.5;

  /**
   * News of the same incident keep a second's distance; a long incident is told again each minute.
   */
  private static final long NEWS_APART = 4;

  private static final long TOLD_AGAIN = 240;

  /** Slots after the opening at which what else is hit is told anew: 2 s, 5 s and 10 s. */
  private static final Set<Long> STOCKTAKING = Set.of(8L, 20L, 40L);

  /** Failures that all fall within less than a second are a blip, however many they are. */
  private static final long PERSISTENCE = 4;

  private static final int GROWN = 10;

  /**
   * No failure in n exchanges bounds the ratio at 3 / n with 95 % confidence (rule of three; J. A.
   * Hanley, "If Nothing Goes Wrong, Is Everything All Right?", 1983).
   */
  private static final double RULE_OF_THREE = 3;

  /**
   * The longest pause that counts when recovery is judged, and how long and how much other traffic
   * must go well when the key itself gets none any more.
   */
  private static final long GAP_CAP = 240;

  private static final long MOVED_ON_SLOTS = 240;
  private static final long MOVED_ON_TRAFFIC = 100;
  private static final double MISSED = 5;

  /** Ten minutes of silence: no more is waited for. */
  private static final long LONG_SILENCE = Board.WINDOW;

  private final DetectConfig config;
  private final EscalationWriter writer;
  private final SiteFacts facts;

  Life(DetectConfig config, EscalationWriter writer, SiteFacts facts) {
    this.config = config;
    this.writer = writer;
    this.facts = facts;
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
    boolean raised = failing && incident.raise(severity(incident, board, slot));
    if (state.getPublished() == 0) {
      return Optional.of(writer.write(incident, verdict, Phase.OPENED, slot));
    }
    if (state.getResolvedSlot() != Slots.NONE) {
      state.setResolvedSlot(Slots.NONE);
      return Optional.of(writer.write(incident, verdict, Phase.REOPENED, slot));
    }
    if (over(state, board, slot)) {
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

  private Severity severity(Incident incident, Board board, long slot) {
    IncidentState state = incident.state();
    if (facts.tellsClientsApart() && IncidentWords.singleClient(state)) {
      return Severity.INFO;
    }
    long age = slot - state.getFirstSlot();
    boolean blip = age < Slots.of(config.blipLimit()) && facts.restartInSight(incident, slot);
    boolean persistent = state.getLastSlot() - state.getFirstSlot() >= PERSISTENCE;
    if (state.getHidden() || blip || !persistent) {
      return Severity.WARNING;
    }
    boolean silence = Causes.silence(incident.cause());
    if (!silence
        && !new Explainer(board, config)
            .beyondChance(incident.key(), state.getFailed(), state.getTotal())) {
      return Severity.WARNING;
    }
    long from = Math.max(state.getFirstSlot(), slot - IMPACT_WINDOW + 1);
    long failed = failedSince(incident, board, from);
    double share = (double) failed / Math.max(1, board.exchanges(KeyId.ALL, from, slot));
    double ratio = (double) failed / Math.max(1, board.exchanges(incident.key(), from, slot));
    // Of what a client tries again and again only one user suffers.
    long users = Math.min(failed, incident.requests());
    if (users >= CRITICAL_FAILURES && share >= CRITICAL_SHARE) {
      return Severity.CRITICAL;
    }
    boolean major = users >= LOUD_FAILURES && (share >= MAJOR_SHARE || ratio >= MAJOR_RATIO);
    return major ? Severity.MAJOR : Severity.MINOR;
  }

  private static long failedSince(Incident incident, Board board, long from) {
    return board
        .since(from)
        .filter(cell -> cell.owner == incident && !cell.hidden())
        .mapToLong(Cell::count)
        .sum();
  }

  private boolean over(IncidentState state, Board board, long slot) {
    long silent = slot - state.getLastSlot();
    if (silent < Slots.of(config.quiet())) {
      return false;
    }
    if (!board.counted()) {
      // Nothing will show any more whether it is over: another view has taken its place.
      return true;
    }
    double ratio =
        state.getTotal() == 0
            ? 1
            : Math.min(
                1,
                (double) Math.max(state.getFailed(), state.getHiddenFailures()) / state.getTotal());
    if (state.getSuccessesSinceFailure() * ratio >= RULE_OF_THREE && stays(state, slot)) {
      return true;
    }
    long quiet = Math.max(Slots.of(config.quiet()), 2 * Math.min(state.getLongestGap(), GAP_CAP));
    if (silent < quiet) {
      return false;
    }
    if (state.getKey().getKind() == KeyKind.UPSTREAM && !facts.answersSeen()) {
      return spared(state, board);
    }
    return silent >= Math.max(MOVED_ON_SLOTS, quiet)
        && missed(state, silent)
        && state.getTrafficSinceFailure() >= MOVED_ON_TRAFFIC;
  }

  /**
   * True when the key has been silent for so long that, at the pace it had while it failed, five
   * exchanges of it were due: chance leaves all five out once in 150 times (e^-5). What is rarely
   * asked for has not moved on after a minute.
   */
  private static boolean missed(IncidentState state, long silent) {
    long span = Math.max(1, state.getLastSlot() - state.getFirstSlot());
    double due = (double) Math.max(0, state.getTotal() - 1) * silent / span;
    return due >= MISSED || silent >= LONG_SILENCE;
  }

  /**
   * True when the key has done well for twice as long as it ever did between two failures. A pause
   * in which nobody asked is none.
   */
  private static boolean stays(IncidentState state, long slot) {
    return state.getWellSince() != Slots.NONE
        && slot - state.getWellSince() >= 2 * Math.min(state.getLongestLull(), GAP_CAP);
  }

  /**
   * Where the log names upstreams in its errors only, their successes cannot be seen. Then all
   * traffic has to do: it is well when as much of it passed as would have met the failure before,
   * twice over.
   */
  private static boolean spared(IncidentState state, Board board) {
    long all = board.exchanges(KeyId.ALL, state.getFirstSlot(), state.getLastSlot());
    double share = Math.min(1, (double) state.getFailed() / Math.max(1, all));
    return state.getTrafficSinceFailure() * share >= 2 * RULE_OF_THREE;
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
