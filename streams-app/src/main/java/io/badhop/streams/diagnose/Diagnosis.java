package io.badhop.streams.diagnose;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.FaultDomain;
import java.util.List;

/**
 * What is said of one exchange.
 *
 * @param failed true when the exchange failed for a reason that is not the client's
 * @param ownFailure true when the anchor's record does not show the failure to be an answer that
 *     its tier only passed on; read from that record alone
 * @param faultDomain hop that has to be mended; null only when nothing happened
 * @param cause why; null only when nothing happened. A client abort has a cause and is no failure
 * @param confidence 0 to 1
 * @param evidence in words, strongest first
 * @param upstream address of the failing attempt; of the last one for a success; empty when unknown
 * @param pool group of the failing attempt; empty when unknown
 * @param instance application instance that wrote the record; empty when unknown
 * @param failedAttemptUs duration of the failing attempt, microseconds; -1 when not logged
 * @param instant true when the failing attempt took at most 5 ms
 * @param retried true when the proxy tried more than once
 * @param hidden attempts that failed behind an exchange that ended well
 * @param triedBefore other upstreams that were tried before and failed for the same cause, in
 *     order; empty for an exchange that ended well
 */
public record Diagnosis(
    boolean failed,
    boolean ownFailure,
    FaultDomain faultDomain,
    Cause cause,
    double confidence,
    List<String> evidence,
    String upstream,
    String pool,
    String instance,
    long failedAttemptUs,
    boolean instant,
    boolean retried,
    List<HiddenFailure> hidden,
    List<String> triedBefore) {

  /** An exchange that ended well at the first try. One shared value; it names no upstream. */
  public static final Diagnosis FINE =
      new Diagnosis(
          false, false, null, null, 0, List.of(), "", "", "", -1, false, false, List.of(),
          List.of());

  /** Copies the lists. */
  public Diagnosis {
    evidence = List.copyOf(evidence);
    hidden = List.copyOf(hidden);
    triedBefore = List.copyOf(triedBefore);
  }
}
