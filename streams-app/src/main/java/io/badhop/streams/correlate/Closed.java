package io.badhop.streams.correlate;

import java.util.List;

/**
 * What a tick allowed for one site, in order of time and identity.
 *
 * @param tallies of the buckets that their own tier's watermark has passed
 * @param counted exchanges of those buckets that have to be seen, with their anchor alone; late
 *     ones among them
 * @param finished exchanges that were asked to be finished, with all that joined; one may be
 *     finished again when a late record of it comes
 * @param late records that came too late
 */
public record Closed<T extends Tally>(
    List<T> tallies, List<Exchange> counted, List<Exchange> finished, long late) {}
