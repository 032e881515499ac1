package io.badhop.benchmarks.judgement.world;

import java.util.List;

/**
 * Random numbers that are the same on every machine: SplitMix64 (Steele, Lea and Flood, "Fast
 * splittable pseudorandom number generators", OOPSLA 2014), and mathematics of {@link StrictMath}.
 */
public final class Dice {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;

  private Dice(long state) {
    this.state = state;
  }

  /** Dice of their own for each list of numbers; close numbers give unlike dice. */
  public static Dice of(long... seeds) {
    long mixed = 0;
    for (long seed : seeds) {
      mixed = mix(mixed + GOLDEN + seed);
    }
    return new Dice(mixed);
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Any 64 bits. */
  public long next() {
    state += GOLDEN;
    return mix(state);
  }

  /** From 0 to below 1. */
  public double uniform() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  /** From 0 to below a positive number. */
  public int below(int limit) {
    return (int) (uniform() * limit);
  }

  /** Between two numbers, the first included. */
  public double between(double low, double high) {
    return low + uniform() * (high - low);
  }

  /** Whether something of this probability, 0 to 1, happens. */
  public boolean chance(double probability) {
    return uniform() < probability;
  }

  /** Time to the next of events that come independently, in the unit of the mean. */
  public double exponential(double mean) {
    return -mean * StrictMath.log(1 - uniform());
  }

  /** As durations are spread: half below the median, a long tail. */
  public double logNormal(double median, double sigma) {
    double angle = 2 * StrictMath.PI * uniform();
    double radius = StrictMath.sqrt(exponential(2));
    return median * StrictMath.exp(sigma * radius * StrictMath.cos(angle));
  }

  /** One of them. */
  public <T> T pick(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  /** One of them. */
  @SafeVarargs
  public final <T> T oneOf(T... choices) {
    return choices[below(choices.length)];
  }

  /** Hexadecimal digits, lower case. */
  public String hex(int digits) {
    StringBuilder text = new StringBuilder(digits);
    while (text.length() < digits) {
      String more = Long.toHexString(next() | Long.MIN_VALUE);
      text.append(more, 0, Math.min(16, digits - text.length()));
    }
    return text.toString();
  }

  /** A random UUID. */
  public String uuid() {
    String hex = hex(32);
    return String.join(
        "-",
        hex.substring(0, 8),
        hex.substring(8, 12),
        "4" + hex.substring(13, 16),
        "a" + hex.substring(17, 20),
        hex.substring(20));
  }
}
