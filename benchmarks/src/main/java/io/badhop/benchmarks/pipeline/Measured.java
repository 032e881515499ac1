package io.badhop.benchmarks.pipeline;

/**
 * One run of one contender.
 *
 * @param entry who, as {@code badhop:2}
 * @param round from 1
 * @param load of the machine before it, the average of a minute
 * @param seconds from READY to the last of the output readable
 * @param processorUs of the contender's process for each event, microseconds
 * @param brokerUs of the broker's process for each event, microseconds
 * @param residentMib greatest resident set of the contender; -1 when unknown
 */
record Measured(
    String entry,
    int round,
    double load,
    double seconds,
    double processorUs,
    double brokerUs,
    long residentMib) {}
