package io.badhop.ingest.ship;

import java.util.HashMap;
import java.util.Map;

/**
 * How coarse the times of a log are. A record written at 12:00:00.9 may say 12:00:00; so that no
 * record is to come from before a time, the clock must be past it by the resolution. Where all
 * times are whole multiples of it (a server that writes seconds), the last multiple is enough;
 * where they are not (a start in seconds plus a duration), the whole resolution is taken off.
 *
 * <p>The resolution of a file is the finest that it was seen to have: many loggers leave the
 * fraction out when it is zero.
 */
final class Grain {
  private final Map<String, Long> finest = new HashMap<>();
  private final Map<String, Long> finestOfComponents = new HashMap<>();
  private boolean aligned = true;

  void see(ShippedEvent event) {
    long its = Math.max(1, Times.resolution(event.event()));
    boolean component = event.topic() == EventTopic.COMPONENT;
    (component ? finestOfComponents : finest).merge(Times.source(event.event()), its, Math::min);
    aligned &= component || Math.floorMod(event.time(), its) == 0;
  }

  /** The latest time before which no record can come that is written at {@code micros} or later. */
  long before(long micros) {
    Map<String, Long> known = finest.isEmpty() ? finestOfComponents : finest;
    long coarse = known.values().stream().mapToLong(Long::longValue).max().orElse(Times.SECOND);
    return aligned ? Math.floorDiv(micros, coarse) * coarse : micros - coarse;
  }
}
