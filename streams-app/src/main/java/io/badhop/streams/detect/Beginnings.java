package io.badhop.streams.detect;

import io.badhop.schemas.event.IncidentState;
import io.badhop.schemas.event.KeyKind;
import java.util.List;
import java.util.stream.Stream;

/** When an incident and a cluster began to fail, and whether that may have been at once. */
final class Beginnings {

  /** Requests that were under way when the trouble began still succeed for two seconds. */
  static final long UNDER_WAY = 8;

  /** Chance below which the successes before a cluster's first failure are no luck. */
  static final double LUCK = 0.05;

  /** So many successes are no luck at any ratio that opens an incident. */
  private static final long MOST_PASSED = 1_000;

  /** In so many slots lie at least 10 s that histories count as one. */
  private static final long SURELY = 80;

  private Beginnings() {}

  /**
   * True when what was exchanged inside of a span is known: single slots are kept for 30 s, of
   * older ones only those count that fill 10 s.
   */
  static boolean told(long from, long to, long now) {
    return to - from > (now - from < KeyHistory.FINE ? UNDER_WAY : SURELY);
  }

  /**
   * True when nothing speaks against both having begun at once: the incident was still failing when
   * the cluster came up, or nobody had asked for its key since it last failed; and the successes of
   * the later of the two keys since the beginning of the earlier are so few that luck explains
   * them. A key that is rarely used shows its first failure late, but shows no successes before.
   * Both began when the first of their failed requests was asked.
   */
  static boolean together(Board board, Incident incident, Explanation found, List<Cell> cells) {
    if (wellBetween(incident, found)) {
      return false;
    }
    IncidentState state = incident.state();
    boolean ofContent = Causes.ofContent(incident.cause());
    long first = asked(board, incident);
    long since = firstUnder(board, incident, found, cells);
    long from = Math.min(first, since) + UNDER_WAY;
    long to = Math.max(first, since) - 1;
    if (first <= since) {
      Stream<String> paths = cells.stream().map(cell -> cell.data.getPath());
      long passed = passed(board, found.key(), ofContent, paths, from, to);
      return luck(passed, found.failed(), found.total()) >= LUCK;
    }
    long passed = passed(board, incident.key(), ofContent, state.getPaths().stream(), from, to);
    return luck(passed, state.getFailed(), state.getTotal()) >= LUCK;
  }

  private static boolean wellBetween(Incident incident, Explanation found) {
    IncidentState state = incident.state();
    long pause = Math.max(UNDER_WAY, 2 * state.getLongestGap());
    return state.getWellSince() != Slots.NONE && found.since() > state.getLastSlot() + pause;
  }

  /**
   * First failure under a cluster's key, of those too that the incident claimed under another key:
   * an incident whose key was a host's until it was a member's has failures of other members.
   */
  private static long firstUnder(
      Board board, Incident incident, Explanation found, List<Cell> cells) {
    Stream<Cell> claimed =
        Rekeying.owned(board, incident, found.since()).stream()
            .filter(cell -> cell.cause() == incident.cause());
    return Stream.concat(claimed, cells.stream())
        .filter(cell -> cell.keys.contains(found.key()))
        .mapToLong(Cell::asked)
        .reduce(found.since(), Math::min);
  }

  /** When the first of the incident's failures was asked; when it came, if that is long ago. */
  private static long asked(Board board, Incident incident) {
    long first = incident.state().getFirstSlot();
    return board.at(first).stream()
        .filter(cell -> cell.owner == incident)
        .mapToLong(Cell::asked)
        .reduce(first, Math::min);
  }

  /**
   * Under the key, or under the paths that failed, where these are fewer. A machine is whole or
   * not, whatever it is asked for; what is wrong with an answer may be wrong with some routes only,
   * and the others say nothing of them.
   */
  private static long passed(
      Board board, KeyId key, boolean ofContent, Stream<String> paths, long from, long to) {
    if (from > to) {
      return 0;
    }
    boolean member = key.kind() == KeyKind.UPSTREAM && !key.pair();
    long ofPaths =
        paths
            .filter(path -> !path.isEmpty())
            .distinct()
            .map(path -> member ? on(path, key) : KeyId.of(KeyKind.PATH, path))
            .mapToLong(path -> board.exchangesInside(path, from, to))
            .sum();
    boolean whole = key.kind() == KeyKind.PATH || member && !ofContent;
    long ofKey = board.exchangesInside(key, from, to);
    return whole ? ofKey : Math.min(ofKey, ofPaths);
  }

  static KeyId on(String path, KeyId upstream) {
    return new KeyId(KeyKind.PATH, path, KeyKind.UPSTREAM, upstream.value());
  }

  /**
   * Probability that so many exchanges in a row go well where so many of a total failed since,
   * whatever the share is by which they fail (all shares equally likely before; the rule of
   * succession). Three failures of three do not prove that all fail, and the first of them is where
   * counting began and says nothing of the share.
   */
  static double luck(long passed, long failed, long total) {
    double luck = 1;
    double well = Math.max(0, total - failed) + 1.0;
    double all = Math.max(failed, total) - 1 + 2.0;
    for (int i = 0; i < Math.min(passed, MOST_PASSED); i++) {
      luck *= (well + i) / (all + i);
    }
    return luck;
  }
}
