package io.badhop.streams.detect;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.IncidentState;
import io.badhop.schemas.event.KeyKind;
import java.util.List;

/** What the load of a member that is out does to its neighbours. */
final class Overload {

  /** A neighbour's load has risen when it is a tenth above what it was. */
  private static final double RISEN = 1.1;

  /** What fails within a second of the member did not get its load first. */
  private static final long AFTER = 4;

  /** Load is compared over ten seconds. */
  private static final long SPAN = 40;

  private Overload() {}

  /**
   * True when a cluster follows from an incident, which says so then: retries and the share of a
   * member that is out go to its neighbours. What these fail by under a load that has risen since,
   * while the member is still out, follows from it.
   */
  static boolean follows(
      Board board, Incident incident, Explanation found, List<Cell> cells, long now) {
    List<KeyId> neighbours =
        cells.stream()
            .map(cell -> KeyId.of(KeyKind.UPSTREAM, cell.data.getUpstream()))
            .distinct()
            .toList();
    IncidentState state = incident.state();
    boolean follows =
        mayFollow(incident, found, cells.get(0).cause(), now)
            && cells.stream().allMatch(cell -> state.getPools().contains(cell.data.getPool()))
            && !neighbours.contains(incident.key())
            && neighbours.stream()
                .allMatch(neighbour -> risen(board, neighbour, state.getFirstSlot(), now));
    if (follows) {
      incident.overloads(neighbours);
      String names = String.join(", ", neighbours.stream().map(KeyId::value).toList());
      incident.note(
          "follows from this: " + cells.get(0).cause() + " on " + names + ", which carry its load");
    }
    return follows;
  }

  private static boolean mayFollow(Incident incident, Explanation found, Cause cause, long now) {
    IncidentState state = incident.state();
    return incident.key().kind() == KeyKind.UPSTREAM
        && Causes.takesOut(incident.cause())
        && Causes.overload(cause)
        && cause != incident.cause()
        && found.since() >= state.getFirstSlot() + AFTER
        && now - state.getLastSlot() <= Math.max(Beginnings.UNDER_WAY, 2 * state.getLongestGap());
  }

  private static boolean risen(Board board, KeyId upstream, long since, long now) {
    long before = board.exchanges(upstream, since - SPAN, since - 1);
    long after = board.exchanges(upstream, Math.max(since, now - SPAN + 1), now);
    double span = Math.min(SPAN, now - since + 1);
    return before > 0 && after / span >= RISEN * before / SPAN;
  }
}
