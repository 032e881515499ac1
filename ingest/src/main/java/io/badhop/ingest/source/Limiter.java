package io.badhop.ingest.source;

import java.time.Duration;
import java.time.Instant;

/** Holds the senders of one path to its limit. Safe for use by several threads. */
final class Limiter {

  private final TokenBucket requests;
  private final TokenBucket bytes;

  Limiter(RateLimit limit, Instant now) {
    double seconds = limit.burst().toNanos() / 1e9;
    requests = bucket(limit.requestsPerSecond(), seconds, now);
    bytes = bucket(limit.bytesPerSecond(), seconds, now);
  }

  /** Null for no limit. */
  private static TokenBucket bucket(double perSecond, double seconds, Instant now) {
    return perSecond == 0
        ? null
        : new TokenBucket(perSecond, Math.max(1, perSecond * seconds), now);
  }

  /**
   * Lets a request in, or says when to come again.
   *
   * @param size bytes of its body; 0 when it does not say
   * @return zero when it is let in; nothing is counted otherwise
   */
  synchronized Duration admit(long size, Instant now) {
    Duration forRequest = requests == null ? Duration.ZERO : requests.wait(1, now);
    Duration forBytes = bytes == null ? Duration.ZERO : bytes.wait(size, now);
    Duration wait = forRequest.compareTo(forBytes) > 0 ? forRequest : forBytes;
    if (wait.isZero()) {
      if (requests != null) {
        requests.take(1, now);
      }
      charge(size, now);
    }
    return wait;
  }

  /** Counts bytes of a request that did not say how many it has. */
  synchronized void charge(long size, Instant now) {
    if (bytes != null) {
      bytes.take(size, now);
    }
  }
}
