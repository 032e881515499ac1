package io.badhop.alerting.deliver;

/** How a delivery ended. */
public sealed interface Delivery {

  /** The target has it. */
  record Delivered() implements Delivery {}

  /**
   * The target does not have it, and a later try may succeed.
   *
   * @param why in words
   */
  record Retryable(String why) implements Delivery {}

  /**
   * The target refuses it, and will refuse it again.
   *
   * @param why in words, with the mend where it is known
   */
  record Refused(String why) implements Delivery {}
}
