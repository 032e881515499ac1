package io.badhop.benchmarks.judgement.world;

/**
 * One try of a hop at the next one. Durations in microseconds from the beginning of the try, -1 for
 * what was not reached.
 *
 * @param server whom it tried
 * @param failure why it failed; null when a whole answer came
 * @param status status that the server sent; 0 when none came
 * @param start when it began
 * @param connect until the connection was there
 * @param header until the header was there
 * @param total until it was over
 */
public record Attempt(
    Server server, Kind failure, int status, long start, long connect, long header, long total) {

  /** When it was over. */
  public long end() {
    return start + total;
  }

  /** Whether a header came. */
  public boolean answered() {
    return status > 0;
  }
}
