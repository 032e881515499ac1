package io.badhop.benchmarks.pipeline;

/**
 * One run of one contender.
 *
 * @param entry who, as {@code badhop:2}
 * @param round from 1
 * @param load of the machine before it, the average of a minute
 * @param seconds from the end of warming up to the last of the output readable
 * @param events in that time
 * @param wholeSeconds the same from READY on, with the warming up
 * @param processorUs of the contender's process for each of those events, microseconds
 * @param brokerUs of the broker's process for each event, microseconds
 * @param residentMib greatest resident set of the contender; -1 when unknown
 */
record Measured(
    String entry,
    int round,
    double load,
    double seconds,
    double events,
    double wholeSeconds,
    double processorUs,
    double brokerUs,
    long residentMib) {

  /** Events a second. */
  double rate() {
    return events / seconds;
  }
}
