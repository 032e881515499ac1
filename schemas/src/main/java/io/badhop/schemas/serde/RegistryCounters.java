package io.badhop.schemas.serde;

import java.util.concurrent.atomic.LongAdder;

/** What was asked of a registry over HTTP, and how it ended. Safe for use by several threads. */
public final class RegistryCounters {
  private final LongAdder[][] calls = new LongAdder[Call.values().length][Outcome.values().length];
  private final LongAdder nanos = new LongAdder();
  private final LongAdder rounds = new LongAdder();

  /** What is asked. */
  public enum Call {
    REGISTER,
    LOOK_UP,
    LATEST,
    BY_ID
  }

  /** How one request to one address ended. */
  public enum Outcome {
    /** With what was asked for. */
    OK,
    /** The registry does not know it. */
    UNKNOWN,
    /** The registry will not: credentials, compatibility, a request that it does not like. */
    REFUSED,
    /** No answer, or one that says to try again. */
    UNAVAILABLE
  }

  /** Everything at zero. */
  public RegistryCounters() {
    for (LongAdder[] outcomes : calls) {
      for (int i = 0; i < outcomes.length; i++) {
        outcomes[i] = new LongAdder();
      }
    }
  }

  void called(Call call, Outcome outcome, long tookNanos) {
    calls[call.ordinal()][outcome.ordinal()].increment();
    nanos.add(tookNanos);
  }

  void waited() {
    rounds.increment();
  }

  /** Requests of this kind that ended so. */
  public long calls(Call call, Outcome outcome) {
    return calls[call.ordinal()][outcome.ordinal()].sum();
  }

  /** Time that all requests took together, nanoseconds. */
  public long nanos() {
    return nanos.sum();
  }

  /** How often no address answered and a pause was made before the next round. */
  public long pauses() {
    return rounds.sum();
  }
}
