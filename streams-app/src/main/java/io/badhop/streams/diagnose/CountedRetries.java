package io.badhop.streams.diagnose;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.ProxyEvent;
import java.util.List;

/**
 * Failures of which only a count of retries is logged, and not to which server they went. What the
 * last try did not take the ones before did: a refusal takes no time, so where they waited it was
 * for an answer, or in HAProxy, which repeats nothing but connections, for a connection.
 */
final class CountedRetries {

  private static final double WEIGHT = 0.5;

  /** A try that takes this long waited, microseconds. */
  private static final long WAITED_US = 900_000;

  /**
   * HAProxy waits a second before it connects again to a server that refused; half as much more.
   */
  private static final long BETWEEN_US = 1_500_000;

  private CountedRetries() {}

  /**
   * What failed before the try that went well.
   *
   * @param last the only try that is logged; its record counts at least one retry
   */
  static HiddenFailure before(Try last) {
    ProxyEvent proxy = last.proxy();
    int retries = proxy.getRetries();
    boolean haproxy = last.software() == Software.HAPROXY;
    long lost = haproxy ? last.connectUs() : beyond(last);
    boolean waited = lost >= retries * (haproxy ? BETWEEN_US : WAITED_US);
    Cause timeout = haproxy ? Cause.CONNECT_TIMEOUT : Cause.RESPONSE_TIMEOUT;
    Cause cause = waited ? timeout : Cause.CONNECTION_REFUSED;
    String what = haproxy ? " connection retries" : " retries";
    String words = proxy.getSoftware() + ": " + retries + what + " before it went well";
    return new HiddenFailure(
        "",
        last.pool(),
        cause,
        Domains.usual(cause),
        WEIGHT,
        List.of(waited ? words + ", which took " + Words.time(lost) : words),
        waited ? lost / retries : -1);
  }

  /** What the exchange took beyond its last try, microseconds; -1 when not known. */
  private static long beyond(Try last) {
    long all = last.proxy().getDurationUs();
    long answered = last.attempt() == null ? -1 : last.attempt().getResponseUs();
    return all < 0 || answered < 0 ? -1 : all - answered;
  }
}
