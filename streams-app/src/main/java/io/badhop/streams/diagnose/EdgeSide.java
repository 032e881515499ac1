package io.badhop.streams.diagnose;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.FaultDomain;
import java.util.ArrayList;
import java.util.List;

/**
 * What an edge's record, with what joined below it, says of an exchange that failed at the edge.
 *
 * @param ruled true when a rule below answered on purpose, which is no failure
 * @param verdict never null
 * @param below the proxy's part; null when none joined
 */
record EdgeSide(boolean ruled, Verdict verdict, ProxySide below) {

  /** A hop that took this share of the hop above's time was where the time went. */
  private static final double MOST = 0.7;

  static EdgeSide of(Case c) {
    List<Evidence> own = EdgeFacts.read(c.edge());
    if (c.proxy() == null) {
      return new EdgeSide(false, alone(c, own), null);
    }
    ProxySide below = ProxySide.of(c);
    List<String> words = Weighing.judge(own).words();
    return switch (below.outcome()) {
      case FAILED, CUT -> new EdgeSide(false, below.verdict().followedBy(words), below);
      case RULED, UNKNOWN_REQUEST ->
          new EdgeSide(passedOn(c), below.verdict().followedBy(words), below);
      case ABORTED -> new EdgeSide(false, Weighing.judge(with(own, waiting(c, below))), below);
      case FINE -> new EdgeSide(false, Weighing.judge(with(own, fine(c, below))), below);
    };
  }

  /**
   * The proxy's part where the failure lies below the edge; null where it lies between them or
   * above.
   */
  ProxySide failing() {
    if (below == null) {
      return null;
    }
    boolean failed = below.outcome() == Outcome.FAILED || below.outcome() == Outcome.CUT;
    return failed || verdict.domain() == FaultDomain.APP ? below : null;
  }

  private static Verdict alone(Case c, List<Evidence> own) {
    List<Evidence> evidence = new ArrayList<>(own);
    if (passedOn(c) || c.edge().getOriginStatus() < 0) {
      evidence.addAll(AppFacts.read(null, c.app()));
    }
    evidence.addAll(atWork(c));
    evidence.addAll(MissingTiers.proxy(c, c.edge()));
    return Weighing.judge(evidence);
  }

  /**
   * Where no proxy is logged the edge does not know who let it wait; the application's own record
   * tells when it was the application.
   */
  private static List<Evidence> atWork(Case c) {
    AppEvent closing = timedOut(c.edge()) ? AppFacts.closing(c.app()) : null;
    long waited = c.edge().getDurationUs();
    if (closing == null || waited < 0 || closing.getDurationUs() < MOST * waited) {
      return List.of();
    }
    return List.of(
        Evidence.of(
            Grade.TERMINATION,
            Cause.RESPONSE_TIMEOUT,
            0.85,
            FaultDomain.APP,
            "the application was at work on it for " + Words.time(closing.getDurationUs())));
  }

  private static boolean passedOn(Case c) {
    return c.edge().getOriginStatus() >= 500;
  }

  private static List<Evidence> with(List<Evidence> own, Evidence more) {
    List<Evidence> all = new ArrayList<>(own);
    all.add(more);
    return all;
  }

  /** The edge left while the proxy was at work: was the proxy waiting for the application? */
  private static Evidence waiting(Case c, ProxySide below) {
    Try last = below.failing();
    String words = below.verdict().words().get(0);
    boolean timedOut = timedOut(c.edge());
    if (!timedOut || last.headerUs() >= 0) {
      return Evidence.remark(Grade.STATUS, words);
    }
    // The more particular record decides: it names where the time went.
    double sure = last.attempt() == null ? 0.75 : 0.92;
    return Evidence.of(
        Grade.TERMINATION,
        Cause.RESPONSE_TIMEOUT,
        sure,
        FaultDomain.APP,
        words + ", still waiting for the application" + last.where());
  }

  private static boolean timedOut(EdgeEvent edge) {
    return edge.getStatus() == 524 || edge.getStatus() == 504;
  }

  /** The proxy thought that all was well. */
  private static Evidence fine(Case c, ProxySide below) {
    long spent = Math.max(below.failing().headerUs(), below.failing().durationUs());
    String words =
        "the proxy answered "
            + c.proxy().getStatus()
            + Words.in(c.proxy().getDurationUs())
            + ", which the edge did not pass on";
    if (timedOut(c.edge())
        && c.edge().getDurationUs() >= 0
        && spent >= MOST * c.edge().getDurationUs()) {
      return Evidence.of(
          Grade.TERMINATION,
          Cause.RESPONSE_TIMEOUT,
          0.85,
          FaultDomain.APP,
          words + "; the application" + below.failing().where() + " took " + Words.time(spent));
    }
    return timedOut(c.edge())
        ? Evidence.of(Grade.STATUS, Cause.RESPONSE_TIMEOUT, 0.3, FaultDomain.EDGE, words)
        : Evidence.remark(Grade.STATUS, words);
  }
}
