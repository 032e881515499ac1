package io.badhop.alerting.decide;

/**
 * Whether a route is told of an escalation.
 *
 * @param reason why, or why not
 */
public record NotifyDecision(Reason reason) {

  /** True when the route is to be told. */
  public boolean notifies() {
    return reason.notifies();
  }
}
