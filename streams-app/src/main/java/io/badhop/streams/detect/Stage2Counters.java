package io.badhop.streams.detect;

/**
 * What stage 2 counted since it started. Every bound has a count of how often it bit. Not thread
 * safe: read by the thread that drives stage 2.
 */
public final class Stage2Counters {

  long summaries;
  long ticks;
  long buckets;
  long escalations;
  long tooLate;
  long keysOverflowed;
  long windowOverflowed;
  long incidentsOverflowed;
  long refinements;
  long refinementsUnmatched;
  long heldBack;
  long coverageOverflowed;
  long clocksOverflowed;
  long pathsFolded;
  long pathsOther;
  long addressesOverflowed;

  Stage2Counters() {}

  /**
   * A copy that does not change any more.
   *
   * @param summaries summaries taken in
   * @param ticks ticks that all partitions had delivered
   * @param buckets buckets evaluated
   * @param escalations escalations decided
   * @param tooLate parts of buckets that came after their bucket was evaluated
   * @param keysOverflowed counts that found no room for a new key
   * @param windowOverflowed failures forgotten early because the window was full
   * @param incidentsOverflowed clusters that found no room for a new incident
   * @param refinements diagnoses corrected
   * @param refinementsUnmatched of these, such as no window or incident knew any more
   * @param heldBack failures of the edge held back because the tier below is not logged well enough
   * @param coverageOverflowed counts of coverage that found no room for another host and upstream
   * @param clocksOverflowed pairs of hosts forgotten for want of room, whose clocks were compared
   * @param pathsFolded places in paths at which segments were folded
   * @param pathsOther exchanges on paths that found no room and count as {@code {other}}
   * @param addressesOverflowed times that an upstream's address found no room, so that nothing is
   *     remembered of it
   */
  public record Snapshot(
      long summaries,
      long ticks,
      long buckets,
      long escalations,
      long tooLate,
      long keysOverflowed,
      long windowOverflowed,
      long incidentsOverflowed,
      long refinements,
      long refinementsUnmatched,
      long heldBack,
      long coverageOverflowed,
      long clocksOverflowed,
      long pathsFolded,
      long pathsOther,
      long addressesOverflowed) {}

  /** The counts as they stand. */
  public Snapshot snapshot() {
    return new Snapshot(
        summaries,
        ticks,
        buckets,
        escalations,
        tooLate,
        keysOverflowed,
        windowOverflowed,
        incidentsOverflowed,
        refinements,
        refinementsUnmatched,
        heldBack,
        coverageOverflowed,
        clocksOverflowed,
        pathsFolded,
        pathsOther,
        addressesOverflowed);
  }
}
