package io.badhop.alerting.deliver;

/**
 * Delivers to one target. Blocks until the target has answered or the time-out has passed; does not
 * throw for what the target does.
 */
public interface Sink {

  /** Name for logs and metrics. */
  String name();

  /** Tries once. */
  Delivery deliver(Notification notification) throws InterruptedException;
}
