package io.badhop.streams.topology;

import java.time.Duration;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Commits soon after a task has said something that is waited for: who reads it sees only what was
 * committed. While a task works off what is old, a commit as often would only hold it up, so then
 * the commit interval has its way.
 */
final class PromptCommit {

  /** Tasks of a thread commit together, so what they say within this time is one transaction. */
  private static final Duration LOOK = Duration.ofMillis(20);

  /** A record of this age is not worked off live, milliseconds. */
  private static final long OLD_MS = 10_000;

  private final ProcessorContext<?, ?> context;
  private boolean waitedFor;

  PromptCommit(ProcessorContext<?, ?> context) {
    this.context = context;
    context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, now -> look());
  }

  /**
   * Something was said.
   *
   * @param timestamp of the record that led to it, milliseconds since the epoch
   */
  void said(long timestamp) {
    waitedFor |= context.currentSystemTimeMs() - timestamp < OLD_MS;
  }

  private void look() {
    if (waitedFor) {
      waitedFor = false;
      context.commit();
    }
  }
}
