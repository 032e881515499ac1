package io.badhop.streams.topology;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Sites whose first sources have only just reported. A shipper says how far each of its logs is
 * once the events are acknowledged, one log after the other: were the first one believed to be all
 * of the site, it would end windows for which the others have not said a word. Not thread safe.
 */
final class NewSites {

  private final long gather;

  /** Wall clock of the first report of each site that is new, in microseconds. */
  private final Map<String, Long> since = new HashMap<>();

  /**
   * @param gather how long a site is new
   */
  NewSites(Duration gather) {
    this.gather = gather.toNanos() / 1000;
  }

  /**
   * A site of which nothing was known has reported.
   *
   * @param now wall clock, microseconds
   */
  void began(String site, long now) {
    since.put(site, now);
  }

  /**
   * Whether more of its sources may be about to report.
   *
   * @param now wall clock, microseconds
   */
  boolean gathering(String site, long now) {
    Long began = since.get(site);
    if (began == null) {
      return false;
    }
    if (now - began >= gather) {
      since.remove(site);
      return false;
    }
    return true;
  }
}
