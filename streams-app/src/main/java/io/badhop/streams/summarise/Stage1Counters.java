package io.badhop.streams.summarise;

import io.badhop.streams.correlate.CorrelatorCounters;

/**
 * Where everything went that one task of stage 1 took in.
 *
 * @param correlated requests' records; identities in {@link CorrelatorCounters}
 * @param components component events
 * @param ticks ticks closed
 */
public record Stage1Counters(CorrelatorCounters correlated, long components, long ticks) {}
