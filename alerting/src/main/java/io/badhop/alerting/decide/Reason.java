package io.badhop.alerting.decide;

import java.util.Locale;

/** Why a route is told, or is not. The word is the metric's tag and the log's key, verbatim. */
public enum Reason {
  /** The route hears of the incident for the first time. */
  FIRST(true),
  /** Louder than what the route was told last. */
  LOUDER(true),
  /** The cause, the hop or the key was corrected. */
  CORRECTED(true),
  /** The incident is over, and the route had been told of it. */
  RESOLVED(true),
  /** The incident came back. */
  REOPENED(true),
  /** It lasts, and the repeat interval has passed. */
  REPEATED(true),
  /** The route is not for this site or hop. */
  NOT_ROUTED(false),
  /** Not loud enough for the route. */
  TOO_QUIET(false),
  /** Says nothing that the route does not know. */
  NOTHING_NEW(false),
  /** This very escalation, or a later one, was sent before. */
  ALREADY_SENT(false),
  /** Over before the route had been told of it. */
  NEVER_TOLD(false);

  private final boolean notifies;

  Reason(boolean notifies) {
    this.notifies = notifies;
  }

  /** True for a reason to tell. */
  public boolean notifies() {
    return notifies;
  }

  /** The word in kebab case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
