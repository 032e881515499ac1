package io.badhop.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Limits of rates, on a clock of the test's own. */
class TokenBucketTest {
  private static final Instant START = Instant.parse("2026-11-22T06:00:00Z");

  private static Instant at(long millis) {
    return START.plusMillis(millis);
  }

  @Test
  void aBurstPassesAndThenTheRate() {
    TokenBucket bucket = new TokenBucket(2, 4, START);
    for (int i = 0; i < 4; i++) {
      assertThat(bucket.wait(1, START)).isZero();
      bucket.take(1, START);
    }
    assertThat(bucket.wait(1, START)).isEqualTo(Duration.ofMillis(500));
    assertThat(bucket.wait(1, at(200))).isEqualTo(Duration.ofMillis(300));
    assertThat(bucket.wait(1, at(500))).isZero();
    assertThat(bucket.wait(4, at(500))).isEqualTo(Duration.ofMillis(1500));
    assertThat(bucket.wait(4, at(100_000))).isZero();
  }

  @Test
  void whatIsGreaterThanABurstPassesAndIsPaidForAfterwards() {
    TokenBucket bucket = new TokenBucket(10, 10, START);
    assertThat(bucket.wait(50, START)).isZero();
    bucket.take(50, START);

    assertThat(bucket.wait(0, START)).isEqualTo(Duration.ofSeconds(4));
    assertThat(bucket.wait(50, START)).isEqualTo(Duration.ofSeconds(5));
    assertThat(bucket.wait(0, at(4000))).isZero();
  }

  @Test
  void aClockThatGoesBackGivesNothing() {
    TokenBucket bucket = new TokenBucket(1, 1, START);
    bucket.take(1, START);

    assertThat(bucket.wait(1, at(-3_600_000))).isEqualTo(Duration.ofSeconds(1));
    assertThat(bucket.wait(1, at(999))).isPositive();
    assertThat(bucket.wait(1, at(1000))).isZero();
  }

  @Test
  void onAverageNoMoreThanTheRatePasses() {
    RateLimit limit = new RateLimit(20, 1000, Duration.ofSeconds(2));
    Limiter limiter = new Limiter(limit, START);
    Random random = new Random(3);
    long requests = 0;
    long bytes = 0;
    long largest = 0;
    for (int millis = 0; millis < 100_000; millis += 1 + random.nextInt(20)) {
      int size = random.nextInt(300);
      if (limiter.admit(size, at(millis)).isZero()) {
        requests++;
        bytes += size;
        largest = Math.max(largest, size);
      }
    }
    assertThat(requests).isLessThanOrEqualTo(20 * 102);
    assertThat(bytes).isBetween(99_000L, 102_000 + largest);
  }

  @Test
  void theStricterOfBothDecidesAndWhatIsRefusedCostsNothing() {
    Limiter limiter = new Limiter(new RateLimit(1, 100, Duration.ofSeconds(1)), START);
    assertThat(limiter.admit(100, START)).isZero();
    assertThat(limiter.admit(100, at(500))).isEqualTo(Duration.ofMillis(500));
    assertThat(limiter.admit(100, at(1000))).isZero();
    // A body that did not say its length.
    limiter.charge(900, at(1000));
    assertThat(limiter.admit(0, at(2000))).isEqualTo(Duration.ofSeconds(8));
  }

  @Test
  void withoutALimitEverythingPasses() {
    Limiter limiter = new Limiter(RateLimit.NONE, START);
    for (int i = 0; i < 1000; i++) {
      assertThat(limiter.admit(1L << 40, START)).isZero();
    }
  }

  @Test
  void aLimitMustMakeSense() {
    assertThatThrownBy(() -> new RateLimit(-1, 0, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RateLimit(0, Double.NaN, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RateLimit(1, 1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
