package io.badhop.streams.detect;

import io.badhop.schemas.event.KeyKind;
import java.util.Collection;

/**
 * A member against its pool, where requests failed on one member after the other: each member
 * explains all of them, and none is to blame alone.
 */
final class WholePool {

  private static final double AS_WELL = 0.95;

  private WholePool() {}

  /** The pool instead of its member, where another member explains the same failures as well. */
  static Explanation instead(Explanation best, Collection<Explanation> candidates) {
    boolean several =
        member(best)
            && candidates.stream()
                .anyMatch(other -> !other.equals(best) && member(other) && asWell(other, best));
    return candidates.stream()
        .filter(other -> several && other.key().kind() == KeyKind.POOL && asWell(other, best))
        .findFirst()
        .orElse(best);
  }

  private static boolean member(Explanation explanation) {
    return explanation.key().kind() == KeyKind.UPSTREAM && !explanation.key().pair();
  }

  private static boolean asWell(Explanation one, Explanation other) {
    return one.score() >= AS_WELL * other.score();
  }
}
