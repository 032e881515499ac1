package io.badhop.streams.detect;

import io.badhop.schemas.event.IncidentState;
import io.badhop.schemas.event.Severity;

/** How loud an incident is: by how many users it meets, how long, and how surely. */
final class Impact {

  private static final long IMPACT_WINDOW = 40;
  private static final long LOUD_FAILURES = 10;
  private static final long CRITICAL_FAILURES = 20;
  private static final double CRITICAL_SHARE = 0.5;
  private static final double MAJOR_SHARE = 0.1;
  private static final double MAJOR_RATIO = 0.5;

  /** Failures that all fall within less than a second are a blip, however many they are. */
  private static final long PERSISTENCE = 4;

  private final DetectConfig config;
  private final SiteFacts facts;
  private final Echo echo;

  Impact(DetectConfig config, SiteFacts facts, Echo echo) {
    this.config = config;
    this.facts = facts;
    this.echo = echo;
  }

  /** Severity by what is known at the slot. */
  Severity severity(Incident incident, Board board, long slot) {
    IncidentState state = incident.state();
    if (facts.tellsClientsApart() && IncidentWords.singleClient(state)) {
      return Severity.INFO;
    }
    long age = slot - state.getFirstSlot();
    boolean blip = age < Slots.of(config.blipLimit()) && facts.restartInSight(incident, slot);
    boolean persistent = state.getLastSlot() - state.getFirstSlot() >= PERSISTENCE;
    if (state.getHidden() || blip || !persistent || echo.repeats(incident, slot)) {
      return Severity.WARNING;
    }
    boolean silence = Causes.silence(incident.cause());
    if (!silence
        && !new Explainer(board, config)
            .beyondChance(incident.key(), state.getFailed(), state.getTotal())) {
      return Severity.WARNING;
    }
    long from = Math.max(state.getFirstSlot(), slot - IMPACT_WINDOW + 1);
    long failed = board.window().failedOf(incident, from);
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

  /** True once a restart in sight excuses nothing any more. */
  boolean pastBlip(IncidentState state, long slot) {
    return slot - state.getFirstSlot() >= Slots.of(config.blipLimit());
  }
}
