package io.badhop.cli.monitor;

/**
 * How a part is.
 *
 * @param ready whether it does its work now
 * @param why in words, also when it is well
 */
public record Health(boolean ready, String why) {

  /** At work. */
  public static Health ready(String why) {
    return new Health(true, why);
  }

  /** Not at work, and why. */
  public static Health notReady(String why) {
    return new Health(false, why);
  }
}
