package io.badhop.benchmarks.latency;

/**
 * One incident, from the log to whoever is told. Milliseconds since the epoch.
 *
 * @param first when its first failing line was written
 * @param third when the third was written, the fewest that can open an incident
 * @param bucketEnd end of the bucket of event time that decided it
 * @param event when the broker had the event of the third line
 * @param tick when every partition had the tick that completes the bucket
 * @param summary when stage 2's input had all that the tick allowed
 * @param escalation when the broker had the escalation, in a transaction
 * @param readable when a reader of what is committed had it
 * @param failures failing lines that were written by the end of the bucket
 */
record Sample(
    double first,
    double third,
    double bucketEnd,
    double event,
    double tick,
    double summary,
    double escalation,
    double readable,
    int failures) {}
