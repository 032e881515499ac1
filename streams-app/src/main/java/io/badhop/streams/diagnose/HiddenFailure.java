package io.badhop.streams.diagnose;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.FaultDomain;
import java.util.List;

/**
 * A failed attempt that another attempt behind the proxy made good.
 *
 * @param upstream address of the attempt; empty when unknown
 * @param pool group of the attempt; empty when unknown
 * @param cause why the attempt failed
 * @param faultDomain hop that has to be mended
 * @param confidence 0 to 1
 * @param evidence in words, strongest first
 * @param durationUs how long the attempt took, microseconds; -1 when not logged
 */
public record HiddenFailure(
    String upstream,
    String pool,
    Cause cause,
    FaultDomain faultDomain,
    double confidence,
    List<String> evidence,
    long durationUs) {

  /** Copies the evidence. */
  public HiddenFailure {
    evidence = List.copyOf(evidence);
  }
}
