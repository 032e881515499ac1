package io.badhop.streams.detect;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.CauseTally;
import io.badhop.schemas.event.HistoryVerdict;
import io.badhop.schemas.event.IncidentState;
import java.util.EnumSet;
import java.util.Set;

/**
 * What history told of an incident that outlasts it. Who served what before, and what components
 * said as it began, is remembered for ten minutes, and for an hour where nothing else comes of
 * them; an outage that is longer has the same cause at its end as it had then.
 */
final class Recollection {

  /** From here on the minutes before the first failure leave the histories. */
  static final long FORGOTTEN = 8 * 60 * 4;

  private static final Set<Cause> MOVED = EnumSet.of(Cause.DNS_DRIFT, Cause.WRONG_UPSTREAM_ADDRESS);

  private Recollection() {}

  /**
   * The verdict of an incident, and keeps what history told of it.
   *
   * @param fresh what failures, histories and components tell now
   * @param now newest slot, to which histories have moved
   */
  static Verdict of(Incident incident, Verdict fresh, SiteFacts facts, long now) {
    IncidentState state = incident.state();
    CauseTally leading = incident.leading();
    if (now - state.getFirstSlot() <= FORGOTTEN) {
      state.setHistoryVerdict(plain(fresh, leading) ? null : keep(fresh, leading));
      return fresh;
    }
    HistoryVerdict kept = state.getHistoryVerdict();
    boolean stands =
        kept != null
            && kept.getLeading() == leading.getCause()
            && (plain(fresh, leading) || moved(fresh.cause()) && moved(kept.getCause()))
            && !(moved(kept.getCause()) && answers(state, facts));
    return stands ? recalled(kept) : fresh;
  }

  private static boolean plain(Verdict verdict, CauseTally leading) {
    return verdict.cause() == leading.getCause()
        && verdict.faultDomain() == leading.getFaultDomain();
  }

  private static boolean moved(Cause cause) {
    return MOVED.contains(cause);
  }

  private static boolean answers(IncidentState state, SiteFacts facts) {
    return !state.getUpstreams().stream().allMatch(facts::neverAnswered);
  }

  private static HistoryVerdict keep(Verdict told, CauseTally leading) {
    return new HistoryVerdict(
        leading.getCause(), told.cause(), told.faultDomain(), told.confidence(), told.evidence());
  }

  private static Verdict recalled(HistoryVerdict kept) {
    return new Verdict(
        kept.getCause(), kept.getFaultDomain(), kept.getConfidence(), kept.getEvidence());
  }
}
