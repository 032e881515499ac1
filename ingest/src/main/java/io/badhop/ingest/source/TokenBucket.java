package io.badhop.ingest.source;

import java.time.Duration;
import java.time.Instant;

/**
 * Tokens that come at a steady rate, up to a burst. Whoever takes more than a burst at once is in
 * debt, and all wait until it is paid; so what is greater than a burst passes too, and on average
 * no more passes than comes. For use by one thread at a time.
 */
final class TokenBucket {

  private static final double NANOS = 1e9;

  private final double perSecond;
  private final double burst;
  private double tokens;
  private Instant filledAt;

  /** A full bucket. */
  TokenBucket(double perSecond, double burst, Instant now) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.tokens = burst;
    this.filledAt = now;
  }

  /** How long it will be until so many can be taken; zero when they can be taken now. */
  Duration wait(double amount, Instant now) {
    fill(now);
    double missing = Math.min(amount, burst) - tokens;
    return missing <= 0
        ? Duration.ZERO
        : Duration.ofNanos((long) Math.ceil(missing / perSecond * NANOS));
  }

  /** Takes so many, whether they are there or not. */
  void take(double amount, Instant now) {
    fill(now);
    tokens -= amount;
  }

  /** A clock that goes back gives nothing and takes nothing. */
  private void fill(Instant now) {
    if (now.isAfter(filledAt)) {
      double seconds = Duration.between(filledAt, now).toNanos() / NANOS;
      tokens = Math.min(burst, tokens + seconds * perSecond);
      filledAt = now;
    }
  }
}
