package io.badhop.streams.replay;

import io.badhop.schemas.event.Escalation;
import io.badhop.schemas.event.RequestTrace;

/** Is told what goes on while a replay runs; called by the thread that runs it. */
public interface ReplayListener {

  /** One that does not listen. */
  ReplayListener NONE = new ReplayListener() {};

  /**
   * How far it is; called a few times a second of work at most.
   *
   * @param events events taken in so far
   * @param eventTime event time of the last tick, microseconds since the epoch
   * @param bytes bytes of logs read so far
   */
  default void progress(long events, long eventTime, long bytes) {}

  /** Something was found; escalations come in order, and stand in the result as well. */
  default void escalation(Escalation escalation) {}

  /** A failed exchange, or one of the sample of the others. */
  default void trace(RequestTrace trace) {}
}
