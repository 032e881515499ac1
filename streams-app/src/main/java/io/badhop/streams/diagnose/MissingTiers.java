package io.badhop.streams.diagnose;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.FaultDomain;
import java.util.List;

/**
 * Records that are missing. They prove something only when they must have been there: the tier is
 * complete, nearly all successful exchanges have such a record, and the hop above does not show
 * that it was reached.
 */
final class MissingTiers {

  /** Least coverage at which absence is evidence (DESIGN, property 4). */
  private static final double COVERED = 0.99;

  /** Enough to support what else is said, too little to be the last word. */
  private static final double QUIET = 0.29;

  private static final double FAINT = 0.1;

  private MissingTiers() {}

  /** What the missing application record says, given all other evidence. */
  static List<Evidence> app(Case c, Try one, List<Evidence> other) {
    if (!c.app().isEmpty() || !c.appComplete() || c.appCoverage() < COVERED) {
      return List.of();
    }
    if (one.connectUs() >= 0 || one.headerUs() >= 0 || shownReached(other)) {
      return List.of(
          Evidence.remark(
              Grade.ABSENCE,
              "the application has no record of it yet; it may still be at work on it"));
    }
    Evidence absent =
        Evidence.remark(
            Grade.ABSENCE,
            "the application has no record of it, though it logs nearly all of its requests");
    for (Cause cause : Cause.values()) {
      absent = Reach.UNREACHED.contains(cause) ? absent.or(cause, QUIET) : absent;
    }
    return List.of(absent);
  }

  private static boolean shownReached(List<Evidence> other) {
    return other.stream()
        .filter(piece -> piece.grade().compareTo(Grade.TERMINATION) <= 0)
        .flatMap(piece -> piece.votes().stream())
        .anyMatch(vote -> Reach.REACHED.contains(vote.cause()) && vote.weight() > FAINT);
  }

  /** What the missing proxy record says of a failure at the edge. */
  static List<Evidence> proxy(Case c, EdgeEvent edge) {
    if (c.proxy() != null || !c.proxyComplete() || c.proxyCoverage() < COVERED) {
      return List.of();
    }
    String words =
        "the proxies have no record of it, though they log nearly all of what the edge passes on";
    return List.of(
        switch (edge.getStatus()) {
          case 520, 521, 522, 523, 530 ->
              Evidence.of(Grade.ABSENCE, Cause.ORIGIN_UNREACHABLE, QUIET, words);
          case 525, 526 -> Evidence.of(Grade.ABSENCE, Cause.TLS_FAILURE, QUIET, words);
          // The edge had sent the request: a proxy that took it and logged nothing hangs.
          case 524, 504 ->
              Evidence.of(Grade.ABSENCE, Cause.RESPONSE_TIMEOUT, QUIET, FaultDomain.PROXY, words);
          default ->
              edge.getOriginStatus() >= 500
                  ? Evidence.of(
                      Grade.ABSENCE,
                      Cause.UNKNOWN,
                      0.4,
                      FaultDomain.EDGE,
                      words + ": something between edge and proxies answered")
                  : Evidence.of(Grade.ABSENCE, Cause.EDGE_ERROR, QUIET, words)
                      .or(Cause.ORIGIN_UNREACHABLE, 0.25);
        });
  }
}
