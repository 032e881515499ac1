package io.badhop.ingest.source;

import java.time.Duration;

/**
 * How fast logs may come to one path.
 *
 * @param requestsPerSecond requests a second on average; 0 for no limit
 * @param bytesPerSecond bytes of bodies a second on average, as they are sent, packed or not; 0 for
 *     no limit
 * @param burst what may come at once: this long at that rate, and one request in any case
 */
public record RateLimit(double requestsPerSecond, double bytesPerSecond, Duration burst) {

  /** No limit. */
  public static final RateLimit NONE = new RateLimit(0, 0, Duration.ofSeconds(5));

  public RateLimit {
    boolean rates =
        requestsPerSecond >= 0
            && bytesPerSecond >= 0
            && Double.isFinite(requestsPerSecond)
            && Double.isFinite(bytesPerSecond);
    if (!rates || burst.isNegative() || burst.isZero()) {
      throw new IllegalArgumentException(
          "requestsPerSecond and bytesPerSecond are 0 or more, and burst is longer than nothing");
    }
  }
}
