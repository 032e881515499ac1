package io.badhop.streams.diagnose;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.FaultDomain;
import java.util.List;

/**
 * Names the hop and the cause of an exchange. Stateless; the same case gives the same diagnosis,
 * and no content of records makes it throw.
 */
public final class Diagnoser {

  private static final long INSTANT_US = 5_000;

  private Diagnoser() {}

  /**
   * Diagnoses one exchange.
   *
   * @param c the records of the exchange; the anchor's record of its view is present
   * @return what is said of it; {@link Diagnosis#FINE} itself for a plain success
   * @throws IllegalArgumentException when the anchor's record is missing
   */
  public static Diagnosis diagnose(Case c) {
    return switch (c.view()) {
      case PROXY -> proxy(c);
      case EDGE -> edge(c);
      case APP -> app(c);
    };
  }

  /**
   * Whether of an edge's record alone there is nothing to say but {@link Diagnosis#FINE}.
   *
   * @param status of its answer
   */
  public static boolean plainEdge(long status) {
    return !gone(status) && status < 500;
  }

  /**
   * The same for a proxy's record without error lines, whose termination says nothing; of some that
   * are not plain there is nothing to say, either.
   *
   * @param status of its answer
   * @param retries as it counts them; -1 when it does not
   * @param attempts that it logs
   * @param last status of the last attempt, if there was one
   */
  public static boolean plainProxy(long status, long retries, int attempts, long last) {
    return Outcome.plain(status, retries, attempts, last);
  }

  /** The same for the record of an application that anchors an exchange. */
  public static boolean plainApp(long status) {
    return status < 500;
  }

  private static Diagnosis proxy(Case c) {
    if (c.proxy() == null) {
      throw new IllegalArgumentException("a case of the PROXY view without a proxy record");
    }
    if (Outcome.plain(c.proxy())) {
      return Diagnosis.FINE;
    }
    ProxySide side = ProxySide.of(c);
    boolean failed = side.outcome() == Outcome.FAILED || side.outcome() == Outcome.CUT;
    if (side.verdict() == null && side.hidden().isEmpty() && !side.retried()) {
      return Diagnosis.FINE;
    }
    return result(
        failed, failed, side.verdict(), side, instance(c.app()), side.failing().durationUs());
  }

  private static Diagnosis edge(Case c) {
    EdgeEvent edge = c.edge();
    if (edge == null) {
      throw new IllegalArgumentException("a case of the EDGE view without an edge record");
    }
    if (left(edge)) {
      return abort(edge);
    }
    if (edge.getStatus() < 500) {
      return Diagnosis.FINE;
    }
    EdgeSide side = EdgeSide.of(c);
    boolean own =
        !side.ruled() && edge.getOriginStatus() < 500 && !CloudFrontTypes.unclassified(edge);
    ProxySide failing = side.failing();
    long us = edge.getOriginResponseUs() >= 0 ? edge.getOriginResponseUs() : edge.getDurationUs();
    long took = failing == null ? us : failing.failing().durationUs();
    return result(!side.ruled(), own, side.verdict(), failing, instance(c.app()), took);
  }

  /** CloudFront logs status 000 for a viewer that left; it then names what the viewer did. */
  private static boolean left(EdgeEvent edge) {
    int status = edge.getStatus();
    return gone(status) || status >= 500 && CloudFrontTypes.left(edge.getDetail());
  }

  private static boolean gone(long status) {
    return status <= 0 || status == 499 || status == 460;
  }

  private static Diagnosis abort(EdgeEvent edge) {
    String words =
        EdgeFacts.name(edge)
            + ": the client left"
            + (edge.getDetail().isEmpty() ? "" : " (" + edge.getDetail() + ")");
    Verdict verdict = new Verdict(Cause.CLIENT_ABORT, FaultDomain.CLIENT, 0.9, List.of(words));
    return result(false, false, verdict, null, "", edge.getDurationUs());
  }

  private static Diagnosis app(Case c) {
    AppEvent closing = AppFacts.closing(c.app());
    if (closing == null || closing.getStatus() < 500) {
      return Diagnosis.FINE;
    }
    Verdict verdict = Weighing.judge(AppFacts.read(null, c.app()));
    return result(true, true, verdict, null, closing.getInstance(), closing.getDurationUs());
  }

  private static Diagnosis result(
      boolean failed, boolean own, Verdict verdict, ProxySide side, String instance, long tookUs) {
    Try failing = side == null ? null : side.failing();
    return new Diagnosis(
        failed,
        own,
        verdict == null ? null : verdict.domain(),
        verdict == null ? null : verdict.cause(),
        verdict == null ? 0 : verdict.confidence(),
        verdict == null ? List.of() : verdict.words(),
        failing == null ? "" : failing.address(),
        failing == null ? "" : failing.pool(),
        instance,
        tookUs,
        tookUs >= 0 && tookUs <= INSTANT_US,
        side != null && side.retried(),
        side == null ? List.of() : side.hidden(),
        side == null ? List.of() : side.triedBefore());
  }

  private static String instance(List<AppEvent> app) {
    String instance = "";
    for (AppEvent event : app) {
      instance = event.getInstance().isEmpty() ? instance : event.getInstance();
    }
    return instance;
  }
}
