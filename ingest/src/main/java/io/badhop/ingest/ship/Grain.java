package io.badhop.ingest.ship;

/**
 * How coarse the times of a log are. A record written at 12:00:00.9 may say 12:00:00; so that no
 * record is to come from before a time, the clock must be past it by the resolution. Where all times
 * are whole multiples of it (a server that writes seconds), the last multiple is enough; where they
 * are not (a start in seconds plus a duration), the whole resolution is taken off.
 */
final class Grain {
  private long resolution = 1;
  private long componentResolution = 1;
  private boolean seen;
  private boolean aligned = true;

  void see(ShippedEvent event) {
    long its = Math.max(1, Times.resolution(event.event()));
    if (event.topic() == EventTopic.COMPONENT) {
      componentResolution = Math.max(componentResolution, its);
      return;
    }
    seen = true;
    resolution = Math.max(resolution, its);
    aligned &= Math.floorMod(event.time(), its) == 0;
  }

  /** The latest time before which no record can come that is written at {@code micros} or later. */
  long before(long micros) {
    long coarse = seen ? resolution : Math.max(componentResolution, Times.SECOND);
    return aligned ? Math.floorDiv(micros, coarse) * coarse : micros - coarse;
  }
}
