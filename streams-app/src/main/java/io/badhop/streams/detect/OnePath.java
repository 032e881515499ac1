package io.badhop.streams.detect;

import io.badhop.schemas.event.KeyKind;

/**
 * A path against its host, where both explain the same failures equally well: nothing else was
 * asked of the host at the time. What the host was asked for before tells them apart.
 */
final class OnePath {

  /** Chance below which it is no luck that all failures of a host fell on one of its paths. */
  private static final double LUCK = 0.05;

  private OnePath() {}

  /**
   * True when a trouble of the whole host would not have met the one path only, by the share that
   * the path had in the host's requests of the ten minutes before (the rule of succession: none are
   * known to be half). The first failure says which path is looked at, and proves nothing.
   */
  static boolean alone(Board board, Explanation path, Explanation host) {
    if (path.key().pair()
        || path.key().kind() != KeyKind.PATH
        || host.key().kind() != KeyKind.HOST
        || path.failed() < host.failed()) {
      return false;
    }
    double share = (before(board, path) + 1.0) / (before(board, host) + 2.0);
    return Math.pow(share, path.failed() - 1.0) <= LUCK;
  }

  private static long before(Board board, Explanation explanation) {
    long all = board.exchanges(explanation.key(), board.frontier() - Board.WINDOW, Long.MAX_VALUE);
    return Math.max(0, all - explanation.total());
  }
}
