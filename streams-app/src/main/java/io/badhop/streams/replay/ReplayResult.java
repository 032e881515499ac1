package io.badhop.streams.replay;

import io.badhop.schemas.event.Escalation;
import io.badhop.streams.detect.Stage2Counters;
import io.badhop.streams.summarise.Stage1Counters;
import java.util.List;
import java.util.Map;

/**
 * What a replay found, and where everything went.
 *
 * @param escalations in the order in which they were decided
 * @param stage1 counts of the join; {@code late} among them says whether live running could have
 *     found something else
 * @param stage2 counts of the detection
 * @param events events of the sources, aliases not counted
 * @param ticks ticks made
 * @param firstTime least event time, microseconds since the epoch; -1 without events
 * @param lastTime greatest event time, microseconds since the epoch; -1 without events
 * @param ahead events left out because they lay far ahead of everything else in their log
 * @param failures sources that could not be read to their end, and why
 */
public record ReplayResult(
    List<Escalation> escalations,
    Stage1Counters stage1,
    Stage2Counters.Snapshot stage2,
    long events,
    long ticks,
    long firstTime,
    long lastTime,
    long ahead,
    Map<String, String> failures) {

  /** Copies the collections. */
  public ReplayResult {
    escalations = List.copyOf(escalations);
    failures = Map.copyOf(failures);
  }
}
