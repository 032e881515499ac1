package io.badhop.cli.check;

/**
 * What is kept of one request at one tier, to join it with the tier below.
 *
 * @param node who wrote it: proxy, application instance, or the log's name
 * @param id join key
 * @param otherId second ID; empty when there is none
 * @param time end, microseconds since the epoch; the middle of the second where only seconds are
 *     logged
 * @param durationUs -1 when not logged
 * @param expectsBelow whether the tier below must have seen it
 */
record Hop(
    String node, String id, String otherId, long time, long durationUs, boolean expectsBelow) {

  private static final int SECOND = 1_000_000;

  /** The middle of the interval that a coarse time stamp stands for. */
  static long middle(long time, int resolution) {
    return resolution >= SECOND ? time + resolution / 2 : time;
  }
}
